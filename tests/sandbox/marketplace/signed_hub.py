"""The hub's side of a rehearsal: a client that signs by contract 5.4, and a server that takes webhooks."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from aiohttp import ClientSession, web
from standardwebhooks.webhooks import Webhook

from aacabot.sandbox.marketplace import Marketplace

SECRET = "whsec_c2FuZGJveC1yZWhlYXJzYWwtc2VjcmV0LTAx"
OTHER_SECRET = "whsec_bm90LXRoZS1zaGFyZWQtc2VjcmV0LWF0LWFsbA=="
SHOE = {
    "listing_id": "L-1",
    "url": "https://market.example/item/L-1",
    "title": "Velmarro Aero 3",
    "seller": {"id": "s-9", "name": "Shoe Corner", "country": "PT"},
}
_names = count(1)


def notice(takedown_id: str = "td-1", listing_id: str = "L-1", **changes: Any) -> dict[str, Any]:
    """A complete notice; a change of None leaves that field out."""
    whole: dict[str, Any] = {
        "takedown_id": takedown_id,
        "listing_id": listing_id,
        "url": f"https://market.example/item/{listing_id}",
        "case_number": "AC-7K3Q9",
        "reason_code": "COUNTERFEIT",
        "programme": "fast_lane",
        "statement": {"version": "1", "text": "I believe in good faith that this is so.", "bona_fide": True},
        "rights": [{"kind": "trademark", "office": "EUIPO", "number": "019900001", "expires": "2099-01-01"}],
        "complainant": {
            "organisation": "Groupe Velmarro",
            "name": "Anne Morvan",
            "email": "ip@velmarro.example",
        },
        "evidence": [{"kind": "snapshot", "sha256": "0" * 64, "taken_at": "2026-03-01T10:00:00+00:00"}],
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


class SignedHub:
    """Sends to one marketplace as the hub would; answers are `(status, json)`."""

    def __init__(self, session: ClientSession, base_url: str) -> None:
        self._session = session
        self._base_url = base_url

    async def post(
        self,
        path: str,
        body: Any,
        *,
        secret: str = SECRET,
        skew: timedelta = timedelta(),
        key: str | None = None,
        webhook_id: str | None = None,
    ) -> tuple[int, Any]:
        text = body if isinstance(body, str) else json.dumps(body)
        name = webhook_id or f"msg_{next(_names)}"
        at = datetime.now(UTC) + skew
        headers = {
            "webhook-id": name,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret).sign(name, at, text),
        }
        if key is not None:
            headers["Idempotency-Key"] = key
        return await self.raw("POST", path, text.encode(), headers)

    async def take_down(self, body: dict[str, Any]) -> tuple[int, Any]:
        return await self.post("/takedowns", body, key=str(body["takedown_id"]))

    async def get(self, path: str) -> tuple[int, Any]:
        return await self.raw("GET", path, b"", {})

    async def headers_of(self, path: str) -> tuple[int, dict[str, str]]:
        async with self._session.get(self._base_url + path) as response:
            return response.status, dict(response.headers)

    async def raw(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        async with self._session.request(
            method, self._base_url + path, data=body, headers=headers
        ) as response:
            return response.status, await response.json()


@asynccontextmanager
async def rehearsal(hub_url: str = "http://127.0.0.1:9") -> AsyncIterator[tuple[Marketplace, SignedHub]]:
    """A marketplace that has one shoe on sale, and a hub that talks to it."""
    market = Marketplace(key="sandbox", secret=SECRET, hub_url=hub_url, patience=timedelta(seconds=2))
    await market.start()
    market.stock(SHOE)
    try:
        async with ClientSession() as session:
            yield market, SignedHub(session, market.base_url)
    finally:
        await market.stop()


class ListeningHub:
    """A hub that keeps every webhook and answers with the statuses it was told to, then 202."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self._arrived = asyncio.Condition()

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        async with self._arrived:
            self.received.append((request.path, dict(request.headers), body))
            self._arrived.notify_all()
        status, headers = self.answers.pop(0) if self.answers else (202, {})
        return web.json_response({"accepted": 1}, status=status, headers=headers)

    async def hears(self, number: int) -> None:
        """Wait until this many webhooks arrived in all; raises TimeoutError after two seconds."""
        async with asyncio.timeout(2), self._arrived:
            await self._arrived.wait_for(lambda: len(self.received) >= number)


@asynccontextmanager
async def listening_hub() -> AsyncIterator[ListeningHub]:
    hub = ListeningHub()
    app = web.Application()
    app.router.add_post("/{path:.*}", hub.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hub.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield hub
    finally:
        await runner.cleanup()
