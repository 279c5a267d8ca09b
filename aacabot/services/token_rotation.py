"""Tokens that end after twelve hours are renewed ahead of time, once for all nodes.

A renewal is claimed in one commit, Slack is asked with nothing held, and the answer is kept in another. A
refresh token is good once (https://docs.slack.dev/authentication/using-token-rotation): should an answer be
lost on the way, the token in use lives on for up to two hours, and the desk is told in time to install anew.
"""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from cryptography.fernet import InvalidToken

from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.services import messages, workspaces
from aacabot.services.hub import Hub, Unit
from aacabot.store import installations as store
from aacabot.store.messages import members_told_in
from aacabot.store.models import Installation

AHEAD = timedelta(hours=2)
"""How long before a token's end it is renewed: what Bolt does on requests."""
TOLD_BEFORE = timedelta(hours=1)
CLAIM = timedelta(minutes=1)
"""Longer than Slack may take to answer."""
AGAIN_AFTER = timedelta(minutes=1)
AGAIN_AFTER_REFUSAL = timedelta(minutes=15)
PATIENCE_SECONDS = 1.5
"""How long whoever needs the token now waits for a renewal: a click has three seconds in all."""
REST_SECONDS = 20.0
NO_KEY = "no_key_opens_it"


@dataclass(frozen=True, kw_only=True)
class FreshTokens:
    """A new token, the refresh token that goes with it, and how long it lives. `repr` shows neither."""

    bot_token: str
    refresh_token: str
    lives: timedelta

    def __repr__(self) -> str:
        return f"FreshTokens({self.lives})"


@dataclass(eq=False)
class RenewalFailed(Exception):
    """Slack gave no new token: `problem` is its word; `is_final` where asking again alone will not help."""

    problem: str
    is_final: bool


class Renewer(Protocol):
    async def renew(self, refresh_token: str) -> FreshTokens:
        """Ask Slack for the next token. Raises RenewalFailed."""
        ...


class TokenRotation:
    """Renews tokens that end within two hours; with no renewer (no OAuth client) it leaves them alone."""

    def __init__(self, hub: Hub, renewer: Renewer | None) -> None:
        self._hub = hub
        self._renewer = renewer
        self._under_way: dict[str, asyncio.Task[bool]] = {}
        self._resting: dict[str, float] = {}

    def is_due(self, expires_at: datetime | None) -> bool:
        return expires_at is not None and expires_at <= self._hub.clock() + AHEAD

    async def renew_all(self) -> None:
        """Renew every token that ends within two hours; for the timetable."""
        if self._renewer is None:
            return
        now = self._hub.clock()
        async with self._hub.database.read(EVERYONE) as session:
            places = await store.expiring(session, now, now + AHEAD)
        for place in places:
            await asyncio.wait({self._begun(place)})

    async def renew_now(self, place: str, *, ended: bool) -> bool:
        """Renew for somebody who needs the token; True if there is a new one. Waits a moment at most.

        While the token has not `ended`, only the first waits: the others use it. The renewal goes on where
        the wait ends: cut short, the refresh token would be spent for nothing.
        """
        if self._renewer is None or time.monotonic() < self._resting.get(place, 0.0):
            return False
        if place in self._under_way and not ended:
            return False
        task = self._begun(place)
        await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
        return task.done() and not task.cancelled() and task.exception() is None and task.result()

    async def finish(self) -> None:
        """Let what is under way come to its end."""
        if self._under_way:
            await asyncio.wait(set(self._under_way.values()))

    def _begun(self, place: str) -> "asyncio.Task[bool]":
        task = self._under_way.get(place)
        if task is None:
            task = asyncio.create_task(self._renew(place))
            self._under_way[place] = task
            task.add_done_callback(lambda done: self._ended(place, done))
        return task

    def _ended(self, place: str, task: "asyncio.Task[bool]") -> None:
        self._under_way.pop(place, None)
        if task.cancelled() or task.exception() is not None or not task.result():
            # Others look the token up many times a second; the claim need not be tried each time.
            self._resting[place] = time.monotonic() + REST_SECONDS
        if not task.cancelled() and task.exception() is not None:
            log(__name__).error("token renewal broke off", place=place, exc_info=task.exception())

    async def _renew(self, place: str) -> bool:
        async with self._hub.unit(EVERYONE) as unit:
            claimed = await store.claim_renewal(
                unit.session, place, unit.now, unit.now + AHEAD, unit.now + CLAIM
            )
        if claimed is None:
            return False
        try:
            fresh = await self._asked(claimed)
        except RenewalFailed as failed:
            await self._failed(claimed, failed)
            return False
        await self._keep(claimed, fresh)
        return True

    async def _asked(self, row: Installation) -> FreshTokens:
        assert self._renewer is not None
        try:
            refresh_token = self._hub.settings.cipher.decrypt(row.refresh_token or b"").decode()
        except InvalidToken:
            raise RenewalFailed(NO_KEY, is_final=True) from None
        return await self._renewer.renew(refresh_token)

    async def _keep(self, claimed: Installation, fresh: FreshTokens) -> None:
        cipher = self._hub.settings.cipher
        async with self._hub.unit(EVERYONE) as unit:
            row = await store.lock_installation(unit.session, claimed.team_id)
            if row is None or row.installed_at != claimed.installed_at:
                return  # installed anew meanwhile: that token is the newer one
            row.bot_token = cipher.encrypt(fresh.bot_token.encode())
            row.refresh_token = cipher.encrypt(fresh.refresh_token.encode())
            row.expires_at = unit.now + fresh.lives
            row.renewal_claimed_until = row.renewal_problem = None
            if row.revoked_at is None:
                places = await workspaces.places_of(unit, row.team_id, is_org=row.is_org)
                await workspaces.speak_again(unit, places)
        log(__name__).info("token renewed", place=claimed.team_id)

    async def _failed(self, claimed: Installation, failed: RenewalFailed) -> None:
        log(__name__).warning("token not renewed", place=claimed.team_id, problem=failed.problem)
        async with self._hub.unit(EVERYONE) as unit:
            row = await store.lock_installation(unit.session, claimed.team_id)
            if row is None or row.installed_at != claimed.installed_at or row.revoked_at is not None:
                return
            row.renewal_problem = failed.problem
            row.renewal_claimed_until = unit.now + (AGAIN_AFTER_REFUSAL if failed.is_final else AGAIN_AFTER)
            if row.expires_at and (failed.is_final or row.expires_at - unit.now <= TOLD_BEFORE):
                await _tell_desk(unit, row, row.expires_at)


async def _tell_desk(unit: Unit, row: Installation, ends_at: datetime) -> None:
    places = await workspaces.places_of(unit, row.team_id, is_org=row.is_org)
    values = {
        "workspace": row.team_name or row.team_id,
        "members": await _members(unit, places),
        "ends_at": ends_at.isoformat(),
        "problem": row.renewal_problem,
    }
    notice = Notice(kind=NoticeKind.TOKEN_NOT_RENEWED, values=values)
    await messages.tell_desk(unit, notice, f"{row.team_id}:{int(ends_at.timestamp())}")


async def _members(unit: Unit, places: Iterable[str]) -> list[str]:
    return sorted({name for place in places for name in await members_told_in(unit.session, place)})
