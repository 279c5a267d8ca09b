"""Cases for a record of good faith: sent already, decided by the events themselves."""

from collections.abc import Sequence
from datetime import timedelta

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.ids import new_id
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases
from aacabot.services.hub import Unit
from aacabot.store.models import CaseRow
from tests.services.casework import Casework

E = CaseEventKind


async def sent_cases(work: Casework, count: int, reasons: Sequence[str] = ("COUNTERFEIT",)) -> list[str]:
    """Ids of so many cases of Acme that were sent; their reason codes come in turn."""
    first = await work.case(await work.suspect())
    made = []
    async with work.hub.unit(EVERYONE) as unit:
        for place in range(count):
            row = CaseRow(
                id=new_id(),
                number=f"R-{new_id()}",
                listing_id=first.listing_id,
                brand_id=first.brand_id,
                member_id=first.member_id,
                marketplace_id=first.marketplace_id,
                round=first.round + 1 + place,
                state=CaseState.SUBMITTED.value,
                version=first.version,
                reason_code=reasons[place % len(reasons)],
                opened_at=unit.now,
                decide_by=unit.now + timedelta(hours=24),
            )
            unit.session.add(row)
            made.append(row.id)
    return made


async def happen(
    work: Casework,
    event: CaseEventKind,
    case_ids: Sequence[str],
    *,
    person: Person | None = None,
    reason: str | None = None,
) -> None:
    """The same event happens to cases, in one commit."""
    async with work.hub.unit(EVERYONE) as unit:
        await _happen(unit, event, case_ids, person, reason)


async def _happen(
    unit: Unit, event: CaseEventKind, case_ids: Sequence[str], person: Person | None, reason: str | None
) -> None:
    files = await cases.open_files(unit, case_ids)
    for case_id in case_ids:
        await cases.record(unit, files[case_id].case, event, person=person, reason=reason)
