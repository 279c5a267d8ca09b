"""From the counts of a window to standings, and what a change of one leaves behind."""

from collections.abc import Mapping

from aacabot.domain.audit import Deed
from aacabot.domain.good_faith import (
    NONE_YET,
    Counts,
    GoodFaithStatus,
    Standing,
    Thresholds,
    judged,
    thresholds_of,
    window,
)
from aacabot.services.audit import note_deed
from aacabot.services.hub import Unit
from aacabot.store import good_faith as store
from aacabot.store.good_faith import OVERALL
from aacabot.store.models import GoodFaith, Marketplace


async def recompute(
    unit: Unit, member_id: str, marketplace_id: str, held: Mapping[str, GoodFaith], *, abuse: bool = False
) -> None:
    """Bring the held standings of a member at a marketplace to what the days of its window say now."""
    marketplace = await unit.session.get_one(Marketplace, marketplace_id)
    thresholds = thresholds_of(marketplace.good_faith)
    days = window(unit.now.date(), thresholds.months)
    found = await store.counts_in(unit.session, [member_id], [marketplace_id], days)
    by_reason = with_overall({reason: counts for (_, _, reason), counts in found.items()})
    for reason_code in sorted({*by_reason, *held}):
        row = held.get(reason_code)
        if row is None:
            row = new_standing(unit, member_id, marketplace_id, reason_code)
            unit.session.add(row)
        counts = by_reason.get(reason_code, NONE_YET)
        settle(unit, row, counts, thresholds, abuse=abuse and reason_code == OVERALL)


def with_overall(by_reason: Mapping[str, Counts]) -> dict[str, Counts]:
    """The counts of each reason code that is known, and of all together under OVERALL."""
    named = {reason: counts for reason, counts in by_reason.items() if reason != OVERALL}
    return named | {OVERALL: sum(by_reason.values(), NONE_YET)}


def new_standing(unit: Unit, member_id: str, marketplace_id: str, reason_code: str) -> GoodFaith:
    return GoodFaith(
        member_id=member_id,
        marketplace_id=marketplace_id,
        reason_code=reason_code,
        status=GoodFaithStatus.PROVISIONAL.value,
        since=unit.now,
        computed_at=unit.now,
    )


def settle(
    unit: Unit, row: GoodFaith, counts: Counts, thresholds: Thresholds, *, abuse: bool = False
) -> bool:
    """Put counts and what follows from them into a row; a change is audited and waits to be told."""
    before = Standing(GoodFaithStatus(row.status), row.since, row.readmit_at)
    after = judged(before, counts, thresholds, unit.now, abuse=abuse)
    row.taken_down, row.declined, row.restored = counts.taken_down, counts.declined, counts.restored
    row.status, row.since, row.readmit_at = after.status.value, after.since, after.readmit_at
    row.computed_at = unit.now
    if after.status is before.status:
        return False
    row.untold_from = row.untold_from or before.status.value
    note_deed(
        unit,
        Deed.GOOD_FAITH_CHANGED,
        "good_faith",
        by=None,
        member_id=row.member_id,
        subject_id=row.marketplace_id,
        details={
            "reason_code": row.reason_code or None,
            "from": before.status.value,
            "to": after.status.value,
            "taken_down": counts.taken_down,
            "declined": counts.declined,
            "restored": counts.restored,
            **({"abuse": True} if abuse else {}),
        },
    )
    return True
