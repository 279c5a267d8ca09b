"""One takedown's next step at the marketplace: read, keep evidence, send, ask, verify, or withdraw.

Every step may be repeated after a crash: what it has done before is in the database, and the takedown's id
is the idempotency key of the request.
"""

import asyncio

from aacabot.domain.listings import differences, merge
from aacabot.domain.takedowns import TakedownState
from aacabot.marketplaces.connector import (
    Connector,
    ListingRead,
    ListingStatus,
    MarketplaceRefused,
    MarketplaceUnreachable,
    TakedownStatus,
)
from aacabot.services import answers, keywords, orders, takedowns, verification
from aacabot.services.hub import Hub
from aacabot.services.orders import Order, Piece
from aacabot.services.verification import Reading
from aacabot.services.withdrawal import reason_to_withdraw
from jobs.commits import TakedownCommits

PICTURES_KEPT = 5


async def carry_out(
    hub: Hub, connector: Connector, commits: TakedownCommits, takedown_id: str, state: TakedownState
) -> None:
    """Do what is due for a takedown in `state`. Raises MarketplaceUnreachable or MarketplaceRefused."""
    if state in {TakedownState.OWED, TakedownState.SENDING}:
        await _send(hub, connector, commits, takedown_id)
    elif state is TakedownState.PENDING:
        answer = await connector.ask_takedown(takedown_id)
        if await commits.answer((takedown_id, answer)) is TakedownState.REMOVED:
            await _verify(hub, connector, commits, takedown_id)
    elif state is TakedownState.REMOVED:
        await _verify(hub, connector, commits, takedown_id)
    elif state is TakedownState.WITHDRAWING:
        await _withdraw(hub, connector, takedown_id)


async def _send(hub: Hub, connector: Connector, commits: TakedownCommits, takedown_id: str) -> None:
    order = await commits.order(takedown_id)
    if order is None:
        return
    notice = order.notice or await _prepare(hub, connector, commits, order)
    if notice is None:
        return
    # Written down in the commit before; the file follows here, so that no commit waits for a distant store.
    await hub.evidence.keep(notice)
    answer = await connector.take_down(notice, takedown_id)
    if await commits.answer((takedown_id, answer)) is TakedownState.REMOVED:
        await _verify(hub, connector, commits, takedown_id, order.listing_id)


async def _prepare(hub: Hub, connector: Connector, commits: TakedownCommits, order: Order) -> bytes | None:
    """Look before sending, keep what a takedown will make vanish, and write the notice."""
    read = await connector.read_listing(order.listing_id)
    if read.status is ListingStatus.REMOVED:
        await verification.already_gone(hub, order.takedown_id)
        return None
    if read.listing is not None:
        changes = differences(order.listing, read.listing)
        if changes:
            await orders.hold(hub, order, merge(order.listing, read.listing), changes)
            return None
    return await commits.notice((order, await _keep_evidence(hub, connector, order, read)))


async def _keep_evidence(hub: Hub, connector: Connector, order: Order, read: ListingRead) -> list[Piece]:
    urls = [image.url for image in order.listing.images[:PICTURES_KEPT]]
    pictures = await asyncio.gather(*(_picture(hub, connector, url) for url in urls))
    texts = (("listing_as_received", order.body), ("listing_as_read", read.raw))
    kept = [await _keep(hub, kind, content, "application/json") for kind, content in texts if content]
    return [*kept, *(picture for picture in pictures if picture is not None)]


async def _keep(hub: Hub, kind: str, content: bytes, content_type: str, url: str | None = None) -> Piece:
    return Piece(kind, await hub.evidence.keep(content), content_type, url)


async def _picture(hub: Hub, connector: Connector, url: str) -> Piece | None:
    try:
        image = await connector.fetch_image(url)
    except MarketplaceUnreachable:
        # A picture that does not come must not keep a counterfeit for sale: the text evidence stands.
        return None
    return await _keep(hub, "image", image.content, image.content_type, url) if image else None


async def _verify(
    hub: Hub,
    connector: Connector,
    commits: TakedownCommits,
    takedown_id: str,
    listing_id: str | None = None,
) -> None:
    listing_id = listing_id or await takedowns.listing_id_of(hub, takedown_id)
    if listing_id is not None:
        read = await connector.read_listing(listing_id)
        is_live = read.status is ListingStatus.LIVE
        edit = await keywords.edit_for_takedown(hub, takedown_id, read.listing) if is_live else None
        await commits.reading(Reading(takedown_id, read.status, read.read_at, edit))


async def _withdraw(hub: Hub, connector: Connector, takedown_id: str) -> None:
    try:
        answer = await connector.withdraw(takedown_id, await reason_to_withdraw(hub, takedown_id))
    except MarketplaceRefused:
        answer = await connector.ask_takedown(takedown_id)
        if answer.status not in {TakedownStatus.UNKNOWN, TakedownStatus.WITHDRAWN}:
            raise
    await answers.withdrawn(hub, takedown_id)
