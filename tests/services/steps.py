"""One takedown's steps, each in a commit of its own."""

from datetime import datetime

from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import ListingStatus, TakedownAnswer
from aacabot.services import answers, orders, verification
from aacabot.services.hub import Hub
from aacabot.services.orders import Order, Piece
from aacabot.services.verification import Reading
from aacabot.store import takedowns as store


async def open_order(hub: Hub, takedown_id: str) -> Order | None:
    return (await orders.open_orders(hub, [takedown_id])).get(takedown_id)


async def write_notice(hub: Hub, order: Order, kept: list[Piece]) -> bytes | None:
    return (await orders.write_notices(hub, [(order, kept)])).get(order.takedown_id)


async def record_answer(hub: Hub, takedown_id: str, answer: TakedownAnswer) -> TakedownState:
    return (await answers.record_answers(hub, [(takedown_id, answer)]))[takedown_id]


async def record_reading(
    hub: Hub, takedown_id: str, status: ListingStatus, read_at: datetime
) -> TakedownState:
    """Returns where the reading leaves the takedown."""
    await verification.record_readings(hub, [Reading(takedown_id, status, read_at)])
    async with hub.database.read(EVERYONE) as session:
        row = await store.get_takedown(session, takedown_id)
    assert row is not None
    return TakedownState(row.state)
