"""The composition root: settings become a database, an engine, services, Bolt, the web and a timetable."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import handlers.access
import handlers.agencies
import handlers.alert_groups
import handlers.alert_times
import handlers.announcements
import handlers.api_tokens
import handlers.assignments
import handlers.audit
import handlers.bulk_acts
import handlers.cases
import handlers.commands
import handlers.complaint_results
import handlers.complaints
import handlers.connections
import handlers.counsel
import handlers.counter_notices
import handlers.desk
import handlers.directory
import handlers.duty
import handlers.evidence
import handlers.good_faith
import handlers.help
import handlers.home
import handlers.intel_blind
import handlers.intel_clusters
import handlers.intel_files
import handlers.intel_groups
import handlers.intel_home
import handlers.intel_introductions
import handlers.intel_items
import handlers.intel_labels
import handlers.intel_posting
import handlers.intel_reviews
import handlers.intel_search
import handlers.intel_sharing
import handlers.intel_verdicts
import handlers.inviting
import handlers.joining
import handlers.lanes
import handlers.lookups
import handlers.people
import handlers.phases
import handlers.portfolio
import handlers.resubmission
import handlers.reviews
import handlers.undoing
import handlers.unfurls
import handlers.waiting
import handlers.workspaces
from aacabot.config import Settings, Transport
from aacabot.domain.viewers import EVERYONE
from aacabot.engine import Engine, Payload, migrate_engine
from aacabot.locales import Catalogues
from aacabot.logs import log
from aacabot.metrics import Metrics
from aacabot.services import messages
from aacabot.services.bulk_work import wake_unfinished
from aacabot.services.failures import tell_desk_of_dead_work
from aacabot.services.hub import Clock, Hub
from aacabot.services.installations import Installations
from aacabot.services.recovery import wake_what_is_owed
from aacabot.slack.client import ChannelBroken, Slack, SlackBusy, SlackUnclear
from aacabot.slack.oauth import InstallFlow, install_flow, slack_page
from aacabot.slack.token_renewal import SlackRenewer
from aacabot.store import schema
from aacabot.store.database import RUNTIME_ROLE, Database
from aacabot.store.evidence import EvidenceStore
from aacabot.web.complaints import ComplaintRoutes
from aacabot.web.errors import errors_in_one_shape
from aacabot.web.evidence import EvidenceRoutes
from aacabot.web.health import HealthRoutes
from aacabot.web.intel import IntelRoutes
from aacabot.web.marketplaces import MAX_BODY, MarketplaceRoutes
from aacabot.web.oauth import OAuthAnswers, OAuthRoutes
from aacabot.web.openapi import openapi
from handlers.authorization import Authorizer, note_workspaces
from handlers.clicks import Clicks
from handlers.commands import Commands
from handlers.home import Home
from jobs.batches import BatchWorker
from jobs.bulk_acts import ActWorker
from jobs.channel_groups import ChannelGroupWorker
from jobs.channels import ChannelWorker
from jobs.complaints import ComplaintApprover, ComplaintTeller
from jobs.heartbeats import beat, beat_until_cancelled, say_goodbye
from jobs.marketplaces import MarketplaceWorker
from jobs.timetable import Timetable

SLACK_ASKED_AGAIN_SECONDS = 5.0
LAST_ANSWERS_SECONDS = 3.0
"""How long requests under way are waited for when the hub stops: Slack waits no longer either."""


class NotMigrated(Exception):
    """The database's schema is not the one this code needs."""


def now() -> datetime:
    return datetime.now(UTC)


def make_hub(settings: Settings, clock: Clock = now) -> Hub:
    """The parts every service needs; nothing is started, no connection is opened yet."""
    return Hub(
        settings=settings,
        database=Database(settings.database_url),
        engine=Engine(settings),
        evidence=EvidenceStore(settings.evidence_url),
        metrics=Metrics(),
        clock=clock,
    )


