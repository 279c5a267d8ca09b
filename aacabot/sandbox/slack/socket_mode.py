"""Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode

`apps.connections.open` gives a URL with a ticket that is good once, for 30 seconds. On the socket Slack sends
`hello`, then envelopes that the app acknowledges by id, and `disconnect` when it wants the socket renewed.
"""

import asyncio
import json
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from aacabot.sandbox.slack.clock import SandboxClock
from aacabot.sandbox.slack.deliveries import ANSWER_SECONDS, Attempt, Parcel, elapsed
from aacabot.sandbox.slack.ids import APP_ID

TICKET_SECONDS = 30.0
MOST_SOCKETS = 10


@dataclass(eq=False)
class Connection:
    """One open socket and the envelopes waiting for their acknowledgement."""

    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    def acknowledge(self, text: str) -> None:
        """Take an acknowledgement; what is no envelope we wait for is ignored, as Slack does."""
        try:
            answer = json.loads(text)
        except ValueError:
            return
        future = self.waiting.pop(answer.get("envelope_id", ""), None) if isinstance(answer, dict) else None
        if future is not None and not future.done():
            future.set_result(answer)


class SocketMode:
    """The sockets the app has open. Parcels go to them in turn."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._tickets: dict[str, float] = {}
        self._connections: list[Connection] = []
        self._turn = 0

    @property
    def is_open(self) -> bool:
        return bool(self._connections)

    def issue_url(self, base_url: str) -> str:
        ticket = secrets.token_urlsafe(16)
        self._tickets[ticket] = self._clock.now()
        return f"{base_url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP_ID}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The route behind the URL: 401 for a ticket that is unknown, used or old."""
        born = self._tickets.pop(request.query.get("ticket", ""), None)
        if born is None or self._clock.now() - born > TICKET_SECONDS:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=401)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket)
        if len(self._connections) >= MOST_SOCKETS:
            await self._farewell(connection, "too_many_websockets")
            return socket
        self._connections.append(connection)
        try:
            await self._talk(connection)
        finally:
            self._forget(connection)
        return socket

    async def _talk(self, connection: Connection) -> None:
        await connection.socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self._connections),
                "connection_info": {"app_id": APP_ID},
                "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            }
        )
        async for message in connection.socket:
            if message.type == WSMsgType.TEXT:
                connection.acknowledge(message.data)

    def _forget(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
        for future in connection.waiting.values():
            future.cancel()

    async def carry(self, parcel: Parcel, retry_num: int, retry_reason: str | None) -> Attempt:
        """Send an envelope and wait for its acknowledgement, up to three seconds."""
        self._turn += 1
        connection = self._connections[self._turn % len(self._connections)]
        envelope_id = secrets.token_hex(16)
        envelope: dict[str, Any] = {
            "envelope_id": envelope_id,
            "type": parcel.kind,
            "payload": parcel.payload,
            "accepts_response_payload": parcel.kind != "events_api",
        }
        if parcel.kind == "events_api":
            envelope |= {"retry_attempt": retry_num, "retry_reason": "timeout" if retry_reason else ""}
        started = time.perf_counter()
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = answer
        try:
            await connection.socket.send_json(envelope)
            acknowledged = await asyncio.wait_for(answer, ANSWER_SECONDS)
        except TimeoutError:
            return Attempt(0, "", elapsed(started), "http_timeout", retry_num)
        except ConnectionError:
            return Attempt(0, "", elapsed(started), "connection_failed", retry_num)
        except asyncio.CancelledError:
            if not answer.cancelled():
                raise
            return Attempt(0, "", elapsed(started), "connection_failed", retry_num)
        finally:
            connection.waiting.pop(envelope_id, None)
        payload = acknowledged.get("payload")
        return Attempt(200, json.dumps(payload) if payload else "", elapsed(started), None, retry_num)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every socket to renew (`warning`, `refresh_requested`, `link_disabled`), then close it."""
        for connection in list(self._connections):
            self._forget(connection)
            await self._farewell(connection, reason)

    async def _farewell(self, connection: Connection, reason: str) -> None:
        # The app may be closing it from its side at this moment.
        with suppress(ConnectionError):
            if not connection.socket.closed:
                await connection.socket.send_json({"type": "disconnect", "reason": reason})
                await connection.socket.close()
