"""Who takes part in telling each other what they met, as of now."""

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

import orjson

from aacabot.domain.features import Feature, Opening
from aacabot.domain.intel.met import Circle, Participant
from aacabot.services.hub import Unit
from aacabot.services.phases import opening_of
from aacabot.store.intel import met as store


async def circle(unit: Unit, group_ids: Collection[str] = ()) -> Circle:
    """The members that take part, and who is in these groups. In a unit, or a reading, of EVERYONE.

    Left out are those that have left, that sharing is not open to, or whose cases are not to count.
    """
    opening = await opening_of(unit, Feature.SHARING)
    found = _circle_of(await store.sharing_members(unit.session), opening)
    if not group_ids:
        return found
    return replace(found, groups=await store.members_of_groups(unit.session, group_ids))


@lru_cache(maxsize=4)
def _circle_of(sharing: str, opening: Opening) -> Circle:
    """Worked out again only when a member or its categories have changed: cards are read by the thousand."""
    categories: dict[str, set[str]] = {}
    for member_id, phase, category in orjson.loads(sharing):
        if opening.open_to(member_id, phase):
            categories.setdefault(member_id, set()).add(category)
    return Circle(
        participants=tuple(
            Participant(member_id=ident, categories=frozenset(own)) for ident, own in categories.items()
        )
    )
