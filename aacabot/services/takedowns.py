"""Requests to marketplaces: owed in the decision's commit, carried out by the marketplace's worker.

Each function here is one commit between two requests on the wire, and may be repeated after a crash.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.cases import CaseEventKind, Change
from aacabot.domain.ids import new_id
from aacabot.domain.listings import Listing
from aacabot.domain.notes import NoteKind
from aacabot.domain.takedowns import STATEMENT_TEXT, STATEMENT_VERSION, TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.notice import Complainant, EvidenceItem, Notice, NoticeRight, Programme, Statement
from aacabot.services import cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.services.intake import owe_screening
from aacabot.services.notes import case_note
from aacabot.store import listings
from aacabot.store import takedowns as store
from aacabot.store.evidence import address_of
from aacabot.store.marketplaces import get_alliance
from aacabot.store.models import CaseRow, Evidence, ListingRow, ListingVersion, TakedownRow

WORKER = "serve_marketplace"
LANE_STOPPED = "lane_stopped"


def wake(unit: Unit, marketplace_id: str) -> None:
    """The marketplace's worker has something to do once this commits."""
    unit.wake(WORKER, marketplace_id)


async def owe(unit: Unit, file: CaseFile, programme: Programme) -> None:
    """Owe the takedown of a confirmed case."""
    last = await store.latest_takedown(unit.session, EVERYONE, file.case.id)
    unit.session.add(
        TakedownRow(
            id=new_id(),
            case_id=file.case.id,
            member_id=file.member.id,
            marketplace_id=file.marketplace.id,
            attempt=last.attempt + 1 if last else 1,
            programme=programme.value,
            state=TakedownState.OWED.value,
            owed_at=unit.now,
            due_at=unit.now,
        )
    )
    await unit.session.flush()
    wake(unit, file.marketplace.id)


@dataclass(frozen=True)
class Order:
    """A takedown to be sent: what the decider saw, and the notice where it was written before."""

    takedown_id: str
    listing_id: str
    listing: Listing
    body: bytes
    notice: bytes | None


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One piece of evidence in the store, ready to be written down."""

    kind: str
    path: str
    sha256: str
    size: int
    content_type: str
    source_url: str | None = None


async def open_order(hub: Hub, takedown_id: str) -> Order | None:
    """What is to be sent, or None where it is not to be sent now: taken back, or the lane is stopped."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        takedown = await store.get_takedown(session, takedown_id)
        if takedown is None or takedown.state not in {TakedownState.OWED, TakedownState.SENDING}:
            return None
        file = await cases.open_file(unit, takedown.case_id)
        stopped = takedown.state == TakedownState.OWED and await _lane_is_stopped(unit, file)
        body = file.body
        if file.case.decided_version not in (None, file.case.version):
            body = (await listings.body_of(session, file.case.listing_id, file.case.decided_version)).body
    if stopped:
        await _wait_for_lane(hub, takedown_id)
        return None
    listing = Listing.model_validate_json(body)
    return Order(takedown_id, file.row.listing_id, listing, body, takedown.notice)


async def _lane_is_stopped(unit: Unit, file: CaseFile) -> bool:
    alliance = await get_alliance(unit.session)
    return file.member.lane_stopped_at is not None or (
        alliance is not None and alliance.lane_stopped_at is not None
    )


async def _wait_for_lane(hub: Hub, takedown_id: str) -> None:
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(unit, takedown_id, TakedownState.OWED)
        if opened is not None and await _lane_is_stopped(unit, opened[1]):
            takedown, file = opened
            takedown.due_at, takedown.problem = None, LANE_STOPPED
            messages.show_case(unit, file.case)


async def open_step(
    unit: Unit, takedown_id: str, *states: TakedownState
) -> tuple[TakedownRow, CaseFile] | None:
    """The takedown and its case, held (the case first, as decisions do), if it is still in such a state."""
    case = await store.lock_case_of(unit.session, takedown_id)
    # Read after the case is held: whoever held it before may have changed the takedown.
    takedown = await store.get_takedown(unit.session, takedown_id, lock=True)
    if case is None or takedown is None or takedown.state not in states:
        return None
    return takedown, await cases.file_of(unit, case)


