"""Marketplaces in: listings and events, signed by Standard Webhooks (contract 5.3)."""

import os
import re
from typing import Any

import orjson
from aiohttp import web
from pydantic import ValidationError
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook, WebhookVerificationError

from aacabot.domain.listings import MarketplaceEvent
from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.services.hub import Hub
from aacabot.services.intake import MAX_ROWS, receive_listings
from aacabot.services.marketplace_events import receive_event
from aacabot.store.marketplaces import find_marketplace
from aacabot.store.models import Marketplace
from aacabot.web.errors import answer, error

MAX_BODY = 8 * 2**20
_BUSY_BATCHES = 16
"""Batches being written at once; more are asked to come back in a second."""
# Postgres stores no U+0000 (https://www.postgresql.org/docs/current/datatype-character.html). An escape
# after an odd number of backslashes is a backslash and text.
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


class MarketplaceRoutes:
    """Takes in what marketplaces send, once it is known to be theirs."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._busy = 0

    def routes(self) -> list[web.RouteDef]:
        base = "/api/v1/marketplaces/{key}"
        return [web.post(f"{base}/listings", self.listings), web.post(f"{base}/events", self.events)]

    async def listings(self, request: web.Request) -> web.Response:
        """A batch of suspicious listings: 202 with what became of each row."""
        opened = await self._open(request)
        if isinstance(opened, web.Response):
            return opened
        marketplace, webhook_id, body = opened
        rows = body.get("listings") if isinstance(body, dict) else None
        if not isinstance(rows, list):
            return error(
                400, "malformed", "Expected an object with a list of listings.", {"listings": "required"}
            )
        if len(rows) > MAX_ROWS:
            return error(
                413, "too_many", f"At most {MAX_ROWS} listings to a batch.", {"listings": "too many"}
            )
        if self._busy >= _BUSY_BATCHES:
            return error(429, "busy", "Too many batches at once; try again.", headers={"Retry-After": "1"})
        self._busy += 1
        try:
            taken = await receive_listings(self._hub, marketplace, webhook_id, rows)
        finally:
            self._busy -= 1
        return web.Response(status=202, body=taken, content_type="application/json")

    async def events(self, request: web.Request) -> web.Response:
        """One event of a takedown or listing."""
        opened = await self._open(request)
        if isinstance(opened, web.Response):
            return opened
        marketplace, webhook_id, body = opened
        try:
            event = MarketplaceEvent.model_validate(body)
        except ValidationError as wrong:
            fields = {
                ".".join(map(str, found["loc"])) or "body": found["msg"]
                for found in wrong.errors(include_input=False, include_url=False)
            }
            return error(400, "malformed", "The event is not of the form agreed.", fields)
        if event.takedown_id is None and event.listing_id is None:
            return error(
                400, "malformed", "Expected a takedown_id or a listing_id.", {"listing_id": "required"}
            )
        await receive_event(self._hub, marketplace, webhook_id, event)
        return answer(202, {"received": True})

    async def _open(self, request: web.Request) -> tuple[Marketplace, str, Any] | web.Response:
        """The marketplace, the webhook's id and its body; or the refusal to send."""
        marketplace = await self._marketplace(request.match_info["key"])
        if marketplace is None:
            return error(404, "unknown_marketplace", "No marketplace of this alliance has this key.")
        body = await request.read()
        webhook = _webhook(marketplace.secret_env)
        if webhook is None:
            log(__name__).error("marketplace has no usable secret", variable=marketplace.secret_env)
            return error(503, "not_ready", "This marketplace is not set up yet; the operator can help.")
        if not is_signed(body, request, webhook):
            return error(401, "signature", "The signature is missing, wrong, or older than five minutes.")
        try:
            return marketplace, request.headers["webhook-id"], orjson.loads(_without_nul(body))
        except orjson.JSONDecodeError:
            return error(400, "malformed", "The body is not JSON.")

    async def _marketplace(self, key: str) -> Marketplace | None:
        if "\0" in key:
            return None
        async with self._hub.database.read(EVERYONE) as session:
            return await find_marketplace(session, key)


def _without_nul(body: bytes) -> bytes:
    return _NUL.sub(rb"\1", body) if rb"\u0000" in body else body


def _webhook(variable: str) -> Webhook | None:
    """What checks a marketplace's signatures; None where its secret is missing or no `whsec_` secret."""
    try:
        return Webhook(os.environ.get(variable, ""))
    except (EmptyWebhookSecretError, ValueError):
        return None


def is_signed(body: bytes, request: web.Request, webhook: Webhook) -> bool:
    """Whether the body carries a valid signature of at most five minutes' age, either way."""
    try:
        webhook.verify(body, dict(request.headers), json_parse=False)
    except (WebhookVerificationError, ValueError):
        # The library raises ValueError too, for headers or bodies that are not text or not base64.
        return False
    return 0 < len(request.headers.get("webhook-id", "")) <= 256
