"""The app in workspaces and organisations: tokens stored encrypted, read through a short memory."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken

from aacabot.domain.audit import Deed
from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.services import workspaces
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub
from aacabot.services.token_rotation import Renewer, TokenRotation
from aacabot.store import installations as store
from aacabot.store.models import Installation
from aacabot.store.org_workspaces import remove_workspaces

REMEMBERED_SECONDS = 30.0
UNKEYED = (
    "no key in AACABOT_SECRET_KEY opens the stored token; put the key it was stored with behind the first, "
    "after a comma, or install the app there anew"
)


@dataclass(frozen=True)
class Installed:
    """The app in one workspace, or in a whole organisation. `repr` never shows the token."""

    team_id: str
    bot_id: str | None
    bot_user_id: str | None
    bot_token: str
    is_org: bool = False
    expires_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Installed({self.team_id})"


class Installations:
    """Looks installations up by workspace or organisation; what was found is trusted for half a minute."""

    def __init__(self, hub: Hub, renewer: Renewer | None = None) -> None:
        self._hub = hub
        self.rotation = TokenRotation(hub, renewer)
        self._known: dict[str, tuple[float, Installed]] = {}
        self._seen: set[tuple[str, str]] = set()
        self._unkeyed: set[str] = set()

    async def find(self, team_id: str) -> Installed | None:
        """What serves a workspace or organisation, with a token renewed ahead of its end, or None."""
        found = await self._remembered(team_id)
        if found is not None and found.expires_at is not None and self.rotation.is_due(found.expires_at):
            ended = found.expires_at <= self._hub.clock()
            if await self.rotation.renew_now(found.team_id, ended=ended):
                self._known.clear()
            found = await self._remembered(team_id)
        return found

    async def _remembered(self, team_id: str) -> Installed | None:
        known = self._known.get(team_id)
        if known is not None and time.monotonic() - known[0] < REMEMBERED_SECONDS:
            return known[1]
        async with self._hub.database.read(EVERYONE) as session:
            row = await store.find_covering(session, team_id)
        found = self._opened(row) if row is not None else None
        if found is not None:
            # That there is none is not remembered: another node may be installing it now.
            self._known[team_id] = (time.monotonic(), found)
        return found

    def _opened(self, row: Installation) -> Installed | None:
        try:
            token = self._hub.settings.cipher.decrypt(row.bot_token).decode()
        except InvalidToken:
            if row.team_id not in self._unkeyed:
                log(__name__).error("token cannot be read", place=row.team_id, why=UNKEYED)
            self._unkeyed.add(row.team_id)
            return None
        return Installed(row.team_id, row.bot_id, row.bot_user_id, token, row.is_org, row.expires_at)

    async def token_of(self, team_id: str) -> str | None:
        found = await self.find(team_id)
        return found.bot_token if found else None

    async def save(
        self,
        token: str,
        *,
        team_id: str,
        team_name: str | None,
        bot_id: str | None,
        bot_user_id: str | None,
        scopes: list[str],
        enterprise_id: str | None = None,
        is_org: bool = False,
        app_id: str | None = None,
        installed_by: str | None = None,
        refresh_token: str | None = None,
        lives: timedelta | None = None,
    ) -> None:
        """Keep an installation; a token taken back before is live again with it, and what waited is sent.

        `installed_by` is the Slack user id of whoever installed it by OAuth. `lives` is how long the token is
        good for where tokens are rotated.
        """
        cipher = self._hub.settings.cipher
        async with self._hub.unit(EVERYONE) as unit:
            before = await store.lock_installation(unit.session, team_id)
            is_news = before is None or before.revoked_at is not None or installed_by is not None
            row = Installation(
                team_id=team_id,
                team_name=team_name,
                enterprise_id=enterprise_id,
                is_org=is_org,
                app_id=app_id,
                installed_by=installed_by,
                bot_token=cipher.encrypt(token.encode()),
                refresh_token=cipher.encrypt(refresh_token.encode()) if refresh_token else None,
                expires_at=unit.now + lives if lives else None,
                bot_id=bot_id,
                bot_user_id=bot_user_id,
                scopes=scopes,
                installed_at=unit.now,
            )
            await store.save_installation(unit.session, row)
            if is_news:
                details = {"organisation": is_org, "by_oauth": installed_by is not None}
                note_deed(
                    unit,
                    Deed.APP_INSTALLED,
                    workspaces.SUBJECT,
                    by=None,
                    subject_id=team_id,
                    details=details,
                )
            await workspaces.speak_again(unit, await workspaces.places_of(unit, team_id, is_org=is_org))
        self._known.clear()
        self._unkeyed.discard(team_id)

    async def is_installed_by_oauth(self, team_id: str) -> bool:
        """Whether somebody installed the app there, so that SLACK_BOT_TOKEN must not take its place."""
        async with self._hub.database.read(EVERYONE) as session:
            row = await store.find_installation(session, team_id)
        if row is None or row.revoked_at is not None or row.installed_by is None:
            return False
        return self._opened(row) is not None

    async def revoke(self, place: str, at: datetime | None = None) -> None:
        """The app was removed: nothing more is sent there until it is installed again.

        The desk is told once, however often and in whatever order Slack says so. `at` is when it happened:
        what is told late of an earlier installation leaves a newer one alone.
        """
        async with self._hub.unit(EVERYONE) as unit:
            row = await store.lock_installation(unit.session, place)
            if row is None or row.revoked_at is not None:
                return
            if at is not None and at < row.installed_at.replace(microsecond=0):
                log(__name__).info("told late of an earlier removal", place=place)
                return
            row.revoked_at = unit.now
            note_deed(unit, Deed.APP_REMOVED, workspaces.SUBJECT, by=None, subject_id=place)
            places = await workspaces.places_of(unit, place, is_org=row.is_org)
            if row.is_org:
                await remove_workspaces(unit.session, place, places)
            await unit.session.flush()
            await workspaces.fall_silent(unit, places)
        self._forget()

    async def cover(self, enterprise_id: str, team_ids: list[str]) -> None:
        """The organisation's installation serves these workspaces too."""
        async with self._hub.unit(EVERYONE) as unit:
            await workspaces.cover(unit, enterprise_id, team_ids)
        self._known.clear()

    async def uncover(self, enterprise_id: str, team_ids: list[str]) -> None:
        """The organisation's installation no longer serves these workspaces."""
        async with self._hub.unit(EVERYONE) as unit:
            await workspaces.uncover(unit, enterprise_id, team_ids)
        self._forget()

    async def seen(self, enterprise_id: str, team_id: str) -> None:
        """Slack itself said that the organisation's installation serves this workspace."""
        if (enterprise_id, team_id) not in self._seen:
            await self.cover(enterprise_id, [team_id])
            self._seen.add((enterprise_id, team_id))

    def _forget(self) -> None:
        self._known.clear()
        self._seen.clear()