async def write_notice(hub: Hub, order: Order, kept: list[Kept]) -> bytes | None:
    """Write the notice and the evidence it stands on; from this commit on it may be in the world.

    None where it must not go out any more: taken back, or the lane was stopped meanwhile.
    """
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(unit, order.takedown_id, TakedownState.OWED)
        if opened is None or await _lane_is_stopped(unit, opened[1]):
            return None
        takedown, file = opened
        rows = [_evidence_row(unit, takedown, piece) for piece in kept]
        right = await cases.confirmed_right(unit, file.case, unit.now.date())
        missing = "NO_RIGHT_IN_FORCE" if right is None else _missing_contact(file)
        if right is None or missing:
            await fail(unit, takedown, file, missing or "NO_RIGHT_IN_FORCE", None)
            return None
        notice = _notice(takedown, file, NoticeRight.of(right), rows).encoded()
        stored = address_of(notice)
        rows.append(
            _evidence_row(
                unit,
                takedown,
                Kept(
                    kind="notice",
                    path=stored.path,
                    sha256=stored.sha256,
                    size=stored.size,
                    content_type="application/json",
                ),
            )
        )
        unit.session.add_all(rows)
        takedown.notice, takedown.state, takedown.problem = notice, TakedownState.SENDING.value, None
        return notice


def _evidence_row(unit: Unit, takedown: TakedownRow, piece: Kept) -> Evidence:
    return Evidence(
        id=new_id(),
        case_id=takedown.case_id,
        takedown_id=takedown.id,
        member_id=takedown.member_id,
        kind=piece.kind,
        path=piece.path,
        sha256=piece.sha256,
        size=piece.size,
        content_type=piece.content_type,
        source_url=piece.source_url,
        taken_at=unit.now,
    )


def _missing_contact(file: CaseFile) -> str | None:
    """A notice needs the complainant's name and e-mail (Regulation (EU) 2022/2065, Art. 16(2)(c))."""
    return None if file.member.contact_email else "NO_CONTACT"


def _notice(takedown: TakedownRow, file: CaseFile, right: NoticeRight, evidence: list[Evidence]) -> Notice:
    member = file.member
    return Notice.model_validate(
        {
            "takedown_id": takedown.id,
            "listing_id": file.row.listing_id,
            "url": file.listing.url,
            "case_number": file.case.number,
            "reason_code": file.case.reason_code,
            "programme": takedown.programme,
            "statement": Statement(version=STATEMENT_VERSION, text=STATEMENT_TEXT),
            "rights": (right,),
            "complainant": Complainant(
                organisation=member.name,
                name=member.contact_name or member.name,
                email=member.contact_email or "",
            ),
            "evidence": tuple(
                EvidenceItem(kind=row.kind, sha256=row.sha256, taken_at=row.taken_at) for row in evidence
            ),
        }
    )


async def hold(hub: Hub, order: Order, now_reads: Listing, changes: tuple[Change, ...]) -> None:
    """The listing is not what the decider saw: nothing is sent, the card shows the difference and asks."""
    async with hub.unit(EVERYONE) as unit:
        opened = await open_step(unit, order.takedown_id, TakedownState.OWED)
        if opened is None:
            return
        takedown, file = opened
        takedown.state, takedown.due_at = TakedownState.HELD.value, None
        await _store_version(unit, file, now_reads)
        case = file.case
        case.version = file.row.version
        case.decided_by = case.decided_at = case.decided_version = None
        data = {"changes": [[change.field, change.before, change.after] for change in changes]}
        await cases.record(unit, case, CaseEventKind.HELD, data=data)
        # What it has become may touch other brands too.
        await owe_screening(hub, unit, file.marketplace.id, [file.row.id])


async def _store_version(unit: Unit, file: CaseFile, listing: Listing) -> None:
    row = file.row
    if row.content_hash != listing.content_hash:
        row.version += 1
        row.content_hash = listing.content_hash
        unit.session.add(
            ListingVersion(
                listing_id=row.id, version=row.version, body=cases.listing_json(listing), received_at=unit.now
            )
        )
        await unit.session.flush()


async def fail(unit: Unit, takedown: TakedownRow, file: CaseFile, reason: str, text: str | None) -> None:
    """Give up: the case says so, the decider is told in the thread, and the desk gets a dead letter."""
    takedown.state, takedown.due_at = TakedownState.FAILED.value, None
    takedown.reason, takedown.text = reason, text
    await cases.record(unit, file.case, CaseEventKind.FAILED, reason=reason, data={"text": text or ""})
    note = await case_note(unit, file, NoteKind.FAILED, reason=reason, text=text)
    await messages.note_in_thread(unit, file.case, note)
    dead = await case_note(unit, file, NoteKind.DEAD_LETTER, reason=reason, text=text)
    await messages.note_to_desk(unit, dead, f"{takedown.id}:{file.case.event_count}")


async def listing_id_of(hub: Hub, takedown_id: str) -> str | None:
    """The marketplace's id of the listing a takedown is about."""
    async with hub.database.read(EVERYONE) as session:
        found = await session.execute(
            select(col(ListingRow.listing_id))
            .join(CaseRow, col(CaseRow.listing_id) == col(ListingRow.id))
            .join(TakedownRow, col(TakedownRow.case_id) == col(CaseRow.id))
            .where(col(TakedownRow.id) == takedown_id)
        )
        return found.scalar_one_or_none()
