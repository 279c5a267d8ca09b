"""A complaint's rows at their marketplaces: each listing read becomes a case, or an answer why not.

Each row is one commit of its own, asked for while it is held: done again after a crash, it has one effect.
"""

from dataclasses import dataclass

from aacabot.domain.complaints import NOT_READ_AFTER, RowProblem, RowState
from aacabot.domain.errors import FeatureNotOpen, Refusal
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import ListingRead
from aacabot.services import messages, verification
from aacabot.services.complaint_cases import Gone, NotReported, report
from aacabot.services.complaint_ends import finish_if_done
from aacabot.services.hub import Hub, Unit
from aacabot.store import cases as case_store
from aacabot.store import complaint_rows as store
from aacabot.store import listings
from aacabot.store.models import Complaint, ComplaintRow

BATCH = 20


@dataclass(frozen=True)
class OwedRow:
    """One listing to be read for a complaint."""

    complaint_id: str
    position: int
    marketplace_id: str
    listing_id: str
    url: str


async def owed(hub: Hub, marketplace_id: str) -> list[OwedRow]:
    """The next rows whose listings are to be read at a marketplace."""
    async with hub.database.read(EVERYONE) as session:
        rows = await store.owed_rows(session, marketplace_id, BATCH)
    return [
        OwedRow(row.complaint_id, row.position, marketplace_id, row.listing_id or "", row.url) for row in rows
    ]


async def known_elsewhere(hub: Hub, owed: OwedRow) -> str | None:
    """The id of a listing that was sent with this very address, where the address hides it; noted down."""
    # Asked outside of a write: it reads every listing of the marketplace, and clicks would wait for it.
    async with hub.database.read(EVERYONE) as session:
        other = await store.listing_at(session, owed.marketplace_id, owed.url)
    if other is None or other == owed.listing_id:
        return None
    async with hub.unit(EVERYONE) as unit:
        await store.look_elsewhere(unit.session, owed.complaint_id, owed.position, other)
    return other


async def was_read(hub: Hub, owed: OwedRow, read: ListingRead) -> None:
    """The listing was read: its case is opened as confirmed, or the row says why it is not."""
    try:
        async with hub.unit(EVERYONE) as unit:
            held = await store.hold_waiting(unit.session, owed.complaint_id, owed.position)
            if held is not None:
                case = await report(hub, unit, *held, read)
                await _settle(unit, *held, RowState.REPORTED, case_id=case.id)
    except Gone:
        await _settle_gone(hub, owed)
    except NotReported as why:
        await settle(hub, owed, why.problem, why.case_id)
    except FeatureNotOpen:
        await settle(hub, owed, RowProblem.NOT_OPEN)
    except Refusal:
        # What the notice's own check blocks: nothing of this row's commit was kept.
        await settle(hub, owed, RowProblem.NOT_COVERED)


async def settle(hub: Hub, owed: OwedRow, problem: RowProblem, case_id: str | None = None) -> None:
    """The row is not reported, and says why. Once settled it stays so."""
    async with hub.unit(EVERYONE) as unit:
        held = await store.hold_waiting(unit.session, owed.complaint_id, owed.position)
        if held is not None:
            await _settle(unit, *held, RowState.NOT_REPORTED, problem=problem, case_id=case_id)


async def not_answered(hub: Hub, owed: OwedRow) -> None:
    """The marketplace could not be asked: the row waits on, but not for ever."""
    async with hub.database.read(EVERYONE) as session:
        complaint = await session.get_one(Complaint, owed.complaint_id)
        given_up = hub.clock() >= complaint.made_at + NOT_READ_AFTER
    if given_up:
        await settle(hub, owed, RowProblem.NOT_ANSWERED)


async def _settle(
    unit: Unit,
    complaint: Complaint,
    row: ComplaintRow,
    state: RowState,
    *,
    problem: RowProblem | None = None,
    case_id: str | None = None,
) -> None:
    row.state, row.problem = state.value, problem.value if problem else None
    row.case_id, row.settled_at = case_id, unit.now
    await unit.session.flush()
    messages.show_complaint(unit, complaint)
    await finish_if_done(unit, complaint)


async def _settle_gone(hub: Hub, owed: OwedRow) -> None:
    """The listing is gone: what waits on it is closed; the row names the brand's last case of it."""
    async with hub.unit(EVERYONE) as unit:
        held = await store.hold_waiting(unit.session, owed.complaint_id, owed.position)
        if held is None:
            return
        complaint, row = held
        known = await listings.find_listing(unit.session, owed.marketplace_id, row.listing_id or "")
        last = None
        if known is not None:
            await verification.listing_gone(unit, known.id)
            rounds = await case_store.latest_rounds(unit.session, [known.id])
            last = rounds.get((known.id, complaint.brand_id))
        await _settle(
            unit, complaint, row, RowState.NOT_REPORTED,
            problem=RowProblem.GONE, case_id=last.id if last else None,
        )  # fmt: skip
