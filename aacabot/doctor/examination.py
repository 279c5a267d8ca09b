"""The whole examination, in the order in which one thing needs another."""

import asyncio
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from aacabot.app import make_hub
from aacabot.config import Settings
from aacabot.doctor.alliance import check_alliance
from aacabot.doctor.app_manifest import check_manifest
from aacabot.doctor.channels import check_channels, named_channels
from aacabot.doctor.checks import Finding, failure, first_line, without_secrets
from aacabot.doctor.clocks import ClockReading, check_clocks
from aacabot.doctor.database import check_reachable, check_schema
from aacabot.doctor.evidence import check_evidence
from aacabot.doctor.installing import check_oauth, check_rotation
from aacabot.doctor.marketplaces import check_marketplaces
from aacabot.doctor.queues import check_queues
from aacabot.doctor.scanner import check_scanner
from aacabot.doctor.settings import read_settings
from aacabot.doctor.sqlite import check_sqlite
from aacabot.doctor.walls import check_walls
from aacabot.doctor.workspaces import check_tokens, tokens_of
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store.alliance import AllianceRecords, load_alliance
from aacabot.store.installations import live_installations
from aacabot.store.models import Installation
from aacabot.store.org_workspaces import organisations

READ_SECONDS = 10.0


async def examine() -> list[Finding]:
    """Look at everything, change nothing. Neither a running hub nor a working database is needed.

    Unreachable parts cost some seconds each and become findings; no finding holds a secret.
    """
    settings, findings = read_settings()
    if settings is None:
        return findings
    # No file is touched here: whether the real store works is `check_evidence`'s to say.
    hub = make_hub(settings.model_copy(update={"evidence_url": "memory://"}))
    examination = _Examination(settings, hub, findings)
    try:
        await examination.run()
    finally:
        await hub.engine.stop()
        await hub.database.dispose()
    return without_secrets(examination.findings, examination.secrets())


@dataclass
class _Examination:
    settings: Settings
    hub: Hub
    findings: list[Finding]
    records: AllianceRecords | None = None
    installations: list[Installation] = field(default_factory=list)
    organisations: dict[str, str] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    clocks: list[ClockReading] = field(default_factory=list)

    async def run(self) -> None:
        if await self._stored() and await self._read():
            self.findings += await check_queues(self.hub)
        self.findings += await check_evidence(self.settings.evidence_url)
        self.findings += await check_scanner(self.settings.clamd)
        self.findings += check_manifest(self.hub)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            await self._slack(session)
            await self._marketplaces(session)
        self.findings += check_clocks(self.clocks)
        if self.records is not None:
            self.findings += check_alliance(self.records, datetime.now(UTC))

    async def _stored(self) -> bool:
        """Whether the database can be read as the hub reads it."""
        found = [await check_reachable(self.settings)]
        if found[0].ok:
            found.append(await check_schema(self.settings))
            found += await check_sqlite(self.settings)
        if all(one.ok is not False for one in found):
            found += await check_walls(self.settings)
        self.findings += found
        return all(one.ok is not False for one in found)

    async def _read(self) -> bool:
        """Read the alliance and the installations; False where that fails or takes too long."""
        try:
            async with asyncio.timeout(READ_SECONDS), self.hub.database.read(EVERYONE) as session:
                self.installations = await live_installations(session)
                self.organisations = await organisations(session)
                self.records = await load_alliance(session)
        except (SQLAlchemyError, TimeoutError) as error:
            said = f"cannot be read: {first_line(getattr(error, 'orig', None) or error)}"
            self.findings.append(failure("database", said, "see what the database's own log says"))
            return False
        return True

    async def _slack(self, session: aiohttp.ClientSession) -> None:
        self.findings += check_oauth(self.settings)
        lapsed = check_rotation(self.installations, datetime.now(UTC))
        self.findings += lapsed.findings
        tokens, found = tokens_of(self.settings, lapsed.living)
        self.tokens = [token.value for token in tokens]
        checked = await check_tokens(tokens, self.settings.slack_api_url, session)
        self.findings += [*found, *checked.findings]
        self.clocks += checked.clocks
        for team_id, organisation in self.organisations.items():
            if organisation in checked.workspaces:
                checked.workspaces.setdefault(team_id, checked.workspaces[organisation])
        if self.records is not None:
            self.findings += await check_channels(named_channels(self.records), checked.workspaces)

    async def _marketplaces(self, session: aiohttp.ClientSession) -> None:
        if self.records is None:
            return
        live = [row for row in self.records.marketplaces if row.withdrawn_at is None]
        checked = await check_marketplaces(live, session)
        self.findings += checked.findings
        self.clocks += checked.clocks

    def secrets(self) -> list[str | None]:
        """Everything that must not be printed."""
        settings, marketplaces = self.settings, self.records.marketplaces if self.records else []
        held = [
            settings.secret_key,
            settings.slack_signing_secret,
            settings.slack_bot_token,
            settings.slack_client_secret,
            settings.slack_app_token,
        ]
        urls = [settings.database_url, settings.owner_database_url]
        return [
            *(secret.get_secret_value() for secret in held if secret is not None),
            *(sa.make_url(url).password for url in urls if url),
            *self.tokens,
            *(os.environ.get(row.secret_env) for row in marketplaces),
        ]
