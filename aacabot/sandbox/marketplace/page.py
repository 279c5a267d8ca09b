"""The shop floor for people: what is on sale, what was removed and why, and buttons for the other side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from aacabot.sandbox.marketplace.floor import listing_card, page, side_panel, unavailable
from aacabot.sandbox.marketplace.hub import HubUnreachable
from aacabot.sandbox.marketplace.moods import TAKEDOWNS, Behaviour, Mood, Moods
from aacabot.sandbox.marketplace.morning import busy_morning
from aacabot.sandbox.marketplace.one_seller import one_seller
from aacabot.sandbox.marketplace.records import ListingStatus
from aacabot.sandbox.marketplace.registry import Registry
from aacabot.sandbox.marketplace.stream import suspicious_listings

HERE = Path(__file__).parent
SHOWN = 60
HESITATION = 20.0
HANG = 15.0
SEEDS = 10_000_000
"""One a second for 115 days: a marketplace started anew does not repeat listing ids a hub may remember."""
SECURITY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
}
Sending = Awaitable[tuple[int, Any]]


@cache
def picture_names() -> frozenset[str]:
    """The pictures this marketplace has, without `.png`."""
    return frozenset(path.stem for path in (HERE / "pictures").glob("*.png"))


class Storefront(Protocol):
    """What the page asks of the marketplace."""

    name: str

    @property
    def base_url(self) -> str: ...
    def stock(self, listing: dict[str, Any]) -> Any: ...
    def change(self, listing_id: str, **fields: Any) -> None: ...
    async def send_listings(self, listings: list[Any]) -> tuple[int, Any]: ...
    async def send_event(self, type: str, *, listing_id: str) -> tuple[int, Any]: ...
    async def file_counter_notice(self, takedown_id: str, *, text: str) -> tuple[int, Any]: ...
    async def restore(self, listing_id: str, reason: str | None = None) -> tuple[int, Any]: ...


class ShopPage:
    """Routes of the page. Every POST must come from the page itself, and answers before the hub does."""

    def __init__(
        self, shop: Storefront, registry: Registry, moods: Moods, clock: Callable[[], datetime]
    ) -> None:
        self._shop = shop
        self._registry = registry
        self._moods = moods
        self._clock = clock
        self._notes: deque[tuple[datetime, str]] = deque(maxlen=12)
        self._sending: set[asyncio.Task[None]] = set()
        self._stream: Iterator[dict[str, Any]] | None = None

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._show),
            web.get("/item/{id}", self._show_item),
            web.get("/images/{file}", self._picture),
            web.get("/assets/{file}", self._asset),
            web.get("/shop/state", self._state),
            web.post("/shop/mood", self._set_mood),
            web.post("/shop/suspicious", self._send_suspicious),
            web.post("/shop/morning", self._send_morning),
            web.post("/shop/one-seller", self._send_one_seller),
            web.post("/shop/listings/{id}/counter-notice", self._counter_notice),
            web.post("/shop/listings/{id}/restore", self._restore),
            web.post("/shop/listings/{id}/title", self._edit_title),
        ]

    async def close(self) -> None:
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _show(self, request: web.Request) -> web.Response:
        body = page(self._shop.name, self._moods.standing().behaviour, self._cards(0), self._side())
        return web.Response(text=body, content_type="text/html", headers=SECURITY)

    async def _show_item(self, request: web.Request) -> web.Response:
        stocked = self._registry.listings.get(request.match_info["id"])
        if stocked is None or stocked.status is ListingStatus.REMOVED:
            body = unavailable(self._shop.name, stocked)
            return web.Response(
                status=404 if stocked is None else 410, text=body, content_type="text/html", headers=SECURITY
            )
        mood = self._moods.standing().behaviour
        body = page(
            self._shop.name, mood, {request.match_info["id"]: self._card(request.match_info["id"])}, ""
        )
        return web.Response(text=body, content_type="text/html", headers=SECURITY)

    async def _state(self, request: web.Request) -> web.Response:
        since = request.query.get("since", "")
        cards = self._cards(int(since) if since.isdecimal() else 0)
        newest = max((stocked.revision for stocked in self._registry.listings.values()), default=0)
        mood = self._moods.standing().behaviour.value
        return web.json_response(
            {"revision": newest, "cards": cards, "side": self._side(), "mood": mood}, headers=SECURITY
        )

    def _cards(self, since: int) -> dict[str, str]:
        """Cards changed after revision `since`, newest listing first."""
        newest_first = list(reversed(self._registry.listings))[:SHOWN]
        return {
            listing_id: self._card(listing_id)
            for listing_id in newest_first
            if self._registry.listings[listing_id].revision > since
        }

    def _card(self, listing_id: str) -> str:
        takedowns = [t for t in self._registry.takedowns.values() if t.listing_id == listing_id]
        decisions = [d for d in self._registry.decisions if d["listing_id"] == listing_id]
        return listing_card(self._registry.listings[listing_id], takedowns, decisions, picture_names())

    def _side(self) -> str:
        takedowns = list(self._registry.takedowns.values())
        return side_panel(list(self._notes), self._registry.decisions[-8:], takedowns[-8:])

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["file"].removesuffix(".png")
        if name not in picture_names():
            raise web.HTTPNotFound()
        return web.FileResponse(HERE / "pictures" / f"{name}.png", headers={"Cache-Control": "max-age=86400"})

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["file"] not in {"floor.css", "floor.js"}:
            raise web.HTTPNotFound()
        return web.FileResponse(
            HERE / "assets" / request.match_info["file"], headers={"Cache-Control": "no-cache"}
        )

    async def _set_mood(self, request: web.Request) -> web.Response:
        form = await _form(request)
        try:
            behaviour = Behaviour(form.get("mood", ""))
        except ValueError:
            raise web.HTTPBadRequest(text="There is no such mood.") from None
        seconds = {Behaviour.HESITATE: HESITATION, Behaviour.HANG: HANG}.get(behaviour)
        self._moods.set(TAKEDOWNS, Mood(behaviour, seconds))
        return _back()

    async def _send_suspicious(self, request: web.Request) -> web.Response:
        await _form(request)
        if self._stream is None:
            now = self._clock()
            seed = int(now.timestamp()) % SEEDS
            self._stream = suspicious_listings(seed, base_url=self._shop.base_url, start=now)
        listing = next(self._stream)
        self._shop.stock(listing)
        self._send("New listing sent to the hub", self._shop.send_listings([listing]))
        return _back()

    async def _send_morning(self, request: web.Request) -> web.Response:
        await _form(request)
        now = self._clock()
        listings = busy_morning((int(now.timestamp()) + SEEDS // 2) % SEEDS, self._shop.base_url, now)
        for listing in listings:
            self._shop.stock(listing)
        self._send("Forty listings sent to the hub", self._shop.send_listings(listings))
        return _back()

    async def _send_one_seller(self, request: web.Request) -> web.Response:
        await _form(request)
        now = self._clock()
        listings = one_seller(self._shop.base_url, now, str(int(now.timestamp()) % SEEDS))
        for listing in listings:
            self._shop.stock(listing)
        self._send("Seven listings of one seller sent to the hub", self._shop.send_listings(listings))
        return _back()

    async def _counter_notice(self, request: web.Request) -> web.Response:
        form = await _form(request)
        in_force = self._registry.notices_in_force(self._known(request))
        if not in_force:
            raise web.HTTPConflict(text="No notice holds this listing down, so there is nothing to dispute.")
        text = form.get("text", "").strip() or "These goods are genuine. I can show the supplier's invoice."
        self._send("Counter-notice sent", self._shop.file_counter_notice(in_force[-1].takedown_id, text=text))
        return _back()

    async def _restore(self, request: web.Request) -> web.Response:
        await _form(request)
        self._send(
            "Listing restored", self._shop.restore(self._known(request), reason="Restored by the marketplace")
        )
        return _back()

    async def _edit_title(self, request: web.Request) -> web.Response:
        form = await _form(request)
        listing_id = self._known(request)
        title = form.get("title", "").strip()
        if not title:
            raise web.HTTPBadRequest(text="A listing needs a title.")
        self._shop.change(listing_id, title=title)
        self._send("Title edited", self._shop.send_event("listing.changed", listing_id=listing_id))
        return _back()

    def _known(self, request: web.Request) -> str:
        listing_id = request.match_info["id"]
        if listing_id not in self._registry.listings:
            raise web.HTTPNotFound(text="There is no such listing on this marketplace.")
        return listing_id

    def _send(self, what: str, sending: Sending) -> None:
        task = asyncio.create_task(self._note(what, sending))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _note(self, what: str, sending: Sending) -> None:
        try:
            status, _ = await sending
            said = f"{what}. The hub answered {status}."
        except HubUnreachable:
            said = f"{what}. The hub could not be reached."
        self._notes.append((self._clock(), said))


async def _form(request: web.Request) -> dict[str, str]:
    """The fields of a form sent from this page; a form from another site is refused."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise web.HTTPForbidden(text="This form was sent from another site.")
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _back() -> web.Response:
    return web.Response(status=303, headers={"Location": "/"})
