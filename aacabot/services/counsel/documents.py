"""The files of one case in an export, made of what was read: JSON with sorted keys, moments in ISO 8601."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import orjson

from aacabot.domain.chain import moment
from aacabot.domain.chain_roots import Proof
from aacabot.services.case_events import chained
from aacabot.services.counsel.authority import Authorities
from aacabot.services.counsel.good_faith import GoodFaithHistory
from aacabot.store.counsel import Kept
from aacabot.store.models import AuditEntryRow, CaseEventRow, CaseRow, Evidence, LegalHold, TakedownRow

_CLOCKS = ("decide_by", "paused_at", "second_by", "handle_by", "answer_by")
_ENDS = ("outcome", "outcome_reason", "outcome_at", "restored_at", "ended_as", "ended_at")
_TYPES = {
    "application/json": ".json",
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "text/html": ".html.txt",
}
"""HTML is evidence to read, never a page to open: it is a seller's."""


@dataclass(frozen=True, kw_only=True)
class CaseRecord:
    """A case with all that was read of it; `events` end where the case's row does."""

    case: CaseRow
    events: Sequence[CaseEventRow]
    kept: Kept
    authorities: Authorities
    good_faith: GoodFaithHistory

    @property
    def takedowns(self) -> list[TakedownRow]:
        return self.kept.takedowns.get(self.case.id, [])

    @property
    def evidence(self) -> list[Evidence]:
        return self.kept.evidence.get(self.case.id, [])

    @property
    def holds(self) -> list[LegalHold]:
        return holds_on(self.case, self.kept)

    @property
    def entries(self) -> list[AuditEntryRow]:
        return self.kept.entries.get(self.case.id, [])


def holds_on(case: CaseRow, kept: Kept) -> list[LegalHold]:
    """The case's own legal holds and its member's, released ones included."""
    ours = [one for one in kept.holds if one.member_id == case.member_id]
    return [one for one in ours if one.case_id in (None, case.id)]


def people_of(case: CaseRow, events: Iterable[CaseEventRow], kept: Kept) -> set[str]:
    """The ids of everybody a case's record names."""
    complaint = kept.complaints.get(case.complaint_id or "")
    found = {case.decided_by, case.assignee_id, case.reviewer_id, complaint.person_id if complaint else None}
    found |= {row.person_id for row in events}
    found |= {row.person_id for row in kept.evidence.get(case.id, [])}
    found |= {row.person_id for row in kept.entries.get(case.id, [])}
    for counter in kept.counter_notices.get(case.id, []):
        found |= {counter.entered_by, counter.answered_by, counter.approved_by}
    for hold in holds_on(case, kept):
        found |= {hold.set_by, hold.released_by}
    return {ident for ident in found if ident}


def encoded(document: Any) -> bytes:
    """A document as it stands in an export."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(document, option=options)


def told(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Columns of a row as JSON."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def events_file(events: Iterable[CaseEventRow]) -> bytes:
    """One event to a line, in the very bytes that were hashed (`domain.chain.link`), with its hash."""
    lines = [_event(row) for row in events]
    return b"\n".join([b"[", *(line + b"," for line in lines[:-1]), *lines[-1:], b"]", b""])


def _event(row: CaseEventRow) -> bytes:
    written = orjson.dumps({**chained(row), "previous": row.previous}, option=orjson.OPT_SORT_KEYS)
    return b'{"event":' + written + b',"hash":' + orjson.dumps(row.hash) + b"}"


def file_of(piece: Evidence) -> str:
    """Where a piece lies within its case's folder; a notice lies there once, as it was sent."""
    if piece.kind == "notice" and piece.takedown_id:
        return f"notice-{piece.takedown_id}.json"
    return f"evidence/{piece.sha256}{_TYPES.get(piece.content_type.partition(';')[0], '.bin')}"


def notice_of(takedown: TakedownRow) -> str:
    return f"notice-{takedown.id}.json"


def listing_file(version: int) -> str:
    return f"listing-v{version}.json"


