"""The record as a file that another marketplace can check without us: its counts are counted again."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from aacabot.domain.good_faith.counts import NONE_YET, Counts, counted
from aacabot.domain.good_faith.shown import RecordLine
from aacabot.domain.good_faith.thresholds import WHOLE, Thresholds
from aacabot.domain.good_faith.window import Window

KIND = "aacabot good-faith record"
VERSION = 1


@dataclass(frozen=True, kw_only=True)
class DecidedCase:
    """A case a window counts; `events` are the hashes of its events (`domain.chain`), in their order."""

    id: str
    number: str
    reason_code: str
    outcome: str
    outcome_at: datetime
    restored_at: datetime | None
    events: tuple[str | None, ...]


def record_entry(
    marketplace: Mapping[str, str],
    days: Window,
    thresholds: Thresholds,
    lines: Iterable[RecordLine],
    cases: Iterable[DecidedCase],
) -> dict[str, Any]:
    """One marketplace's part of the file; moments in ISO 8601, rates as fractions of one."""
    return {
        "marketplace": dict(marketplace),
        "window": {"first": days.first.isoformat(), "last": days.last.isoformat()},
        "thresholds": {
            name: value / WHOLE if name.endswith("_rate") else value
            for name, value in asdict(thresholds).items()
        },
        "standings": [_line(line) for line in lines],
        "cases": [_case(case) for case in cases],
    }


def _line(line: RecordLine) -> dict[str, Any]:
    return {
        "reason_code": line.reason_code or None,
        "status": line.standing.status.value,
        "since": line.standing.since.isoformat(),
        "readmit_at": line.standing.readmit_at.isoformat() if line.standing.readmit_at else None,
        "decided": line.counts.decided,
        **asdict(line.counts),
    }


def _case(case: DecidedCase) -> dict[str, Any]:
    return {
        "id": case.id,
        "number": case.number,
        "reason_code": case.reason_code or None,
        "outcome": case.outcome,
        "outcome_at": case.outcome_at.isoformat(),
        "restored_at": case.restored_at.isoformat() if case.restored_at else None,
        "events": list(case.events),
    }


def discrepancies(document: Mapping[str, Any]) -> list[str]:
    """Where a file's counts are not those of the cases in it; empty where all are. Raises ValueError where
    the file is no record of good faith, or of a later kind.
    """
    if document.get("kind") != KIND or document.get("version") != VERSION:
        raise ValueError(f"this is not a {KIND} of version {VERSION}")
    try:
        return [problem for record in document["records"] for problem in _of_record(record)]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a part of the record is missing: {error}") from None


def _of_record(record: Mapping[str, Any]) -> list[str]:
    name, first, last = record["marketplace"]["key"], record["window"]["first"], record["window"]["last"]
    found: dict[str, Counts] = {}
    for case in record["cases"]:
        share = counted(case["outcome"], _moment(case["outcome_at"]), _moment(case["restored_at"]))
        if share is None or not date.fromisoformat(first) <= share[0] <= date.fromisoformat(last):
            return [f"{name}: {case['number']} is not of this window"]
        for reason in {"", case["reason_code"] or ""}:
            found[reason] = found.get(reason, NONE_YET) + share[1]
    told = {
        line["reason_code"] or "": Counts(line["taken_down"], line["declined"], line["restored"])
        for line in record["standings"]
    }
    return [
        f"{name}, {reason or 'overall'}: the file says {_said(told.get(reason, NONE_YET))}, "
        f"its cases say {_said(found.get(reason, NONE_YET))}"
        for reason in sorted({*told, *found})
        if told.get(reason, NONE_YET) != found.get(reason, NONE_YET)
    ]


def _said(counts: Counts) -> str:
    return f"{counts.taken_down} taken down, {counts.declined} declined, {counts.restored} restored"


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
