"""A real hub process between a sandbox Slack and a rehearsal marketplace, all on loopback."""

import asyncio
import os
import signal
import socket
import sys
import time
import uuid
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar, overload

import aiohttp
import yaml

from aacabot.sandbox.marketplace import Marketplace
from aacabot.sandbox.slack import Ephemeral, SandboxChannel, SandboxMessage, SandboxPerson, SlackSandbox
from tests.conftest import SECRET_KEY
from tests.journeys import alliance as journey
from tests.journeys.ready_processes import ReadyProcess, aacabot, start_ready

SIGNING_SECRET = "signing-secret"
BOT_TOKEN = "xoxb-journey"
MARKET_SECRET = "whsec_bWFya2V0cGxhY2Utc2VjcmV0LW9mLTMyLWJ5dGVzISE="
SCOPES = [
    "chat:write", "commands", "users:read", "im:write", "channels:read", "groups:read", "channels:history",
    "groups:history", "im:history", "channels:join", "files:read", "files:write",
    "links:read", "links:write",
]  # fmt: skip
PEOPLE = {
    journey.ANN: "Ann", journey.BEN: "Ben", journey.VIC: "Vic", journey.BEA: "Bea", journey.GIL: "Gil",
    journey.RAY: "Ray", journey.OLA: "Ola", "U0MAL": "Mal",
}  # fmt: skip
CHANNELS = {"C0ACME": "acme", "C0BETA": "beta", "C0GAMMA": "gamma", "C0OPS": "ops"}
T = TypeVar("T")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class RunningHub:
    """Starts everything, drives it as people and marketplaces do, and kills the hub when asked.

    A `typed` one starts its processes as an operator types them, and waits while they import.
    """

    def __init__(self, database_url: str, folder: Path, *, typed: bool = False, **environment: str) -> None:
        self.folder = folder
        self._is_typed = typed
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.slack = SlackSandbox(
            signing_secret=SIGNING_SECRET, request_url=f"{self.url}/slack/events", retry_delays=(0, 0, 0)
        )
        self.market = Marketplace(
            key="sandbox", secret=MARKET_SECRET, hub_url=self.url, name="Sandbox Market",
            host_name="market.example",
        )  # fmt: skip
        self.process: asyncio.subprocess.Process | ReadyProcess | None = None
        self._environment = {"AACABOT_DATABASE_URL": database_url, **environment}

    @property
    def environment(self) -> dict[str, str]:
        """The hub's environment, as an operator would set it."""
        return {
            **os.environ,
            "AACABOT_EVIDENCE_URL": f"file://{self.folder}/evidence",
            "AACABOT_PORT": str(self.port),
            "AACABOT_PUBLIC_URL": self.url,
            "AACABOT_SECRET_KEY": SECRET_KEY,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": self.slack.api_url,
            "SANDBOX_SECRET": MARKET_SECRET,
            # Journeys that share a hub send more alerts than a channel gets cards of their own.
            "AACABOT_NEW_CARDS": "1000",
            **self._environment,
        }

    async def start(self, *, migrate: bool = False, **marketplace: Any) -> None:
        """Bring up Slack, the marketplace and the hub with the journeys' alliance."""
        await self.slack.start(host="127.0.0.1", port=0)
        await self.market.start(host="127.0.0.1", port=0)
        self.slack.add_workspace(
            id=journey.OPS,
            name="Ops",
            people=[SandboxPerson(id=user, name=name) for user, name in PEOPLE.items()],
            channels=[
                SandboxChannel(id=channel, name=name, members=list(PEOPLE))
                for channel, name in CHANNELS.items()
            ],
        )
        self.slack.install(team=journey.OPS, token=BOT_TOKEN, scopes=SCOPES)
        file = self.folder / "alliance.yaml"
        file.write_text(
            yaml.safe_dump(journey.alliance(marketplace.pop("base_url", self.market.base_url), **marketplace))
        )
        if migrate:
            await self.run("migrate")
        await self.run("alliance", "apply", str(file))
        await self.start_hub()

    async def run(self, *arguments: str, ok: bool = True) -> str:
        """Run an `aacabot` command and return what it printed."""
        file = self.folder / f"printed-{uuid.uuid4().hex}.txt"
        process = await self._begin(aacabot, *arguments, printed=file)
        code = await asyncio.wait_for(process.wait(), 60)
        printed = file.read_text()
        if ok and code:
            raise AssertionError(f"aacabot {arguments}: exit {code}: {printed[-2000:]}")
        return printed

    async def start_hub(self) -> None:
        """Start the hub process and wait until it is ready."""
        await self.start_process(aacabot, "serve")

    async def start_process(self, work: Callable[..., None], *arguments: str) -> None:
        """Start a hub process that does `work`, and wait until it is ready."""
        self.process = await self._begin(work, *arguments, printed=self.folder / "hub.log")
        await self.until(self.is_ready, 120)

    async def _begin(
        self, work: Callable[..., None], *arguments: str, printed: Path
    ) -> asyncio.subprocess.Process | ReadyProcess:
        if not self._is_typed:
            return await start_ready(
                work, *arguments, folder=self.folder, environment=self.environment, printed=printed
            )
        with printed.open("ab") as out:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", work.__name__, *arguments,
                env=self.environment, cwd=self.folder, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip

    async def is_ready(self) -> bool:
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def kill(self) -> None:
        """End the hub as a power cut would."""
        if self.process and self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            await self.process.wait()

    async def terminate(self, seconds: float = 30) -> int:
        """Ask the hub to stop (SIGTERM); returns its exit code."""
        assert self.process is not None
        self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), seconds)

    async def stop(self) -> None:
        await self.kill()
        await self.slack.stop()
        await self.market.stop()

    @property
    def log(self) -> str:
        return (self.folder / "hub.log").read_text(errors="replace")

    @overload
    async def until(self, found: Callable[[], Coroutine[Any, Any, T | None]], seconds: float = 60) -> T: ...
    @overload
    async def until(self, found: Callable[[], T | None], seconds: float = 60) -> T: ...
    async def until(self, found: Callable[[], Any], seconds: float = 60) -> Any:
        """Wait until `found` gives something true, and return it; fail with the hub's log otherwise."""
        end = time.monotonic() + seconds
        while True:
            value: Any = found()
            if asyncio.iscoroutine(value):
                value = await value
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s; hub.log ends:\n{self.log[-3000:]}")
            await asyncio.sleep(0.05)

    # -- what people and marketplaces do ---------------------------------------------------------------------

    async def send(self, ident: str, title: str, **more: Any) -> None:
        """The marketplace stocks a listing and sends it as suspicious."""
        listing = {"listing_id": ident, "url": f"https://market.example/item/{ident}", "title": title, **more}
        self.market.stock(listing)
        status, answer = await self.market.send_listings([listing])
        assert status == 202, answer

    async def card(
        self, channel: str, *, containing: str = "", action: str = "case_confirm"
    ) -> SandboxMessage:
        """The card in a channel that offers `action`, once it is there."""

        def found() -> SandboxMessage | None:
            return next(
                (
                    message
                    for message in self.slack.messages(channel)
                    if containing in str(message.blocks) and f"'action_id': '{action}'" in str(message.blocks)
                ),
                None,
            )

        card = await self.until(found)
        assert card is not None
        return card

    async def shows(self, card: SandboxMessage, words: str, seconds: float = 60) -> SandboxMessage:
        """The same card, once it shows these words."""

        def found() -> SandboxMessage | None:
            now = self.slack.message(card.channel, card.ts)
            return now if now is not None and words in str(now.blocks) else None

        return await self.until(found, seconds)

    async def click(self, card: SandboxMessage | Ephemeral, action: str, user: str, **more: Any) -> Any:
        return await self.slack.click(
            team=journey.OPS, user=user, channel=card.channel, ts=card.ts, action_id=action, **more
        )

    def takedowns_of(self, listing_id: str) -> list[Any]:
        """The takedowns the marketplace has on a listing."""
        return [t for t in self.market.takedowns.values() if t.listing_id == listing_id]
