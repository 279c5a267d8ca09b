"""Sellers' answers as cards show them."""

from collections.abc import Collection, Mapping, Sequence

from aacabot.domain.alerts import CounterNotice
from aacabot.domain.counter_notices import CounterNoticeState
from aacabot.domain.second_person import NAMED
from aacabot.services.cases import CaseFile
from aacabot.services.counter_answers import approvers
from aacabot.services.hub import Unit
from aacabot.store import counter_notices as store
from aacabot.store import people
from aacabot.store.models import CounterNoticeRow


async def objections_shown(
    unit: Unit, files: Sequence[CaseFile], objected: Collection[str]
) -> dict[str, CounterNotice]:
    """The newest answer to each of the cases in `objected`, by case; nothing is asked where there is none."""
    if not objected:
        return {}
    rows = await store.latest_of_cases(unit.session, sorted(objected))
    ids = {one for row in rows.values() for one in (row.answered_by, row.approved_by) if one}
    names = await people.names(unit.session, ids) if ids else {}
    return {
        file.case.id: await _shown(unit, file, rows[file.case.id], names)
        for file in files
        if file.case.id in rows
    }


async def _shown(
    unit: Unit, file: CaseFile, row: CounterNoticeRow, names: Mapping[str, str]
) -> CounterNotice:
    asked = row.state == CounterNoticeState.REBUTTAL_ASKED
    able = await approvers(unit, file, row) if asked else ()
    author, approver = names.get(row.answered_by or ""), names.get(row.approved_by or "")
    return CounterNotice(
        filed_at=row.filed_at,
        answer_by=row.answer_by,
        reason=row.reason,
        text=row.text,
        silence=row.silence,
        state=row.state,
        rebutted_by=author if asked else None,
        may_approve=tuple(one.name for one in able[:NAMED]),
        approve_by=file.case.second_by if asked else None,
        answered_by=None if asked else approver or author,
        sent_at=row.sent_at,
        by_hand=row.due_at is None and row.problem is not None,
    )
