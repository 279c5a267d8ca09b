"""In which categories a member asks that asks outside of a case."""

from aacabot.domain.intel.kinds import IntelKind
from aacabot.services.hub import Unit
from aacabot.services.intel.met import Question
from aacabot.services.intel.thresholds import circle


async def asked_blindly(unit: Unit, member_id: str, kind: IntelKind, key: str) -> Question:
    """The member's question of a key, in each of the categories of its own brands: it tells what all tell.

    Two watch makers in an alliance of many trades would learn of each other from a wider circle than their
    cards know: neither another brand nor one without a category makes it wider.
    """
    around = await circle(unit)
    own = (one.categories for one in around.participants if one.member_id == member_id)
    return Question(member_id=member_id, kind=kind, key=key, categories=frozenset().union(*own))
