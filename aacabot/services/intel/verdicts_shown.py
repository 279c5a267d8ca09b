"""What was said of items, as far as a reader may be told: nobody reads off a number who said something.

Others see a number from counsel's least count on (three). The source sees what it was told of when the day
was over, and no number where fewer than five members could be meant.
"""

from collections.abc import Collection, Mapping, Sequence

from aacabot.domain.intel.score import is_doubted
from aacabot.domain.intel.verdicts import FEW, Verdict, VerdictsShown, shown_from
from aacabot.services.hub import Unit
from aacabot.services.intel.meant import how_many_meant
from aacabot.services.intel.rules import sharing_rules
from aacabot.store.intel import verdicts as store
from aacabot.store.intel.items import origin_of
from aacabot.store.models import IntelItem


async def verdicts_shown(
    unit: Unit, rows: Sequence[IntelItem], own: Collection[str]
) -> dict[str, VerdictsShown]:
    """What may be shown of each item, by id; `own` are those whose source reads. In a unit of EVERYONE."""
    least = (await sharing_rules(unit)).least_count
    told = await store.sides_told(unit.session, own) if own else {}
    return {
        row.id: await _to_source(unit, row, told.get(row.id, {}))
        if row.id in own
        else VerdictsShown(
            met=shown_from(row.met, least),
            wrong=shown_from(row.wrong, least),
            outdated=shown_from(row.outdated, least),
            doubted=row.doubted,
        )
        for row in rows
    }


async def _to_source(unit: Unit, row: IntelItem, told: Mapping[str, int]) -> VerdictsShown:
    if not told:
        return VerdictsShown()
    met, wrong, outdated = (told.get(one.value, 0) for one in Verdict)
    doubted = is_doubted(met, wrong)
    origin = await origin_of(unit.session, row.id)
    if origin is None or await how_many_meant(unit, row, origin.member_id) < FEW:
        some = tuple(one for one in Verdict if told.get(one.value))
        return VerdictsShown(some=some, doubted=doubted)
    return VerdictsShown(met=met, wrong=wrong, outdated=outdated, doubted=doubted)
