"""The sandbox's frame: its state, its server, and how things get from here to the app."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
from aiohttp import web

from aacabot.sandbox.slack.deliveries import Courier, Delivery, Parcel, Transport
from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.http_transport import HttpTransport, NowhereTransport
from aacabot.sandbox.slack.payloads import Actor
from aacabot.sandbox.slack.replies import Replies
from aacabot.sandbox.slack.socket_mode import SocketMode
from aacabot.sandbox.slack.state import SlackState
from aacabot.sandbox.slack.web_api import WebApi
from aacabot.sandbox.slack.workspaces import SandboxChannel

Seen = TypeVar("Seen")


class SandboxCore:
    """Starts and stops the server; delivers to a socket if the app has one open, else by HTTP."""

    def __init__(
        self,
        signing_secret: str = "sandbox-signing-secret",
        request_url: str | None = None,
        app_token: str | None = None,
        retry_delays: tuple[float, ...] = (0, 60, 300),
        posts_per_second: float = 1.0,
        post_burst: float = 3,
        updates_per_minute: float = 50,
    ) -> None:
        self.signing_secret = signing_secret
        self.request_url = request_url
        self.base_url = ""
        self.api_url = ""
        self.links: dict[str, str] = {}  # label -> URL, shown on the page: the rehearsal marketplace, say
        self.state = SlackState.new(
            posts_per_second=posts_per_second,
            post_burst=post_burst,
            updates_per_minute=updates_per_minute,
            app_token=app_token,
        )
        self.socket_mode = SocketMode(self.state.clock)
        self.web_api = WebApi(self.state, self.socket_mode)
        self.replies = Replies(self.state)
        self.courier = Courier(self.state.clock, tuple(retry_delays))
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None

    def routes(self) -> web.Application:
        """The application to serve."""
        raise NotImplementedError

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serve on `host:port` (0: any free one), and set `base_url` and `api_url`."""
        # A fresh connection each time: a kept one would break, and blame the app, when the app restarts.
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True))
        self._runner = web.AppRunner(self.routes(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0][1]
        self.base_url = self.state.base_url = f"http://{host}:{bound}"
        self.api_url = f"{self.base_url}/api/"

    async def stop(self) -> None:
        """Close sockets, waiting pages and the server. Stopping twice is fine."""
        await self.courier.stop()
        await self.socket_mode.disconnect("link_disabled")
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        if self._session is not None:
            await self._session.close()
            self._session = None

    def advance(self, seconds: float) -> None:
        """Move the sandbox's own clock: triggers, response URLs, rate limits and retries follow it."""
        self.state.clock.advance(seconds)

    async def until(self, predicate: Callable[[], Seen | Awaitable[Seen]], seconds: float = 10.0) -> Seen:
        """Ask `predicate` until it says something true; return that. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while True:
                answer = predicate()
                seen: Seen = await answer if inspect.isawaitable(answer) else answer
                if seen:
                    return seen
                await asyncio.sleep(0.01)

    def transport(self) -> Transport:
        if self.socket_mode.is_open:
            return self.socket_mode
        if self.request_url is None or self._session is None:
            return NowhereTransport()
        return HttpTransport(self._session, self.request_url, self.signing_secret)

    async def deliver(self, parcel: Parcel) -> Delivery:
        delivery = await self.courier.deliver(parcel, self.transport())
        self.state.changes.note()
        return delivery

    def actor(self, team: str, user: str, user_team: str | None = None) -> Actor:
        """Someone acting where the app is installed in `team`. Raises SandboxRefusal if they cannot."""
        workspace = self.state.workspaces.get(team)
        workspace.installed()
        if user_team is None or user_team == team:
            return Actor(user, workspace.person(user).name, team, workspace)
        home = self.state.workspaces.find(user_team)
        name = home.person(user).name if home is not None else user
        return Actor(user, name, user_team, workspace)

    def channel_of(self, actor: Actor, channel: str) -> SandboxChannel:
        """A channel the actor can be in. Raises SandboxRefusal otherwise."""
        room = actor.workspace.channels.get(channel)
        if room is None:
            raise SandboxRefusal(f"There is no channel {channel} in {actor.workspace.name}.")
        if actor.team != actor.workspace.id and not room.is_ext_shared:
            raise SandboxRefusal(f"#{room.name} is not shared with other organisations.")
        if room.kind != "channels" and actor.user not in room.members:
            raise SandboxRefusal(f"{actor.name} is not in {room.name or room.id}.")
        return room
