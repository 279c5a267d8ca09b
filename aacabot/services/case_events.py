"""Appending to a case's events, each chained to the one before."""

from datetime import datetime
from typing import Any

from aacabot.domain.cases import CaseEventKind
from aacabot.domain.chain import link, moment
from aacabot.services.hub import Unit
from aacabot.store.models import CaseEventRow, CaseRow


def append(
    unit: Unit,
    case: CaseRow,
    kind: CaseEventKind,
    *,
    before: str | None,
    person_id: str | None = None,
    reason: str | None = None,
    data: dict[str, Any] | None = None,
    occurred_at: datetime | None = None,
) -> CaseEventRow:
    """Write down what happened to a case that already stands where it led, within the unit's commit.

    `before` is where it stood, None for the first event; `occurred_at` is now where it is not given.
    """
    case.event_count += 1
    row = CaseEventRow(
        case_id=case.id,
        seq=case.event_count,
        member_id=case.member_id,
        kind=kind.value,
        from_state=before,
        to_state=case.state,
        person_id=person_id,
        reason=reason,
        data=data or {},
        occurred_at=occurred_at or unit.now,
        recorded_at=unit.now,
        previous=case.chain_head,
    )
    row.hash = case.chain_head = link(row.previous, chained(row))
    unit.session.add(row)
    return row


def chained(row: CaseEventRow) -> dict[str, Any]:
    """What of an event its hash covers."""
    return {
        "case_id": row.case_id,
        "seq": row.seq,
        "kind": row.kind,
        "from_state": row.from_state,
        "to_state": row.to_state,
        "person_id": row.person_id,
        "reason": row.reason,
        "data": row.data,
        "occurred_at": moment(row.occurred_at),
        "recorded_at": moment(row.recorded_at),
    }