def case_file(record: CaseRecord, missing: Mapping[str, str]) -> dict[str, Any]:
    """`case.json`; `missing` says why a piece of evidence could not be read, by its path."""
    case, kept = record.case, record.kept
    market, brand = kept.marketplaces[case.marketplace_id], kept.brands[case.brand_id]
    member, listing = kept.members[case.member_id], kept.listings[case.listing_id]
    seller = kept.sellers.get(case.seller_row_id or "")
    strike = kept.strikes.get(case.id)
    complaint = kept.complaints.get(case.complaint_id or "")
    return {
        "id": case.id,
        "number": case.number,
        "state": case.state,
        "severity": case.severity,
        "round": case.round,
        "opened_at": moment(case.opened_at),
        "brand": told(brand, ("id", "key", "name")),
        "member": told(member, ("id", "key", "name")),
        "marketplace": told(market, ("id", "key", "name")),
        "listing": told(listing, ("listing_id", "url", "received_at")) | {"versions": _versions(record)},
        "seller": told(seller, ("seller_id", "name", "country")) if seller else None,
        "matches": case.matches,
        "authorised_seller": case.authorised_seller,
        "right": _right(record),
        "reason_code": case.reason_code,
        "clocks": told(case, _CLOCKS),
        "outcome": told(case, _ENDS),
        "decision": _decision(record),
        "second_person_rules": case.second_why,
        "routed": case.routed,
        "acts": record.authorities.acts(record.events, record.entries),
        "people": record.authorities.people(people_of(case, record.events, kept)),
        "notes": _notes(record),
        "takedowns": [_takedown(one) for one in record.takedowns],
        "counter_notices": [_counter(one) for one in kept.counter_notices.get(case.id, [])],
        "evidence": [_piece(one, missing) for one in record.evidence],
        "strike": told(strike, ("kind", "points", "struck_at", "voided_at")) if strike else None,
        "complaint": told(complaint, ("id", "via", "person_id", "note", "made_at")) if complaint else None,
        "legal_holds": [_hold(one) for one in record.holds],
        "audit": [_entry(one) for one in record.entries],
        "event_count": len(record.events),
        "chain_head": case.chain_head,
    }


def _versions(record: CaseRecord) -> list[dict[str, Any]]:
    case = record.case
    shown = sorted({version for version in (case.version, case.decided_version) if version})
    found = [(one, record.kept.versions.get((case.listing_id, one))) for one in shown]
    return [
        {
            "version": version,
            "received_at": moment(row.received_at),
            "file": listing_file(version),
            "decided": version == case.decided_version,
        }
        for version, row in found
        if row is not None
    ]


def _right(record: CaseRecord) -> dict[str, Any] | None:
    """The registration as it stands now; as it was cited, it stands in the notice."""
    row = record.kept.rights.get(record.case.right_id or "")
    names = ("id", "kind", "office", "number", "classes", "territories", "expires", "withdrawn_at")
    return told(row, names) if row else None


def _decision(record: CaseRecord) -> dict[str, Any] | None:
    case = record.case
    if case.decided_by is None or case.decided_at is None:
        return None
    good_faith = record.good_faith.at(case.decided_at, case.marketplace_id, case.reason_code)
    return told(case, ("decided_by", "decided_at", "decided_version")) | {"good_faith": good_faith}


def _notes(record: CaseRecord) -> list[dict[str, Any]]:
    """What people wrote: notes, questions, answers and reasons, each with the event it came with."""
    return [
        told(event, ("seq", "kind", "person_id", "occurred_at", "reason")) | {"said": event.data}
        for event in record.events
        if event.person_id and any(isinstance(one, str) for one in event.data.values())
    ]


def _takedown(row: TakedownRow) -> dict[str, Any]:
    names = (
        *("id", "attempt", "programme", "state", "receipt", "reason", "text", "tries", "owed_at", "sent_at"),
        *("answered_at", "reported_removed_at", "read_at", "read_status", "verified_at", "withdrawn_at"),
        *("deadline_at", "problem"),
    )
    if row.notice is None:
        return told(row, names) | {"notice_file": None, "notice_sha256": None, "statement": None}
    return told(row, names) | {
        "notice_file": notice_of(row),
        "notice_sha256": sha256(row.notice).hexdigest(),
        "statement": orjson.loads(row.notice).get("statement"),
    }


def _counter(row: Any) -> dict[str, Any]:
    names = (
        *("id", "takedown_id", "procedure", "filed_at", "answer_by", "reason", "text", "entered_by", "state"),
        *("silence", "rebuttal", "answered_by", "answered_at", "approved_by", "due_at", "sent_at", "problem"),
    )
    return told(row, names)


def _piece(row: Evidence, missing: Mapping[str, str]) -> dict[str, Any]:
    names = (
        *("id", "takedown_id", "kind", "sha256", "size", "content_type", "source_url", "taken_at"),
        *("person_id", "name", "note"),
    )
    problem = missing.get(row.path)
    return told(row, names) | {"file": None if problem else file_of(row), "missing": problem}


def _hold(row: LegalHold) -> dict[str, Any]:
    names = ("reason", "set_by", "set_at", "released_by", "released_at", "release_reason")
    return told(row, names) | {"of": "case" if row.case_id else "member"}


def _entry(row: AuditEntryRow) -> dict[str, Any]:
    return told(row, ("id", "at", "actor", "person_id", "team_id", "action", "details"))


def covered(proof: Mapping[str, Any] | None, events: int) -> dict[str, Any] | None:
    """The manifest's word on the day's root that covers a case, as far as the exported events go."""
    if proof is None or proof["seq"] > events:
        return None
    way: Proof = proof["proof"]
    return {**proof, "proof": [list(step) for step in way]}
