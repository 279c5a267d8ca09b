"""The composition: a sandbox Slack, a rehearsal marketplace and the hub, in one process on loopback."""

import asyncio
import os
import secrets
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from aacabot.app import Application, make_hub, migrate, now
from aacabot.config import project_root
from aacabot.domain.alliance_file import AllianceFile, MarketplaceEntry, read_alliance_file
from aacabot.domain.invites import MadeInvite
from aacabot.sandbox.demo import newcomer
from aacabot.sandbox.demo.addresses import (
    HOST,
    HUB_PORT,
    MARKETPLACE_PORT,
    SLACK_PORT,
    asked_or_usual,
    usual_or_free,
)
from aacabot.sandbox.demo.deliveries import send, send_one_after_another
from aacabot.sandbox.demo.folder import DemoOptions, hub_settings, make_room
from aacabot.sandbox.demo.neighbours import neighbours_file, neighbours_workspaces
from aacabot.sandbox.demo.opening import opening_listings
from aacabot.sandbox.demo.workspaces import workspaces
from aacabot.sandbox.marketplace import Marketplace, suspicious_listings
from aacabot.sandbox.slack import SandboxMessage, SlackSandbox
from aacabot.screening.vocabulary import ordinary_words
from aacabot.services import alliance
from aacabot.slack.manifest import read_manifest

SEEDS = 10_000_000


class Rehearsal:
    """The demo. Inside `running` the page answers and listings come in.

    Raises PortTaken for a page's port that is in use, DatabaseInUse while another demo runs in the folder.
    """

    def __init__(self, options: DemoOptions) -> None:
        self.options = options
        self.started_at = now()
        self.invite: MadeInvite | None = None
        self.file = example_alliance()
        self.hub_port = usual_or_free(0 if options.port == 0 else HUB_PORT)
        hub_url = f"http://{HOST}:{self.hub_port}"
        self.slack = SlackSandbox(signing_secret=secrets.token_hex(16), request_url=f"{hub_url}/slack/events")
        entry = self.file.marketplaces[0]
        self._market_secret = f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"
        self.market = Marketplace(
            key=entry.key, secret=self._market_secret, hub_url=hub_url, name=entry.name or entry.key
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything up inside the block, everything stopped at its end."""
        async with AsyncExitStack() as stack:
            await self._open_slack_and_market(stack)
            settings = hub_settings(
                self.options,
                port=self.hub_port,
                slack_api_url=self.slack.api_url,
                signing_secret=self.slack.signing_secret,
            )
            await asyncio.to_thread(migrate, settings)
            app = Application(make_hub(settings))
            await alliance.apply(app.hub.database, now, self._file_with_actual_addresses(), prune=False)
            for others in (neighbours_file(), newcomer.newcomers_file()):
                await alliance.apply(app.hub.database, now, others, prune=False)
            self.invite = await newcomer.invited(app.hub, self.file.operator)
            await self._install_everywhere(app)
            # Reading the dictionaries takes a second; the engine's start is a second of waiting.
            warming = asyncio.create_task(asyncio.to_thread(ordinary_words))
            async with app.running(), self._listings():
                await warming
                yield

    async def first_card(self, seconds: float = 30) -> SandboxMessage | None:
        """The first card in a member's channel, or None where none came in time."""
        rooms = [member.channel for member in self.file.members if member.channel]
        rooms += [brand.channel for member in self.file.members for brand in member.brands if brand.channel]
        with suppress(TimeoutError):
            return await self.slack.until(
                lambda: next(
                    (card for room in rooms for card in self.slack.messages(room) if card.blocks), None
                ),
                seconds,
            )
        return None

    async def _open_slack_and_market(self, stack: AsyncExitStack) -> None:
        page_port = asked_or_usual(self.options.port, SLACK_PORT)
        make_room(self.options)
        for workspace in (*workspaces(self.file), *neighbours_workspaces(), newcomer.WORKSPACE):
            self.slack.add_workspace(
                id=workspace.id, name=workspace.name, people=workspace.people, channels=workspace.channels
            )
        stack.push_async_callback(self.slack.stop)
        await self.slack.start(HOST, page_port)
        stack.push_async_callback(self.market.stop)
        await self.market.start(HOST, usual_or_free(0 if self.options.port == 0 else MARKETPLACE_PORT))
        self.slack.links[self.market.name] = self.market.base_url

    def _file_with_actual_addresses(self) -> AllianceFile:
        """The example with the marketplace where it is; the hub finds its secret in the environment."""
        entry = self.file.marketplaces[0]
        if entry.secret_env:
            os.environ[entry.secret_env] = self._market_secret
        actual: MarketplaceEntry = entry.model_copy(update={"base_url": self.market.base_url})
        return self.file.model_copy(update={"marketplaces": (actual,)})

    async def _install_everywhere(self, app: Application) -> None:
        scopes = sorted(read_manifest().scopes)
        for workspace in self.slack.state.workspaces:
            token = f"xoxb-{secrets.token_hex(16)}"
            # Where nobody has joined yet, the app is in no channel: it joins the one that is chosen.
            joins = workspace.id != newcomer.WORKSPACE.id
            installed = self.slack.install(team=workspace.id, token=token, scopes=scopes, join=joins)
            await app.installations.save(
                token,
                team_id=workspace.id,
                team_name=workspace.name,
                bot_id=installed.bot_id,
                bot_user_id=installed.bot_user_id,
                scopes=scopes,
            )

    @asynccontextmanager
    async def _listings(self) -> AsyncIterator[None]:
        seed = self.options.seed
        stamp = int(self.started_at.timestamp()) % SEEDS
        waiting = newcomer.newcomers_listing(self.market.base_url, self.started_at, str(stamp))
        opening = opening_listings(self.market.base_url, self.started_at, str(stamp))
        await send(self.market, [waiting, *opening])
        if not self.options.streams:
            yield
            return
        stream = suspicious_listings(
            stamp if seed is None else seed, base_url=self.market.base_url, start=self.started_at
        )
        sending = asyncio.create_task(send_one_after_another(self.market, stream))
        try:
            yield
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


def example_alliance() -> AllianceFile:
    """The alliance of `alliance.example.yaml`."""
    path = project_root() / "alliance.example.yaml"
    return read_alliance_file(path.read_text(encoding="utf-8"), path.name)
