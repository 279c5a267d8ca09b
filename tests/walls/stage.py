"""The hub itself in the test's own loop, between a sandbox Slack and a rehearsal marketplace."""

import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import structlog
import yaml

import jobs.channels
from aacabot.app import Application, make_hub
from aacabot.config import Settings
from aacabot.domain.alliance_file import read_alliance_file
from aacabot.sandbox.marketplace import Marketplace
from aacabot.sandbox.slack import SandboxChannel, SandboxPerson, SlackSandbox
from aacabot.services import alliance
from aacabot.services.hub import Hub
from handlers.commands import Commands
from jobs.timetable import Timetable
from tests.conftest import SECRET_KEY
from tests.journeys.running_hub import MARKET_SECRET, SIGNING_SECRET, free_port
from tests.walls import cast as walls_cast

SECRETS = (SECRET_KEY, SIGNING_SECRET, MARKET_SECRET, *walls_cast.TOKENS.values())
GRANT_DAYS = 3
MANIFEST = Path(__file__).resolve().parents[2] / "app.yaml"


@dataclass
class Clock:
    """The hub's clock: the real one, and what a walk has moved it on by."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Stage:
    """A hub, the Slack and the marketplace around it, the hub's clock, and what it has logged."""

    cast: ModuleType
    hub: Hub
    slack: SlackSandbox
    market: Marketplace
    url: str
    clock: Clock
    timetable: Timetable
    folder: Path
    logged: list[str] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)

    @property
    def environment(self) -> dict[str, str]:
        """What the operator's commands need to find this hub's database."""
        settings = self.hub.settings
        return {
            "AACABOT_DATABASE_URL": settings.database_url, "AACABOT_EVIDENCE_URL": settings.evidence_url,
            "AACABOT_SECRET_KEY": SECRET_KEY, "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_BOT_TOKEN": self.cast.TOKENS[self.cast.OPS],
        }  # fmt: skip

    async def apply(self) -> None:
        """The operator applies the alliance file: whatever was taken away in it is there again."""
        expires = (datetime.now(UTC) + timedelta(days=GRANT_DAYS)).date()
        text = yaml.safe_dump(self.cast.alliance(self.market.base_url, expires))
        await alliance.apply(self.hub.database, self.clock, read_alliance_file(text, "wall.yaml"), False)

    async def pass_time(self, delta: timedelta) -> None:
        """Move the hub's clock, and let the timetable do what is due."""
        self.clock.ahead += delta
        await self.timetable.tick()


@asynccontextmanager
async def staged(
    database_url: str, folder: Path, monkeypatch: Any, cast: ModuleType = walls_cast
) -> AsyncIterator[Stage]:
    """The alliance of `cast` up and running; Slack's pace is not looked at, so nothing waits for it."""
    monkeypatch.setenv("SANDBOX_SECRET", MARKET_SECRET)
    for pause in ("AFTER_POST", "AFTER_UPDATE"):
        monkeypatch.setattr(jobs.channels, pause, 0.05)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    slack = SlackSandbox(
        signing_secret=SIGNING_SECRET, request_url=f"{url}/slack/events", retry_delays=(),
        posts_per_second=0, updates_per_minute=0,
    )  # fmt: skip
    market = Marketplace(key="sandbox", secret=MARKET_SECRET, hub_url=url)
    await slack.start()
    await market.start()
    _settle_slack(slack, cast)
    clock = Clock()
    settings = Settings(
        _env_file=None, database_url=database_url, evidence_url=f"file://{folder}/evidence", port=port,
        public_url=url, secret_key=SECRET_KEY, slack_signing_secret=SIGNING_SECRET,
        slack_bot_token=cast.TOKENS[cast.OPS], slack_api_url=slack.api_url,
    )  # fmt: skip
    hub = make_hub(settings, clock)
    stage = Stage(cast, hub, slack, market, url, clock, Timetable(hub), folder)
    try:
        with _kept_logs(stage), _known_words(stage.words):
            await stage.apply()
            app = Application(hub)
            await _install(app, slack, cast)
            async with app.running():
                await slack.until(lambda: app.health.readiness.slack == "", 20)
                yield stage
    finally:
        await slack.stop()
        await market.stop()


def scopes() -> list[str]:
    """The scopes of the manifest."""
    found: list[str] = yaml.safe_load(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"]
    return found


def _settle_slack(slack: SlackSandbox, cast: ModuleType) -> None:
    for team in cast.TEAMS:
        people = [SandboxPerson(id=one.user, name=one.name) for one in cast.PEOPLE if one.team == team]
        rooms = [
            SandboxChannel(
                id=room.channel, name=room.name, members=list(room.members),
                is_private=room.is_private, is_ext_shared=room.is_shared,
            )
            for room in cast.ROOMS if room.team == team
        ]  # fmt: skip
        slack.add_workspace(id=team, name=team, people=people, channels=rooms)
    for team, token in cast.TOKENS.items():
        slack.install(team=team, token=token, scopes=scopes())


async def _install(app: Application, slack: SlackSandbox, cast: ModuleType) -> None:
    for team, token in cast.TOKENS.items():
        bot = slack.state.workspaces.get(team).installed()
        await app.installations.save(
            token, team_id=team, team_name=team, bot_id=bot.bot_id, bot_user_id=bot.bot_user_id,
            scopes=scopes(),
        )  # fmt: skip


_FORGED = re.compile(r"[^_]not_found|user_not_found|there is no response_url")
"""What only a forged view is answered with: it is not open, and has nowhere to answer to."""


@contextmanager
def _kept_logs(stage: Stage) -> Iterator[None]:
    """Every line the hub and its libraries log, with tracebacks, as an operator would keep it."""

    def note(line: str, *, is_bug: bool) -> None:
        stage.logged.append(line)
        if is_bug and not _FORGED.search(line):
            stage.bugs.append(line)

    def keep(_: Any, __: str, event: Any) -> Any:
        note(repr(dict(event)), is_bug=event["level"] in {"error", "critical"})
        raise structlog.DropEvent

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            line = logging.Formatter("%(name)s %(levelname)s %(message)s").format(record)
            note(line, is_bug=record.levelno >= logging.ERROR)

    before, handler = structlog.get_config(), Keep(logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars, structlog.processors.add_log_level,
            structlog.processors.format_exc_info, keep,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )  # fmt: skip
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        structlog.configure(**before)


@contextmanager
def _known_words(words: set[str]) -> Iterator[None]:
    """Write down which words parts add to the command, while they do."""
    add = Commands.add

    def noted(self: Commands, word: str, answer: Any) -> None:
        words.add(word)
        add(self, word, answer)

    Commands.add = noted  # type: ignore[method-assign]
    try:
        yield
    finally:
        Commands.add = add  # type: ignore[method-assign]
