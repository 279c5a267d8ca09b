"""Clicks as Slack delivers them, signed, without the sandbox's own cost in between."""

import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.journeys import alliance as journey
from tests.journeys.running_hub import SIGNING_SECRET, RunningHub

_BATCH = 500


def listing(ident: str) -> dict[str, Any]:
    """A suspicious listing of the member with the fast lane."""
    return {
        "listing_id": ident,
        "url": f"https://market.example/item/{ident}",
        "title": f"Zephyrine runner {ident}, white, all sizes",
        "seller": {"id": "s1", "name": "Shop"},
        "brand": "acme-brand",
    }


async def send_all(running: RunningHub, listings: Sequence[dict[str, Any]]) -> None:
    """Send listings in batches through the rehearsal marketplace's signed client."""
    for start in range(0, len(listings), _BATCH):
        status, answer = await running.market.send_listings(list(listings[start : start + _BATCH]))
        assert status == 202, answer


async def click(running: RunningHub, case_id: str, user: str) -> float:
    """Press Confirm on a case; returns the seconds until the hub acknowledged."""
    payload = {
        "type": "block_actions",
        "team": {"id": journey.OPS, "domain": "ops"},
        "user": {"id": user, "team_id": journey.OPS},
        "api_app_id": "A0BENCH",
        "trigger_id": uuid.uuid4().hex,
        "container": {"type": "message", "channel_id": "C0ACME", "message_ts": "1.0"},
        "channel": {"id": "C0ACME", "name": "acme"},
        "actions": [{"type": "button", "action_id": "case_confirm", "block_id": "actions", "value": case_id}],
    }
    body = urlencode({"payload": json.dumps(payload)})
    stamp = str(int(time.time()))
    mac = hmac.new(SIGNING_SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={mac}",
    }
    start = time.perf_counter()
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{running.url}/slack/events", data=body, headers=headers) as answer,
    ):
        assert answer.status == 200, await answer.text()
    return time.perf_counter() - start
