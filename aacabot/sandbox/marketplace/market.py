"""The rehearsal marketplace as one object: start it, stock it, put it in a mood, read what it received."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from aacabot.sandbox.marketplace.api import ContractApi
from aacabot.sandbox.marketplace.hub import HubLine
from aacabot.sandbox.marketplace.moods import TAKEDOWNS, Behaviour, Mood, Moods
from aacabot.sandbox.marketplace.page import ShopPage
from aacabot.sandbox.marketplace.records import (
    ListingStatus,
    ReceivedRequest,
    StockedListing,
    Takedown,
    TakedownStatus,
)
from aacabot.sandbox.marketplace.registry import Registry

BODY_LIMIT = 8 * 1024 * 1024


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Marketplace:
    """A marketplace for rehearsals: contract 5.4 for the hub, a shop floor at `/` for people.

    `secret` is the `whsec_…` shared with the hub, `patience` how long a webhook to the hub is retried.
    A verb about a listing or takedown it does not know raises KeyError; one that reaches for the hub may
    raise HubUnreachable.
    """

    def __init__(
        self,
        *,
        key: str,
        secret: str,
        hub_url: str,
        name: str = "Sandbox Market",
        host_name: str = "market.example",
        patience: timedelta = timedelta(seconds=30),
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.key = key
        self.name = name
        self.host_name = host_name
        self._clock = clock
        self._registry = Registry(key, clock)
        self._moods = Moods()
        self._api = ContractApi(self._registry, self._moods, secret, clock)
        self._hub = HubLine(hub_url, key, secret, patience, clock)
        self._page = ShopPage(self, self._registry, self._moods, clock)
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serve on `host`; port 0 takes a free one. `base_url` tells which."""
        app = web.Application(client_max_size=BODY_LIMIT)
        app.add_routes([*self._api.routes(), *self._page.routes()])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        await self._hub.open()

    async def stop(self) -> None:
        """Stop serving and forget what was still to be sent. Safe to repeat."""
        await self._page.close()
        self._api.close()
        await self._hub.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def base_url(self) -> str:
        if self._runner is None:
            raise RuntimeError("Start the marketplace first: it has no address yet.")
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    def listing_url(self, listing_id: str) -> str:
        """The public address of a listing, on this marketplace's host name."""
        return f"https://{self.host_name}/item/{listing_id}"

    @property
    def requests(self) -> list[ReceivedRequest]:
        return self._api.requests

    @property
    def listings(self) -> dict[str, StockedListing]:
        return self._registry.listings

    @property
    def takedowns(self) -> dict[str, Takedown]:
        return self._registry.takedowns

    @property
    def decisions(self) -> list[dict[str, Any]]:
        return self._registry.decisions

    def stock(self, listing: dict[str, Any]) -> StockedListing:
        """Put a listing in the shape of 5.3 on sale here; the hub is not told."""
        return self._registry.stock(listing)

    def change(self, listing_id: str, **fields: Any) -> None:
        """Edit a listing as its seller; the hub is not told."""
        self._registry.change(listing_id, **fields)

    def set_status(self, listing_id: str, status: ListingStatus | str) -> None:
        self._registry.set_status(listing_id, ListingStatus(status))

    def behave(
        self,
        behaviour: Behaviour,
        *,
        times: int | None = None,
        seconds: float | None = None,
        reason: str | None = None,
        path: str = TAKEDOWNS,
    ) -> None:
        """Choose how requests to `path` are met: the next `times` of them, or all until chosen again.

        Paths are written as in contract 5.4, like `GET /listings/{id}`. Choosing without `times` clears what
        was queued for that path. Raises ValueError for an unknown path or a behaviour it cannot show.
        """
        self._moods.set(path, Mood(behaviour, seconds, reason), times)

    async def send_listings(
        self,
        listings: list[Any],
        *,
        webhook_id: str | None = None,
        secret: str | None = None,
        skew: float = 0,
    ) -> tuple[int, Any]:
        """Send rows to the hub as they are; returns its status and JSON. `secret` and `skew` forge."""
        return await self._hub.post(
            "listings", {"listings": listings}, webhook_id=webhook_id, secret=secret, skew=skew
        )

    async def send_event(
        self,
        type: str,
        *,
        listing_id: str | None = None,
        takedown_id: str | None = None,
        reason: str | None = None,
        text: str | None = None,
        at: datetime | None = None,
        webhook_id: str | None = None,
    ) -> tuple[int, Any]:
        """Send one event of contract 5.3. `at` is aware, and now by default."""
        event = {
            "type": type,
            "takedown_id": takedown_id,
            "listing_id": listing_id,
            "reason": reason,
            "text": text,
            "at": (at or self._clock()).isoformat(),
        }
        return await self._hub.post("events", event, webhook_id=webhook_id)

    async def settle(
        self, takedown_id: str, status: TakedownStatus, reason: str | None = None
    ) -> tuple[int, Any] | None:
        """End a pending notice and tell the hub; None where it was not pending any more."""
        if not self._registry.settle(takedown_id, status, reason):
            return None
        listing_id = self._registry.takedowns[takedown_id].listing_id
        return await self.send_event(
            f"takedown.{status.value}", listing_id=listing_id, takedown_id=takedown_id, reason=reason
        )

    async def file_counter_notice(
        self, takedown_id: str, *, text: str, reason: str | None = None
    ) -> tuple[int, Any]:
        """The seller disputes a notice: keep his words and send them to the hub."""
        takedown = self._registry.counter(takedown_id, text)
        return await self.send_event(
            "counter_notice.filed",
            listing_id=takedown.listing_id,
            takedown_id=takedown_id,
            reason=reason,
            text=text,
        )

    async def restore(self, listing_id: str, reason: str | None = None) -> tuple[int, Any]:
        """The marketplace brings a listing back, and says so."""
        self._registry.restore(listing_id)
        return await self.send_event("listing.restored", listing_id=listing_id, reason=reason)

    async def relist(self, listing_id: str) -> tuple[int, Any]:
        """The seller puts a removed listing up again, and the marketplace notices."""
        self._registry.restore(listing_id)
        return await self.send_event("listing.relisted", listing_id=listing_id)
