"""From an owed takedown to the notice that goes out: what was decided, kept, and written down.

Each function is one commit for many takedowns, and may be repeated after a crash.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aacabot.domain.cases import CaseEventKind, Change
from aacabot.domain.ids import new_id
from aacabot.domain.listings import Listing
from aacabot.domain.rights import Right
from aacabot.domain.takedowns import STATEMENT_TEXT, STATEMENT_VERSION, TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.notice import (
    Complainant,
    EvidenceItem,
    Notice,
    NoticeRight,
    SellerAdvice,
    Statement,
)
from aacabot.services import cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.explaining import explained
from aacabot.services.hub import Hub, Unit
from aacabot.services.intake import owe_screening
from aacabot.services.intel import encounters
from aacabot.services.intel.matching import matcher_in
from aacabot.services.strikes import advice_on
from aacabot.services.takedowns import LANE_STOPPED, fail, open_step, open_steps
from aacabot.services.versions import keep_version
from aacabot.store import listings
from aacabot.store import takedowns as store
from aacabot.store.evidence import Kept, address_of
from aacabot.store.handed_in import handed_in
from aacabot.store.marketplaces import get_alliance
from aacabot.store.models import Alliance, Evidence, SellerStanding, TakedownRow


@dataclass(frozen=True)
class Order:
    """A takedown to be sent: what the decider saw, and the notice where it was written before."""

    takedown_id: str
    listing_id: str
    listing: Listing
    body: bytes
    notice: bytes | None


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: what it is, where it lies, and where it came from."""

    kind: str
    kept: Kept
    content_type: str
    source_url: str | None = None


async def open_orders(hub: Hub, takedown_ids: Sequence[str]) -> dict[str, Order]:
    """What is to be sent, by takedown; without those not to be sent now: taken back, or the lane stopped."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        rows = [
            row
            for row in await store.get_takedowns(session, takedown_ids)
            if row.state in {TakedownState.OWED, TakedownState.SENDING}
        ]
        files = await cases.open_files(unit, [row.case_id for row in rows])
        alliance = await get_alliance(session)
        orders, stopped = {}, []
        for row in rows:
            file = files[row.case_id]
            if row.state == TakedownState.OWED and lane_is_stopped(alliance, file):
                stopped.append(row.id)
            else:
                orders[row.id] = await _order(unit, row, file)
    if stopped:
        await _wait_for_lane(hub, stopped)
    return orders


async def _order(unit: Unit, takedown: TakedownRow, file: CaseFile) -> Order:
    body = file.body
    if file.case.decided_version not in (None, file.case.version):
        body = (await listings.body_of(unit.session, file.case.listing_id, file.case.decided_version)).body
    return Order(takedown.id, file.row.listing_id, Listing.model_validate_json(body), body, takedown.notice)


def lane_is_stopped(alliance: Alliance | None, file: CaseFile) -> bool:
    return file.member.lane_stopped_at is not None or (
        alliance is not None and alliance.lane_stopped_at is not None
    )


async def _wait_for_lane(hub: Hub, takedown_ids: Sequence[str]) -> None:
    async with hub.unit(EVERYONE) as unit:
        steps = await open_steps(unit, takedown_ids, TakedownState.OWED)
        alliance = await get_alliance(unit.session)
        for takedown, file in steps.values():
            if lane_is_stopped(alliance, file):
                takedown.due_at, takedown.problem = None, LANE_STOPPED
                messages.show_case(unit, file.case)


async def write_notices(hub: Hub, prepared: Sequence[tuple[Order, list[Piece]]]) -> dict[str, bytes]:
    """Write notices and the evidence they stand on; from this commit on they may be in the world.

    Without those that must not go out any more: taken back, or the lane was stopped meanwhile.
    """
    async with hub.unit(EVERYONE) as unit:
        pieces = {order.takedown_id: kept for order, kept in prepared}
        steps = await open_steps(unit, sorted(pieces), TakedownState.OWED)
        alliance = await get_alliance(unit.session)
        rights = await cases.rights_of_brands(unit, {file.brand.id for _, file in steps.values()})
        handed = await handed_in(unit.session, [file.case.id for _, file in steps.values()])
        advice = await advice_on(unit, [file.case for _, file in steps.values()])
        notices = {}
        for takedown, file in steps.values():
            if lane_is_stopped(alliance, file):
                continue
            right = cases.confirmed_right(file.case, rights.get(file.brand.id, []), unit.now.date())
            missing = "NO_RIGHT_IN_FORCE" if right is None else _missing_contact(file)
            if right is None or missing:
                await fail(unit, takedown, file, missing or "NO_RIGHT_IN_FORCE", None)
                continue
            kept, standing = pieces[takedown.id], advice.get(file.case.id)
            given = handed.get(file.case.id, [])
            notices[takedown.id] = _write(unit, takedown, file, right, kept, standing, given)
        return notices


def _write(
    unit: Unit,
    takedown: TakedownRow,
    file: CaseFile,
    right: Right,
    kept: list[Piece],
    standing: SellerStanding | None,
    handed: list[Evidence],
) -> bytes:
    evidence = [_evidence_row(unit, takedown, piece) for piece in kept]
    written = explained(_notice(takedown, file, NoticeRight.of(right), evidence), file, handed)
    notice = written.model_copy(update={"seller_advice": _advice(standing)}).encoded()
    itself = Piece("notice", address_of(notice), "application/json")
    unit.session.add_all([*evidence, _evidence_row(unit, takedown, itself)])
    takedown.notice, takedown.state, takedown.problem = notice, TakedownState.SENDING.value, None
    return notice


def _advice(standing: SellerStanding | None) -> SellerAdvice | None:
    if standing is None:
        return None
    return SellerAdvice(serious_strikes=standing.serious, points=standing.points, since=standing.since)


def _evidence_row(unit: Unit, takedown: TakedownRow, piece: Piece) -> Evidence:
    return Evidence(
        id=new_id(),
        case_id=takedown.case_id,
        takedown_id=takedown.id,
        member_id=takedown.member_id,
        kind=piece.kind,
        path=piece.kept.path,
        sha256=piece.kept.sha256,
        size=piece.kept.size,
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
        await keep_version(unit, file.row, now_reads)
        case = file.case
        case.version = file.row.version
        encounters.meet(unit, case, file.brand.category, now_reads, await matcher_in(hub, unit))
        case.decided_by = case.decided_at = case.decided_version = None
        data = {"changes": [[change.field, change.before, change.after] for change in changes]}
        await cases.record(unit, case, CaseEventKind.HELD, data=data)
        # What it has become may touch other brands too.
        await owe_screening(hub, unit, file.marketplace.id, [file.row.id])
