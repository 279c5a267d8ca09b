"""The marketplace sends: a first handful at once, then one listing after another."""

import asyncio
from collections.abc import Iterable
from typing import Any

from aacabot.logs import log
from aacabot.sandbox.marketplace import HubUnreachable, Marketplace

PAUSE_SECONDS = 20.0
ENOUGH_WAITING = 40
"""A demo left alone stays readable: no new listing comes while this many are undecided."""


class IntakeRefused(Exception):
    """The hub did not take the listings it was sent."""


async def send(market: Marketplace, listings: list[dict[str, Any]]) -> None:
    """Put listings on sale and send them to the hub. Raises HubUnreachable or IntakeRefused."""
    for listing in listings:
        market.stock(listing)
    status, answer = await market.send_listings(listings)
    if status != 202 or answer["rejected"]:
        raise IntakeRefused(f"{status}: {answer}")


async def send_one_after_another(
    market: Marketplace, listings: Iterable[dict[str, Any]], pause_seconds: float = PAUSE_SECONDS
) -> None:
    """Send until cancelled; what the hub does not take is logged, and the next one is sent."""
    for listing in listings:
        await asyncio.sleep(pause_seconds)
        if undecided(market) >= ENOUGH_WAITING:
            continue
        try:
            await send(market, [listing])
        except (HubUnreachable, IntakeRefused) as error:
            log(__name__).warning("a listing was not taken", listing=listing["listing_id"], why=str(error))


def undecided(market: Marketplace) -> int:
    """How many listings the hub has told no decision about."""
    decided = {decision["listing_id"] for decision in market.decisions}
    return len(market.listings.keys() - decided)
