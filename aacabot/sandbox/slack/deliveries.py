"""What Slack sends to the app, over HTTP or Socket Mode, and what came back.

Interactions and commands are sent once; events are retried: https://docs.slack.dev/apis/events-api
"""

import asyncio
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from aacabot.sandbox.slack.clock import SandboxClock

ANSWER_SECONDS = 3.0


@dataclass(frozen=True)
class Parcel:
    """One thing to send. `kind` is Socket Mode's word: events_api, interactive or slash_commands."""

    kind: str
    team: str
    payload: dict[str, Any]
    forge_secret: str | None = None
    skew: float = 0.0


@dataclass(frozen=True)
class Attempt:
    """One try: `status` 0 means no answer, and `reason` says why in Slack's words (`http_timeout`, ...)."""

    status: int
    body: str
    seconds: float
    reason: str | None = None
    retry_num: int = 0
    no_retry: bool = False

    @property
    def succeeded(self) -> bool:
        return 200 <= self.status < 300


@dataclass
class Delivery:
    """A parcel with its answer: that of the last attempt. No attempts means that nothing was sent.

    `problem` says what the client would complain about: no answer in time, or one Slack cannot use.
    """

    parcel: Parcel | None = None
    attempts: list[Attempt] = field(default_factory=list)
    problem: str | None = None

    @property
    def status(self) -> int:
        return self.attempts[-1].status if self.attempts else 0

    @property
    def body(self) -> str:
        return self.attempts[-1].body if self.attempts else ""

    @property
    def seconds(self) -> float:
        return self.attempts[-1].seconds if self.attempts else 0.0

    @property
    def json(self) -> dict[str, Any] | None:
        """The answer as an object, None if it is empty or something else."""
        try:
            answer = json.loads(self.body) if self.body else None
        except ValueError:
            return None
        return answer if isinstance(answer, dict) else None

    @property
    def succeeded(self) -> bool:
        return bool(self.attempts) and self.attempts[-1].succeeded


class Transport(Protocol):
    """Carries one parcel to the app once; never raises for what the app does wrong."""

    async def carry(self, parcel: Parcel, retry_num: int, retry_reason: str | None) -> Attempt: ...


class Courier:
    """Delivers parcels, retries events, and keeps the record.

    `retry_delays` are the seconds before each further attempt of an event. Delays follow the sandbox's clock.
    """

    def __init__(self, clock: SandboxClock, retry_delays: tuple[float, ...]) -> None:
        self._clock = clock
        self.retry_delays = retry_delays
        self.record: list[Delivery] = []
        self._retrying: set[asyncio.Future[None]] = set()

    async def deliver(self, parcel: Parcel, transport: Transport) -> Delivery:
        """Send once. An answer outside 2xx, or none, becomes the delivery's `problem`."""
        delivery = Delivery(parcel)
        self.record.append(delivery)
        delivery.attempts.append(await transport.carry(parcel, 0, None))
        if not delivery.succeeded:
            delivery.problem = _complaint(delivery.attempts[-1])
        return delivery

    async def deliver_event(
        self, parcel: Parcel, transport: Transport, *, wait_for_retries: bool = True
    ) -> Delivery:
        """Send, and after each delay again until a 2xx, an `X-Slack-No-Retry: 1`, or the schedule's end.

        Without `wait_for_retries` it returns after the first attempt; the others are added as they happen.
        """
        delivery = await self.deliver(parcel, transport)
        retries = asyncio.ensure_future(self._retry(delivery, parcel, transport, self._clock.now()))
        if wait_for_retries:
            await retries
        else:
            self._retrying.add(retries)
            retries.add_done_callback(self._retrying.discard)
        return delivery

    async def _retry(self, delivery: Delivery, parcel: Parcel, transport: Transport, tried_at: float) -> None:
        for number, delay in enumerate(self.retry_delays, start=1):
            last = delivery.attempts[-1]
            if last.succeeded or last.no_retry:
                break
            await self._clock.sleep_until(tried_at + delay)
            delivery.attempts.append(await transport.carry(parcel, number, last.reason))
            tried_at = self._clock.now()
        delivery.problem = None if delivery.succeeded else _complaint(delivery.attempts[-1])

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this once whoever asks has been answered; it is given up when the sandbox stops."""
        task = asyncio.ensure_future(work)
        self._retrying.add(task)
        task.add_done_callback(self._retrying.discard)

    async def stop(self) -> None:
        """Give up the retries still to come."""
        for task in list(self._retrying):
            task.cancel()
        await asyncio.gather(*self._retrying, return_exceptions=True)


def _complaint(attempt: Attempt) -> str:
    if attempt.status == 0 and attempt.reason == "http_timeout":
        return f"The app did not answer within {ANSWER_SECONDS:g} seconds."
    if attempt.status == 0:
        return "The app could not be reached."
    return f"The app answered with an error (HTTP {attempt.status})."


def elapsed(since: float) -> float:
    """Seconds since a `time.perf_counter()` reading."""
    return time.perf_counter() - since
