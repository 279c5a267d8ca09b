"""A marketplace that answers whatever a test scripts, over real HTTP, and keeps what it received."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

import aiohttp
from aiohttp import web

from aacabot.marketplaces.connector import Connector, DecisionTold
from aacabot.marketplaces.signed_webhook import SignedWebhook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Received:
    method: str
    raw_path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class CountingGate:
    """Counts entries, and how many were open at once; `on_enter` runs before a request may go."""

    entered: int = 0
    inside: int = 0
    on_enter: Callable[[], None] = lambda: None

    @asynccontextmanager
    async def _hold(self) -> AsyncIterator[None]:
        self.entered += 1
        self.inside += 1
        self.on_enter()
        try:
            yield
        finally:
            self.inside -= 1

    def __call__(self) -> AbstractAsyncContextManager[None]:
        return self._hold()


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Stub:
    """`replies` are used in turn; the last one stays."""

    connector: SignedWebhook
    base_url: str
    gate: CountingGate
    replies: list[Reply] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    def answers(self, status: int, body: bytes | str = b"", **headers: str) -> None:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        payload = body.encode() if isinstance(body, str) else body

        async def reply(_: web.Request) -> web.StreamResponse:
            return web.Response(status=status, body=payload, headers=names)

        self.replies.append(reply)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        lower = {name.lower(): value for name, value in request.headers.items()}
        self.received.append(Received(request.method, request.raw_path, lower, await request.read()))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return await reply(request)


@asynccontextmanager
async def stub_marketplace(
    *,
    path: str = "/v2",
    hosts: frozenset[str] = frozenset({"market.example"}),
    total_timeout: float = 5.0,
    clock: Callable[[], datetime] = now,
) -> AsyncIterator[Stub]:
    stubs: list[Stub] = []

    async def serve(request: web.Request) -> web.StreamResponse:
        return await stubs[0].serve(request)

    app = web.Application()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    app.router.add_route("*", "/{rest:.*}", serve)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base_url = f"http://127.0.0.1:{runner.addresses[0][1]}{path}"
    gate = CountingGate()
    try:
        async with aiohttp.ClientSession() as session:
            connector = SignedWebhook(
                session, base_url, SECRET, hosts, gate, clock, connect_timeout=1, total_timeout=total_timeout
            )
            stubs.append(Stub(connector, base_url, gate))
            yield stubs[0]
    finally:
        await runner.cleanup()


NOTICE = '{"takedown_id": "t1",  "note": "Łódź 艾克美"}'.encode()
DECISION = DecisionTold(
    listing_id="L1",
    case_number="AC-7K3Q9",
    outcome="not_infringing",
    reason=None,
    decided_at=datetime(2026, 5, 1, 12, 0, tzinfo=timezone(timedelta(hours=8))),
)
Call = Callable[[Connector], Awaitable[object]]
CALLS: list[Call] = [
    lambda connector: connector.read_listing("L1"),
    lambda connector: connector.take_down(NOTICE, "t1"),
    lambda connector: connector.ask_takedown("t1"),
    lambda connector: connector.withdraw("t1", "sold by us"),
    lambda connector: connector.tell_decisions([DECISION]),
]
