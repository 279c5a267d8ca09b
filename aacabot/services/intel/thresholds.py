"""Who takes part in telling each other what they met, as of now."""

from collections.abc import Collection

from aacabot.domain.features import Feature
from aacabot.domain.intel.met import Circle, Participant
from aacabot.services.hub import Unit
from aacabot.services.phases import opening_of
from aacabot.store.intel import met as store


async def circle(unit: Unit, group_ids: Collection[str] = ()) -> Circle:
    """The members that take part, and who is in these groups. In a unit, or a reading, of EVERYONE.

    Left out are those that have left, that sharing is not open to, or whose cases are not to count.
    """
    opening = await opening_of(unit, Feature.SHARING)
    categories: dict[str, set[str]] = {}
    for one in await store.sharing_members(unit.session):
        if opening.open_to(one.member_id, one.phase):
            categories.setdefault(one.member_id, set()).add(one.category)
    return Circle(
        participants=tuple(
            Participant(member_id=ident, categories=frozenset(own)) for ident, own in categories.items()
        ),
        groups=await store.members_of_groups(unit.session, group_ids) if group_ids else {},
    )
