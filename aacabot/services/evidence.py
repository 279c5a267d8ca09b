"""Evidence people hand in for a case: looked at, scanned, kept under its hash, and written down."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from aacabot.domain.cases import MOVES, CaseEventKind
from aacabot.domain.errors import EvidenceRefused, IllegalMove, NotAllowed, OwnRequest
from aacabot.domain.evidence import HandedIn, Outcome, Piece, require_usable
from aacabot.domain.evidence_files import BadFile, FileProblem, content_type_of
from aacabot.domain.evidence_links import GOOD_FOR, is_good, signature
from aacabot.domain.ids import new_id
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.rights import ReasonCode
from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.services import cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.services.reviewing import is_own
from aacabot.store import handed_in as store
from aacabot.store import people
from aacabot.store.evidence import Kept
from aacabot.store.models import Evidence
from aacabot.store.virus_scanner import ScannerUnreachable, VirusScanner

_ADD = "case_evidence"


@dataclass(frozen=True)
class CheckedFile:
    """A file that is what it says, kept under its hash; no case knows of it yet."""

    name: str
    kept: Kept
    content_type: str


@dataclass(frozen=True)
class CaseForEvidence:
    """What the form names of the case."""

    case_id: str
    number: str
    reason: ReasonCode | None


async def case_for_evidence(hub: Hub, person: Person, case_id: str) -> CaseForEvidence:
    """The case a person may add evidence to. Raises CaseNotFound, NotAllowed or IllegalMove."""
    async with hub.database.read(person.viewer) as session:
        file = await _addable(Unit(session, person.viewer, hub.clock()), person, case_id)
        reason = file.case.reason_code
        return CaseForEvidence(case_id, file.case.number, ReasonCode(reason) if reason else None)


async def _addable(unit: Unit, person: Person, case_id: str, *, lock: bool = False) -> CaseFile:
    file = await cases.open_file(unit, case_id, lock=lock)
    require_known(person, file)
    if person.may_review(file.member.id) and await is_own(unit, person, file):
        raise OwnRequest(file.case.number)
    if not (person.may_decide(file.member.id, file.brand.id) or person.may_review(file.member.id)):
        who = await people.who_may_decide(unit.session, unit.viewer, file.member.id, file.brand.id, unit.now)
        raise NotAllowed(_ADD, file.brand.name, who)
    if (file.state, CaseEventKind.EVIDENCE_ADDED) not in MOVES:
        raise IllegalMove(file.case.number, file.case.state, CaseEventKind.EVIDENCE_ADDED)
    return file


async def check_file(hub: Hub, name: str, content: bytes) -> CheckedFile:
    """Look at a file's content, have it scanned where there is a scanner, and keep it.

    Raises EvidenceRefused; a scanner that does not answer refuses too, and the desk is told once a day.
    """
    try:
        kind = await asyncio.to_thread(content_type_of, content)
    except BadFile as bad:
        raise EvidenceRefused(name, bad.problem) from None
    if hub.settings.clamd is not None:
        await _scan(hub, hub.settings.clamd, name, content)
    return CheckedFile(name, await hub.evidence.keep(content), kind)


async def _scan(hub: Hub, address: str, name: str, content: bytes) -> None:
    try:
        found = await VirusScanner.at(address).finds_virus(content)
    except ScannerUnreachable as error:
        log(__name__).error("virus scanner not reached", why=str(error))
        async with hub.unit(EVERYONE) as unit:
            day = unit.now.date().isoformat()
            notice = Notice(kind=NoticeKind.SCANNER_SILENT, values={"at": unit.now.isoformat()})
            await messages.tell_desk(unit, notice, day)
        raise EvidenceRefused(name, FileProblem.NOT_SCANNED) from None
    if found:
        raise EvidenceRefused(name, FileProblem.VIRUS)


async def add(hub: Hub, person: Person, case_id: str, given: HandedIn, files: Sequence[CheckedFile]) -> int:
    """Write down what was handed in for a case, in one commit; returns how many pieces are new.

    A sentence without a file is kept as a file of its own. The same content of the same kind again is the
    same piece. Raises CaseNotFound, NotAllowed, IllegalMove or FieldProblem.
    """
    require_usable(given, len(files), hub.clock().date())
    said = given.note.encode()
    kept = list(files) or [CheckedFile("", await hub.evidence.keep(said), "text/plain; charset=utf-8")]
    async with hub.unit(person.viewer) as unit:
        file = await _addable(unit, person, case_id, lock=True)
        held = (await store.handed_in(unit.session, [case_id])).get(case_id, [])
        known = {(row.kind, row.sha256) for row in held}
        new = {(given.kind.value, one.kept.sha256): one for one in kept}
        rows = [_row(unit, file, person, given, one) for key, one in new.items() if key not in known]
        if rows:
            unit.session.add_all(rows)
            await cases.record(
                unit, file.case, CaseEventKind.EVIDENCE_ADDED, person=person, data=_written_down(given, rows)
            )
        return len(rows)


def _row(unit: Unit, file: CaseFile, person: Person, given: HandedIn, one: CheckedFile) -> Evidence:
    return Evidence(
        id=new_id(),
        case_id=file.case.id,
        member_id=file.member.id,
        kind=given.kind.value,
        path=one.kept.path,
        sha256=one.kept.sha256,
        size=one.kept.size,
        content_type=one.content_type,
        taken_at=unit.now,
        person_id=person.id,
        name=one.name or None,
        note=given.note or None,
    )


def _written_down(given: HandedIn, rows: Sequence[Evidence]) -> dict[str, object]:
    pieces = [{"id": row.id, "sha256": row.sha256, "size": row.size} for row in rows]
    return {"kind": given.kind.value, "evidence": pieces}


async def tell_outcome(hub: Hub, person: Person, case_id: str, outcome: Outcome) -> None:
    """Tell who handed files in what became of them, where their form is closed already."""
    async with hub.unit(EVERYONE) as unit:
        file = await cases.open_file(unit, case_id)
        values = {"number": outcome.number, "kept": outcome.kept, "refused": list(map(list, outcome.refused))}
        notice = Notice(kind=NoticeKind.EVIDENCE_TAKEN, values=values)
        subject = f"{case_id}:{person.id}:{unit.now.isoformat()}"
        await messages.tell_person(unit, person.id, notice, subject, member_id=file.member.id)


async def pieces_of(hub: Hub, person: Person, case_id: str) -> tuple[str, list[Piece]]:
    """The case's number and what people handed in for it, oldest first. Raises CaseNotFound, NotAllowed."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        file = await cases.open_file(unit, case_id)
        require_known(person, file)
        if not person.may_see(file.member.id, file.brand.id):
            raise NotAllowed("see", file.brand.name, ())
        rows = (await store.handed_in(session, [case_id])).get(case_id, [])
        names = await people.names(session, {row.person_id for row in rows if row.person_id})
        return file.case.number, [_piece(row, names, _address(hub, row)) for row in rows]


def _address(hub: Hub, row: Evidence) -> str | None:
    """Where a file can be fetched for some minutes; a sentence is told where it is listed."""
    if row.name is None:
        return None
    until = int((hub.clock() + GOOD_FOR).timestamp())
    signed = signature(hub.settings.secret_keys[0], row.id, until)
    return f"{hub.settings.public_url.rstrip('/')}/evidence/{row.id}/{until}/{signed}"


async def fetch(hub: Hub, evidence_id: str, until: int, signed: str) -> tuple[bytes, str] | None:
    """The content and media type of a piece, for an address that was given out; None for any other."""
    if not is_good(hub.settings.secret_keys, evidence_id, until, signed, hub.clock()):
        return None
    async with hub.database.read(EVERYONE) as session:
        row = await session.get(Evidence, evidence_id)
    return (await hub.evidence.read(row.path), row.content_type) if row else None


def _piece(row: Evidence, names: dict[str, str], url: str | None) -> Piece:
    return Piece(
        id=row.id,
        kind=row.kind,
        sha256=row.sha256,
        size=row.size,
        content_type=row.content_type,
        at=row.taken_at,
        person=names.get(row.person_id or "", ""),
        name=row.name,
        note=row.note,
        url=url,
    )
