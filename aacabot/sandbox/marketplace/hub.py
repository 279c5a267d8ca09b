"""Signed webhooks from the marketplace to the hub (contract 5.3)."""

import asyncio
import json
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from aacabot.sandbox.marketplace.signatures import signed_headers

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
TRY_TIMEOUT = ClientTimeout(total=10)


class HubUnreachable(Exception):
    """The hub gave no answer at all before patience ran out."""


class HubLine:
    """Posts to the hub; 429, 5xx and network errors are retried under one webhook-id as `patience` lasts."""

    def __init__(
        self, hub_url: str, key: str, secret: str, patience: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self._root = f"{hub_url.rstrip('/')}/api/v1/marketplaces/{key}"
        self._secret = secret
        self._patience = patience.total_seconds()
        self._clock = clock
        self._session: ClientSession | None = None

    async def open(self) -> None:
        self._session = ClientSession(timeout=TRY_TIMEOUT)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def post(
        self,
        subject: str,
        body: Any,
        *,
        webhook_id: str | None = None,
        secret: str | None = None,
        skew: float = 0,
    ) -> tuple[int, Any]:
        """Send `body` to `/listings` or `/events`; returns status and JSON (None where it was not JSON).

        `secret` and `skew` (seconds added to the timestamp) forge a bad signature on purpose.
        Raises HubUnreachable.
        """
        text = json.dumps(body, ensure_ascii=False)
        name = webhook_id or f"msg_{uuid4().hex}"
        give_up = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        while True:
            at = self._clock() + timedelta(seconds=skew)
            headers = signed_headers(secret or self._secret, name, at, text)
            answer, asked = await self._try(subject, text, headers)
            if answer is not None and not _worth_repeating(answer[0]):
                return answer
            wait = max(asked, pause * random.uniform(0.5, 1.0))
            if time.monotonic() + wait > give_up:
                break
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)
        if answer is None:
            raise HubUnreachable(f"The hub did not answer at {self._root}/{subject}.")
        return answer

    async def _try(
        self, subject: str, text: str, headers: dict[str, str]
    ) -> tuple[tuple[int, Any] | None, float]:
        """One try: the answer, or None on a network error, and the seconds the hub asks to wait."""
        if self._session is None:
            raise RuntimeError("Start the marketplace before it sends anything.")
        url = f"{self._root}/{subject}"
        try:
            async with self._session.post(url, data=text.encode(), headers=headers) as response:
                return (response.status, _as_json(await response.read())), _retry_after(response)
        except (ClientError, TimeoutError):
            return None, 0.0


def _worth_repeating(status: int) -> bool:
    return status == 429 or status >= 500


def _retry_after(response: ClientResponse) -> float:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else 0.0


def _as_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
