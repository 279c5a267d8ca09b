"""A good set-up to be examined: sandbox Slack, rehearsal marketplace, the journeys' alliance."""

import copy
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from aacabot.doctor.checks import Finding
from aacabot.doctor.examination import examine
from aacabot.domain.alliance_file import read_alliance_file
from aacabot.sandbox.marketplace import Marketplace
from aacabot.sandbox.slack import SandboxChannel, SandboxPerson, SlackSandbox
from aacabot.services import alliance
from aacabot.slack.manifest import read_manifest
from aacabot.store.database import Database
from tests.conftest import SECRET_KEY
from tests.journeys import alliance as journey

SECRET = "whsec_bWFya2V0cGxhY2Utc2VjcmV0LW9mLTMyLWJ5dGVzISE="
TOKEN = "xoxb-doctor-token"
CHANNELS = {"C0ACME": "acme", "C0BETA": "beta", "C0GAMMA": "gamma", "C0OPS": "ops"}


@dataclass
class Clinic:
    """A set-up: break something, then `examine` says what it finds."""

    database_url: str
    folder: Path
    environment: pytest.MonkeyPatch
    slack: SlackSandbox = field(init=False)
    market: Marketplace = field(init=False)

    async def start(self) -> None:
        self.slack = SlackSandbox(signing_secret="signing-secret", request_url="http://127.0.0.1:9/")
        self.market = Marketplace(
            key="sandbox", secret=SECRET, hub_url="http://127.0.0.1:9", name="Sandbox Market"
        )
        await self.slack.start(host="127.0.0.1", port=0)
        await self.market.start()
        people = [SandboxPerson(journey.ANN, "Ann"), SandboxPerson(journey.OLA, "Ola")]
        rooms = [SandboxChannel(id=channel, name=name) for channel, name in CHANNELS.items()]
        self.slack.add_workspace(journey.OPS, "Ops", people, rooms)
        self.install()
        self.set_environment()

    def install(self, *, without: str = "") -> None:
        self.slack.install(journey.OPS, TOKEN, read_manifest().scopes - {without})

    def set_environment(self) -> None:
        for name, value in {
            "AACABOT_DATABASE_URL": self.database_url,
            "AACABOT_EVIDENCE_URL": f"file://{self.folder}/evidence",
            "AACABOT_SECRET_KEY": SECRET_KEY,
            "SLACK_SIGNING_SECRET": "signing-secret",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_API_URL": self.slack.api_url,
            "SANDBOX_SECRET": SECRET,
        }.items():
            self.environment.setenv(name, value)
        self.environment.chdir(self.folder)

    async def apply(self, change: Callable[[dict[str, Any]], object] = lambda _: None, **market: Any) -> None:
        """Apply the journeys' alliance, after `change` has had its way with it."""
        address = market.pop("base_url", self.market.base_url)
        document = copy.deepcopy(journey.alliance(address, **market))
        change(document)
        database = Database(self.database_url)
        try:
            file = read_alliance_file(yaml.safe_dump(document), "alliance.yaml")
            await alliance.apply(database, lambda: datetime.now(UTC), file, True)
        finally:
            await database.dispose()

    async def examine(self) -> list[Finding]:
        return await examine()

    async def stop(self) -> None:
        await self.slack.stop()
        await self.market.stop()


@pytest.fixture
async def empty_clinic(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Clinic]:
    """A good set-up on SQLite, without an alliance yet."""
    clinic = Clinic(sqlite_url, tmp_path, monkeypatch)
    await clinic.start()
    yield clinic
    await clinic.stop()


@pytest.fixture
async def clinic(empty_clinic: Clinic) -> Clinic:
    """A good set-up on SQLite, with the alliance applied."""
    await empty_clinic.apply()
    return empty_clinic


@pytest.fixture
async def clinic_on_postgres(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Clinic]:
    """A good set-up on Postgres, logging in as its superuser."""
    clinic = Clinic(postgres_url, tmp_path, monkeypatch)
    await clinic.start()
    await clinic.apply()
    yield clinic
    await clinic.stop()


def only(findings: list[Finding], ok: bool | None = False) -> Finding:
    """The one finding of this outcome; fails where there are others or none."""
    found = [finding for finding in findings if finding.ok is ok]
    assert len(found) == 1, found
    return found[0]


def troubled(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.ok is not True]
