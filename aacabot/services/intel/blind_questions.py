"""In which category a member asks that asks outside of a case."""

from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.met import candidates
from aacabot.services.hub import Unit
from aacabot.services.intel.met import Question
from aacabot.services.intel.thresholds import circle


async def asked_blindly(unit: Unit, member_id: str, kind: IntelKind, key: str) -> Question:
    """The member's question of a key, in that of its brands' categories where the fewest could be meant.

    Without a case nobody knows which of its brands it is about. Two watch makers in an alliance of many
    trades would learn of each other from a wider circle than their cards know.
    """
    around = await circle(unit)
    own = {
        category for one in around.participants if one.member_id == member_id for category in one.categories
    }
    narrow = min(
        (frozenset({one}) for one in sorted(own)),
        key=lambda categories: len(candidates(around, member_id, categories)),
        default=frozenset({""}),
    )
    return Question(member_id=member_id, kind=kind, key=key, categories=narrow)
