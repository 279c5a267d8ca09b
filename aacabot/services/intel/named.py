"""People somebody names for TLP:RED."""

from collections.abc import Iterable

from aacabot.domain.errors import FieldProblem, UnknownPerson
from aacabot.services.hub import Hub
from aacabot.services.people import identify


async def people_named(hub: Hub, identities: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The ids of people known by these (workspace, user) ids, each a member's own.

    Raises FieldProblem where one of them is not, in the same words whether the hub knows them or not: naming
    people must not tell who is in the alliance beyond those one can share with.
    """
    return frozenset([await _named(hub, team_id, user_id) for team_id, user_id in identities])


async def _named(hub: Hub, team_id: str, user_id: str) -> str:
    try:
        person = (await identify(hub, team_id, user_id)).person
    except UnknownPerson:
        raise FieldProblem("intel_named", "cannot_be_named") from None
    if person.of_member is None:
        raise FieldProblem("intel_named", "cannot_be_named")
    return person.id
