"""Tokens of the workspaces the app is installed in: stored encrypted, read through a short memory."""

import time
from dataclasses import dataclass

from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub
from aacabot.store import installations as store
from aacabot.store.messages import channels_waiting, clear_problem
from aacabot.store.models import Installation

REMEMBERED_SECONDS = 30.0


@dataclass(frozen=True)
class Installed:
    """The app in one workspace. `repr` never shows the token."""

    team_id: str
    bot_id: str | None
    bot_user_id: str | None
    bot_token: str

    def __repr__(self) -> str:
        return f"Installed({self.team_id})"


class Installations:
    """Looks workspaces up by team; what was found is trusted for half a minute."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._known: dict[str, tuple[float, Installed]] = {}

    async def find(self, team_id: str) -> Installed | None:
        """The live installation in a workspace, or None."""
        known = self._known.get(team_id)
        if known is not None and time.monotonic() - known[0] < REMEMBERED_SECONDS:
            return known[1]
        async with self._hub.database.read(EVERYONE) as session:
            row = await store.find_installation(session, team_id)
        found = self._opened(row) if row is not None and row.revoked_at is None else None
        if found is not None:
            # That there is none is not remembered: another node may be installing it now.
            self._known[team_id] = (time.monotonic(), found)
        return found

    def _opened(self, row: Installation) -> Installed:
        token = self._hub.settings.cipher.decrypt(row.bot_token).decode()
        return Installed(row.team_id, row.bot_id, row.bot_user_id, token)

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
    ) -> None:
        """Keep an installation; a token taken back before is live again with it, and what waited is sent."""
        async with self._hub.unit(EVERYONE) as unit:
            row = Installation(
                team_id=team_id,
                team_name=team_name,
                bot_token=self._hub.settings.cipher.encrypt(token.encode()),
                bot_id=bot_id,
                bot_user_id=bot_user_id,
                scopes=scopes,
                installed_at=unit.now,
            )
            await store.save_installation(unit.session, row)
            await clear_problem(unit.session, team_id, messages.TOKEN_REVOKED)
            for channel in await channels_waiting(unit.session, team_id):
                unit.wake(messages.CHANNEL_WORKER, channel)
        self._known.pop(team_id, None)

    async def revoke(self, team_id: str) -> None:
        """The workspace removed the app: nothing more is sent there until it is installed again.

        The desk is told once, however often Slack says so.
        """
        async with self._hub.unit(EVERYONE) as unit:
            row = await store.find_installation(unit.session, team_id)
            if row is not None and row.revoked_at is None:
                row.revoked_at = unit.now
                await messages.app_removed(unit, team_id)
        self._known.pop(team_id, None)
