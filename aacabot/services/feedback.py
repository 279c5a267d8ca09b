"""The feedback loop: every decision goes back to the marketplace that asked (contract 5.4)."""

from collections.abc import Sequence

from aacabot.domain.ids import new_id
from aacabot.domain.notes import Note, NoteKind
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import DecisionTold
from aacabot.services import messages, takedowns
from aacabot.services.hub import Hub, Unit
from aacabot.store import feedback as store
from aacabot.store.marketplaces import all_marketplaces, get_marketplace
from aacabot.store.models import CaseRow, FeedbackRow

BATCH = 100


async def owe(unit: Unit, case: CaseRow, outcome: str, reason: str | None) -> None:
    """Owe the marketplace the news of a decision."""
    unit.session.add(
        FeedbackRow(
            id=new_id(),
            marketplace_id=case.marketplace_id,
            member_id=case.member_id,
            case_id=case.id,
            outcome=outcome,
            reason=reason,
            decided_at=unit.now,
        )
    )
    takedowns.wake(unit, case.marketplace_id)


async def owed(hub: Hub, marketplace_id: str) -> list[tuple[str, DecisionTold]]:
    """The next batch to tell, each with its id here."""
    async with hub.database.read(EVERYONE) as session:
        marketplace = await get_marketplace(session, marketplace_id)
        if marketplace.feedback_off_at is not None:
            return []
        rows = await store.owed_feedback(session, marketplace_id, BATCH)
    return [
        (
            row.id,
            DecisionTold(
                listing_id=listing_id,
                case_number=number,
                outcome=row.outcome,
                reason=row.reason,
                decided_at=row.decided_at,
            ),
        )
        for row, listing_id, number in rows
    ]


async def told(hub: Hub, ids: Sequence[str]) -> None:
    """The marketplace has heard these."""
    async with hub.unit(EVERYONE) as unit:
        await store.mark_told(unit.session, ids, unit.now)


async def turn_on(hub: Hub) -> list[str]:
    """Tell decisions again where that was turned off; returns the marketplaces' keys."""
    async with hub.unit(EVERYONE) as unit:
        silent = [one for one in await all_marketplaces(unit.session) if one.feedback_off_at is not None]
        for marketplace in silent:
            marketplace.feedback_off_at = None
            takedowns.wake(unit, marketplace.id)
        return [marketplace.key for marketplace in silent]


async def turn_off(hub: Hub, marketplace_id: str) -> None:
    """The marketplace takes no decisions: stop telling it, and tell the desk once."""
    async with hub.unit(EVERYONE) as unit:
        marketplace = await get_marketplace(unit.session, marketplace_id)
        if marketplace.feedback_off_at is None:
            marketplace.feedback_off_at = unit.now
            note = Note(kind=NoteKind.FEEDBACK_OFF, marketplace=marketplace.name, at=unit.now)
            await messages.note_to_desk(unit, note, marketplace.id)
