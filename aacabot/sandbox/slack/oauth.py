"""OAuth v2: codes and tokens for whoever installs the app.

https://docs.slack.dev/authentication/installing-with-oauth and /authentication/using-token-rotation
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from aacabot.sandbox.slack.clock import SandboxClock
from aacabot.sandbox.slack.errors import SandboxRefusal, SlackError
from aacabot.sandbox.slack.installing import InstallingWorkspaces
from aacabot.sandbox.slack.workspaces import Installation

CODE_SECONDS = 600.0
TOKEN_SECONDS = 43_200
GRACE_SECONDS = 10.0
"""A refresh token sent twice within this span gets the same answer again; later it is refused."""


@dataclass(frozen=True)
class RegisteredApp:
    """The app as its page at Slack describes it. `rotates`: tokens end after twelve hours."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_urls: tuple[str, ...] = ()
    rotates: bool = False
    is_org_ready: bool = False


@dataclass(frozen=True)
class Asked:
    """What an authorize page was opened with."""

    state: str
    scopes: tuple[str, ...]
    redirect_uri: str
    team: str | None = None

    def sent_back(self, **more: str) -> str:
        """Where the browser goes next."""
        return f"{self.redirect_uri}?{urlencode({**more, 'state': self.state})}"


@dataclass
class _Code:
    asked: Asked
    place: str
    user: str
    born: float
    used: bool = False


@dataclass
class _Refresh:
    installation: Installation
    user: str
    spent_at: float | None = None
    answer: dict[str, Any] | None = None


class OAuth:
    """Hands out codes for consent, and tokens for codes and refresh tokens."""

    def __init__(self, clock: SandboxClock, workspaces: InstallingWorkspaces) -> None:
        self.app: RegisteredApp | None = None
        self._clock = clock
        self._workspaces = workspaces
        self._codes: dict[str, _Code] = {}
        self._refreshes: dict[str, _Refresh] = {}

    def asked(self, query: Mapping[str, str]) -> Asked:
        """Read an authorize page's address. Raises SandboxRefusal as Slack's page would say no."""
        app = self.app
        if app is None or query.get("client_id") != app.client_id:
            raise SandboxRefusal("Invalid client_id parameter.")
        scopes = tuple(one for one in query.get("scope", "").split(",") if one)
        if not scopes:
            raise SandboxRefusal("No scopes requested.")
        redirect_uri = query.get("redirect_uri", app.redirect_urls[0] if app.redirect_urls else "")
        if redirect_uri not in app.redirect_urls:
            raise SandboxRefusal("redirect_uri did not match any configured URIs.")
        return Asked(query.get("state", ""), scopes, redirect_uri, query.get("team"))

    def approve(self, asked: Asked, place: str, user: str) -> str:
        """Someone allows the app in a workspace or organisation; returns where their browser goes.

        Raises SandboxRefusal where they cannot.
        """
        self._check_person(place, user)
        code = f"{secrets.randbelow(10**12)}.{secrets.token_hex(24)}"
        self._codes[code] = _Code(asked, place, user, self._clock.now())
        return asked.sent_back(code=code)

    def _check_person(self, place: str, user: str) -> None:
        organisation = self._workspaces.organisations.get(place)
        if organisation is None:
            self._workspaces.get(place).person(user)
            return
        if self.app is None or not self.app.is_org_ready:
            raise SandboxRefusal("This app cannot be installed in a whole organisation.")
        homes = [self._workspaces.get(team) for team in sorted(organisation.teams)]
        home = next((one for one in homes if user in one.people), None)
        if home is None or not home.person(user).is_admin:
            raise SandboxRefusal(f"{user} is not an admin of {organisation.name}.")

    def access(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """`oauth.v2.access`. Raises SlackError."""
        app = self.app
        if app is None or args.get("client_id") != app.client_id:
            raise SlackError("invalid_client_id")
        if args.get("client_secret") != app.client_secret:
            raise SlackError("bad_client_secret")
        grant = args.get("grant_type") or "authorization_code"
        if grant == "refresh_token":
            return self._refreshed(str(args.get("refresh_token") or ""))
        if grant != "authorization_code":
            raise SlackError("invalid_grant_type")
        return self._exchanged(app, str(args.get("code") or ""), args.get("redirect_uri"))

    def _exchanged(self, app: RegisteredApp, code: str, redirect_uri: object) -> dict[str, Any]:
        known = self._codes.get(code)
        if known is None or self._clock.now() - known.born > CODE_SECONDS:
            raise SlackError("invalid_code")
        if known.used:
            raise SlackError("code_already_used")
        if redirect_uri != known.asked.redirect_uri:
            raise SlackError("bad_redirect_uri")
        known.used = True
        now = self._workspaces.installed_at(known.place)
        if now is not None and now.expires_at is None and not app.rotates:
            now.scopes |= frozenset(known.asked.scopes)
            return self._answer(now, known.user)
        granted = frozenset(known.asked.scopes) | (now.scopes if now else frozenset())
        made = self._workspaces.made(known.place, "", granted)
        return self._issued(made, known.user) if app.rotates else self._lasting(made, known.user)

    def _lasting(self, installation: Installation, user: str) -> dict[str, Any]:
        token = f"xoxb-{secrets.token_hex(16)}"
        self._workspaces.keep(replace(installation, token=token))
        return self._answer(replace(installation, token=token), user)

    def _issued(self, installation: Installation, user: str) -> dict[str, Any]:
        """A token for twelve hours. Those before it end at their own time."""
        ends = self._clock.now() + TOKEN_SECONDS
        fresh = replace(installation, token=f"xoxe.xoxb-1-{secrets.token_hex(24)}", expires_at=ends)
        self._workspaces.keep(fresh)
        refresh_token = f"xoxe-1-{secrets.token_hex(24)}"
        self._refreshes[refresh_token] = _Refresh(fresh, user)
        return {
            **self._answer(fresh, user),
            "refresh_token": refresh_token,
            "expires_in": TOKEN_SECONDS,
        }

    def _refreshed(self, refresh_token: str) -> dict[str, Any]:
        known = self._refreshes.get(refresh_token)
        if known is None or known.installation.revoked:
            raise SlackError("invalid_refresh_token")
        if known.spent_at is not None and known.answer is not None:
            if self._clock.now() - known.spent_at > GRACE_SECONDS:
                raise SlackError("invalid_refresh_token")
            return known.answer
        known.spent_at, known.answer = self._clock.now(), self._issued(known.installation, known.user)
        return known.answer

    def _answer(self, installation: Installation, user: str) -> dict[str, Any]:
        place = self._workspaces.about(installation.team)
        return {
            "app_id": installation.app_id,
            "authed_user": {"id": user},
            "scope": ",".join(sorted(installation.scopes)),
            "token_type": "bot",
            "access_token": installation.token,
            "bot_user_id": installation.bot_user_id,
            **place,
        }
