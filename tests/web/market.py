"""A marketplace's side of the line: signs and sends, well or badly."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import Any

import aiohttp
import orjson
from standardwebhooks.webhooks import Webhook

SECRET = "whsec_bWFya2V0cGxhY2Utc2VjcmV0LW9mLTMyLWJ5dGVzISE="


@dataclass(frozen=True)
class Answer:
    """What the hub said. Every error has the one shape of the contract."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The error's code; the answer must be an error, of the one shape."""
        assert self.status >= 400, self
        assert self.headers["Content-Type"].startswith("application/json"), self
        assert set(self.body) == {"error"} and set(self.body["error"]) == {"code", "message", "fields"}
        error = self.body["error"]
        assert isinstance(error["fields"], dict) and error["message"], self
        return str(error["code"])


@dataclass
class Market:
    """Posts to a hub at `url` as the marketplace `sandbox`."""

    session: aiohttp.ClientSession
    url: str
    secret: str = SECRET
    key: str = "sandbox"
    _ids: Any = field(default_factory=count)

    def row(self, ident: str, title: str = "Zephyrine runner", **more: Any) -> dict[str, Any]:
        return {"listing_id": ident, "url": f"https://market.example/item/{ident}", "title": title, **more}

    def signed(self, body: bytes, webhook_id: str, at: datetime | None = None) -> dict[str, str]:
        moment = at or datetime.now(UTC)
        return {
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(webhook_id, moment, body.decode()),
        }

    async def post(
        self, body: bytes, path: str = "listings", headers: dict[str, str] | None = None, key: str = ""
    ) -> Answer:
        """Post bytes; signed well unless `headers` say otherwise."""
        if headers is None:
            headers = self.signed(body, f"msg-{next(self._ids)}")
        return await self.ask("POST", f"/api/v1/marketplaces/{key or self.key}/{path}", body, headers)

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        async with self.session.request(
            method, self.url + path, data=BytesIO(body), headers=headers
        ) as response:
            said = await response.read()
            is_json = response.content_type == "application/json"
            return Answer(
                response.status, orjson.loads(said) if is_json else said.decode(), dict(response.headers)
            )

    async def send(self, *rows: Any, webhook_id: str | None = None) -> Answer:
        """Send a batch of listings."""
        body = orjson.dumps({"listings": list(rows)})
        return await self.post(body, headers=self.signed(body, webhook_id or f"msg-{next(self._ids)}"))

    async def tell(self, webhook_id: str | None = None, **event: Any) -> Answer:
        """Send an event."""
        body = orjson.dumps(event)
        return await self.post(
            body, "events", headers=self.signed(body, webhook_id or f"msg-{next(self._ids)}")
        )