class Application:
    """The hub in one process: start it, let it run, stop it without losing anything."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.settings = hub.settings
        renewer = SlackRenewer(self.settings) if self.settings.installs_by_oauth else None
        self.installations = Installations(hub, renewer)
        self.health = HealthRoutes(hub)
        self._catalogues = Catalogues.load()
        self._oauth_answers = OAuthAnswers(self._catalogues, partial(slack_page, self.settings.slack_api_url))
        self._timetable = Timetable(hub)
        self._background: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything up inside the block; at its end what runs is finished or left for the next start.

        Raises NotMigrated or DatabaseInUse before anything is served.
        """
        check_schema(self.settings)
        # Cookies of one marketplace must not reach another.
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            slack = Slack(self.settings.slack_api_url, session, self.installations.token_of, self.hub.metrics)
            self._register_work(slack, session)
            flow = self._install_flow(session)
            bolt = self._bolt(session, flow)
            routes = self._web(bolt, flow)
            runner = web.AppRunner(routes, access_log=None, shutdown_timeout=LAST_ANSWERS_SECONDS)
            await runner.setup()
            await web.TCPSite(runner, self.settings.host, self.settings.port).start()
            try:
                await self._start(slack, bolt)
                yield
            finally:
                await self._stop(runner)

    async def _start(self, slack: Slack, bolt: AsyncApp) -> None:
        await beat(self.hub)
        await self.hub.engine.start(self._on_dead)
        self.health.readiness.queues = True
        self._in_background(self._meet_slack(slack))
        self._in_background(beat_until_cancelled(self.hub))
        if self.settings.transport is Transport.SOCKET:
            self._in_background(self._listen_by_socket(bolt))
        await wake_what_is_owed(self.hub)
        await wake_unfinished(self.hub)
        async with self.hub.unit(EVERYONE) as unit:
            await messages.show_lane(unit)
        self._timetable.start(self.installations.rotation.renew_all)
        log(__name__).info("hub is up", address=f"http://{self.settings.host}:{self.settings.port}")

    async def _stop(self, runner: web.AppRunner) -> None:
        """Take nothing new in, finish what is under way, then let go."""
        self._timetable.stop()
        await runner.cleanup()
        await self.hub.engine.stop()
        await self.installations.rotation.finish()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await say_goodbye(self.hub)
        await self.hub.database.dispose()
        log(__name__).info("hub has stopped")

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(_log_failure)

    async def _on_dead(self, name: str, ident: str, payload: Payload, error: str) -> None:
        await tell_desk_of_dead_work(self.hub, name, ident, error, payload.get("key"))

    def _register_work(self, slack: Slack, session: aiohttp.ClientSession) -> None:
        engine = self.hub.engine
        engine.register("serve_marketplace", MarketplaceWorker(self.hub, session).run)
        channels = ChannelWorker(self.hub, slack, self._catalogues)
        engine.register("fill_channel", channels.run)
        engine.register("fill_channels", ChannelGroupWorker(self.hub, channels).run)
        engine.register("screen_batch", BatchWorker(self.hub).run)
        engine.register("carry_out_acts", ActWorker(self.hub).run)
        engine.register("approve_complaint", ComplaintApprover(self.hub).run)
        engine.register("tell_complaint", ComplaintTeller(self.hub, slack, self._catalogues).run)

    def _install_flow(self, session: aiohttp.ClientSession) -> InstallFlow | None:
        client = AsyncWebClient(base_url=self.settings.slack_api_url, session=session)
        return install_flow(self.hub, self.installations, client, self._oauth_answers.options)

    def _bolt(self, session: aiohttp.ClientSession, flow: InstallFlow | None) -> AsyncApp:
        secret = self.settings.slack_signing_secret
        app = AsyncApp(
            name="aacabot",
            signing_secret=secret.get_secret_value() if secret else "socket-mode",
            client=AsyncWebClient(base_url=self.settings.slack_api_url, session=session),
            before_authorize=note_workspaces(self.installations),
            authorize=Authorizer(self.installations),  # type: ignore[arg-type]
            oauth_flow=flow,
            # Given too, or Bolt makes settings of its own that keep tokens in files.
            oauth_settings=flow.settings if flow else None,
        )
        self.listen(app)
        return app

    def listen(self, app: AsyncApp) -> None:
        """Register every listener with `app`; the doctor hands in one that only writes them down."""
        clicks = Clicks(self.hub, self._catalogues)
        handlers.cases.register(app, clicks)
        handlers.resubmission.register(app, clicks)
        handlers.counter_notices.register(app, clicks)
        handlers.undoing.register(app, clicks)
        handlers.lanes.register(app, clicks)
        commands = Commands(clicks)
        handlers.commands.register(app, commands)
        home = Home(clicks)
        handlers.lookups.register(app, home, commands)
        handlers.home.register(app, home)
        handlers.waiting.register(app, home, commands)
        handlers.reviews.register(app, home)
        handlers.desk.register(app, home)
        handlers.bulk_acts.register(app, home)
        handlers.complaints.register(app, home, commands)
        handlers.complaint_results.register(app, home)
        intel = handlers.intel_home.register(app, home)
        handlers.intel_sharing.register(app, home, commands)
        handlers.intel_items.register(app, home)
        handlers.intel_files.register(app, home)
        asked = handlers.intel_search.register(app, home, commands, intel)
        handlers.portfolio.register(app, home)
        handlers.assignments.register(app, clicks)
        handlers.evidence.register(app, clicks)
        handlers.alert_groups.register(app, clicks)
        handlers.access.register(app, home)
        handlers.people.register(app, home)
        handlers.agencies.register(app, home)
        handlers.audit.register(app, home, commands)
        handlers.counsel.register(app, home)
        handlers.phases.register(app, home)
        handlers.directory.register(app, home, commands)
        handlers.announcements.register(app, home)
        handlers.duty.register(app, home, commands)
        handlers.help.register(app, home, commands)
        handlers.good_faith.register(app, home)
        handlers.connections.register(app, home)
        handlers.alert_times.register(app, home, commands)
        handlers.inviting.register(app, home, commands)
        handlers.api_tokens.register(app, home)
        handlers.intel_verdicts.register(app, home)
        handlers.intel_labels.register(app, home)
        handlers.intel_posting.register(app, home)
        handlers.intel_groups.register(app, home, intel)
        handlers.intel_reviews.register(app, home, intel)
        handlers.intel_clusters.register(app, home, intel)
        handlers.intel_introductions.register(app, home)
        handlers.intel_blind.register(app, home, asked)
        handlers.joining.register(app, home)
        handlers.workspaces.register(app, self.installations)
        handlers.unfurls.register(app, clicks)

    def _web(self, bolt: AsyncApp, flow: InstallFlow | None) -> web.Application:
        app = web.Application(middlewares=[errors_in_one_shape], client_max_size=MAX_BODY)
        app.add_routes(self.health.routes())
        app.add_routes(MarketplaceRoutes(self.hub).routes())
        app.add_routes(ComplaintRoutes(self.hub).routes())
        app.add_routes(IntelRoutes(self.hub).routes())
        app.add_routes(EvidenceRoutes(self.hub).routes())
        app.add_routes([web.get("/api/openapi.json", openapi)])

        async def slack_events(request: web.Request) -> web.Response:
            return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

        app.add_routes([web.post("/slack/events", slack_events)])
        if flow is not None:
            app.add_routes(OAuthRoutes(flow, self._oauth_answers).routes())
        return app

    async def _listen_by_socket(self, bolt: AsyncApp) -> None:
        token = self.settings.slack_app_token
        client = AsyncWebClient(base_url=self.settings.slack_api_url)
        handler = AsyncSocketModeHandler(bolt, token.get_secret_value() if token else None, web_client=client)
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
            await asyncio.Event().wait()
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]

    async def _meet_slack(self, slack: Slack) -> None:
        """Ask Slack who the token is, until it answers; from then on the workspace is installed."""
        token = self.settings.slack_bot_token
        if token is None:
            self.health.readiness.slack = ""
            return
        while True:
            try:
                await self._install(slack, token.get_secret_value())
                self.health.readiness.slack = ""
                return
            except (SlackBusy, SlackUnclear, ChannelBroken) as error:
                self.health.readiness.slack = type(error).__name__
                log(__name__).warning("Slack does not take the token yet", why=repr(error))
            await asyncio.sleep(SLACK_ASKED_AGAIN_SECONDS)

    async def _install(self, slack: Slack, token: str) -> None:
        answer = await slack.call_with(token, "auth.test")
        if await self.installations.is_installed_by_oauth(str(answer["team_id"])):
            return
        await self.installations.save(
            token,
            team_id=str(answer["team_id"]),
            team_name=answer.get("team"),
            bot_id=answer.get("bot_id"),
            bot_user_id=answer.get("user_id"),
            scopes=[scope for scope in answer.headers.get("X-OAuth-Scopes", "").split(",") if scope],
            enterprise_id=answer.get("enterprise_id"),
            is_org=bool(answer.get("is_enterprise_install")),
        )


def _log_failure(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and task.exception() is not None:
        log(__name__).error("background task ended", exc_info=task.exception())


def check_schema(settings: Settings) -> None:
    """Raise NotMigrated unless the database is at the revision this code needs."""
    current, head = schema.current_revision(settings.database_url), schema.head_revision()
    if current != head:
        raise NotMigrated(f"the database is at {current or 'no revision'}, this code needs {head}")


def migrate(settings: Settings) -> None:
    """Create or update the database: our tables, the walls between members, and the engine's tables."""
    owner = settings.owner_database_url or settings.database_url
    schema.upgrade(owner)
    migrate_engine(owner, None if settings.is_sqlite else RUNTIME_ROLE)
    if not settings.is_sqlite:
        schema.let_login_role_run(owner, settings.database_url)


async def serve(settings: Settings) -> None:
    """Run the hub until it is told to stop (SIGTERM, SIGINT)."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    async with Application(make_hub(settings)).running():
        await stop.wait()
