"""Keeping the counts of each day and the standing they give, in the commit of what is counted."""

from dataclasses import dataclass
from datetime import date

from aacabot.domain.cases import DeclineReason
from aacabot.domain.good_faith import NONE_YET, Counts, counted
from aacabot.services.good_faith.standings import recompute
from aacabot.services.hub import Unit
from aacabot.store import good_faith as store
from aacabot.store.good_faith import DayKey
from aacabot.store.models import CaseRow


@dataclass(frozen=True)
class Share:
    """What one case counts: for which reason code, on which day."""

    reason_code: str
    day: date
    counts: Counts


@dataclass(frozen=True)
class _Change:
    case: CaseRow
    before: Share | None
    after: Share | None
    abuse: bool


def share_of(case: CaseRow) -> Share | None:
    """What the case counts as it stands; None while it is undecided."""
    found = counted(case.outcome, case.outcome_at, case.restored_at)
    return Share(case.outcome_reason or "", *found) if found else None


def note(unit: Unit, case: CaseRow, before: Share | None, reason: str | None) -> None:
    """The case's outcome may have changed; `before` is what it counted, `reason` a decline's own.

    Declined again on the same day counts as before, but a finding of abuse is always heard.
    """
    after = share_of(case)
    abuse = reason == DeclineReason.ABUSE
    if after == before and not abuse:
        return
    change = _Change(case, before, after, abuse)
    unit.at_the_end("good_faith", f"{case.id}:{case.event_count}", change, _keep)


async def _keep(unit: Unit, changes: list[_Change]) -> None:
    days: dict[DayKey, Counts] = {}
    for change in changes:
        for share, sign in ((change.before, -1), (change.after, 1)):
            if share is not None:
                key = (change.case.member_id, change.case.marketplace_id, share.reason_code, share.day)
                days[key] = days.get(key, NONE_YET) + (share.counts if sign > 0 else -share.counts)
    pairs = {(change.case.member_id, change.case.marketplace_id): False for change in changes}
    for change in changes:
        pairs[change.case.member_id, change.case.marketplace_id] |= change.abuse
    held = {pair: await store.hold(unit.session, *pair, unit.now) for pair in sorted(pairs)}
    await store.add_to_days(unit.session, {key: counts for key, counts in days.items() if counts != NONE_YET})
    for pair, rows in held.items():
        await recompute(unit, *pair, rows, abuse=pairs[pair])
