"""Who reads: the person's member or clients, and the groups these are in, as of now."""

from aacabot.domain.features import Feature
from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.people import Person
from aacabot.services.hub import Unit
from aacabot.services.phases import opening_of
from aacabot.store.intel.groups import groups_of
from aacabot.store.intel.members import phases_of


async def reader_of(unit: Unit, person: Person) -> IntelReader:
    """The person as a reader of intel: of the members they hold a role for, those sharing is open to.

    An agency's people read for their clients; a member's own people for it alone, whatever roles they hold
    elsewhere.
    """
    opening = await opening_of(unit, Feature.SHARING)
    phases = await phases_of(unit.session, person.member_ids)
    open_ids = {ident for ident, phase in phases.items() if opening.open_to(ident, phase)}
    groups = await groups_of(unit.session, open_ids)
    own = person.of_member if person.of_member in open_ids else None
    clients = frozenset(open_ids) if person.of_agency is not None else frozenset()
    return IntelReader(
        person_id=person.id,
        member_id=own,
        client_ids=clients,
        group_ids=groups.get(own or "", frozenset()),
        client_group_ids=frozenset().union(*(groups.get(one, frozenset()) for one in clients)),
        is_known=own is not None or bool(clients) or not (person.of_member or person.of_agency),
    )
