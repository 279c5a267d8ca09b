"""Which groups of a member somebody may choose among: an agency's people know of few of them."""

from aacabot.domain.people import Person
from aacabot.services.hub import Unit
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.stix_export import narrowed
from aacabot.store.intel import groups as store
from aacabot.store.intel.around import group_names


async def groups_offered(unit: Unit, person: Person, member_id: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of groups the member is in, by name, in a unit of EVERYONE.

    A person of an agency is offered those of which they read something for that client: no others are
    theirs to know of. Raises NeedsRole for who has no role for the member.
    """
    ids = (await store.groups_of(unit.session, {member_id})).get(member_id, frozenset())
    if person.of_agency is not None:
        reader = await reader_of(unit, narrowed(person, member_id))
        ids = await store.groups_read(unit.session, reader, member_id, ids)
    names = await group_names(unit.session, ids)
    return tuple(sorted(names.items(), key=lambda one: (one[1].casefold(), one[0])))
