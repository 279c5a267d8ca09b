"""Trigger ids (3 seconds, once) and response URLs (5 uses in 30 minutes).

https://docs.slack.dev/interactivity/handling-user-interaction
"""

import secrets
from dataclasses import dataclass

from aacabot.sandbox.slack.clock import SandboxClock
from aacabot.sandbox.slack.errors import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


@dataclass
class Trigger:
    """What a person just did; good for one view. `view_id` is the modal it was done in, if any."""

    team: str
    user: str
    born: float
    user_team: str = ""
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """A place to answer to. `ts` is the message that was clicked, None for a command."""

    team: str
    channel: str
    user: str
    born: float
    ts: str | None = None
    thread_ts: str | None = None
    is_ephemeral: bool = False
    uses: int = 0


class Triggers:
    """Hands out trigger ids and takes each back once."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._issued: dict[str, Trigger] = {}

    def issue(self, team: str, user: str, *, user_team: str = "", view_id: str | None = None) -> str:
        """A new trigger id for what `user` (of `user_team`, if it is another one) just did in `team`."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(team, user, self._clock.now(), user_team or team, view_id)
        return trigger_id

    def team_of(self, trigger_id: object) -> str | None:
        """Where a trigger was handed out."""
        trigger = self._issued.get(trigger_id) if isinstance(trigger_id, str) else None
        return trigger.team if trigger else None

    def find(self, trigger_id: object, team: str) -> Trigger:
        """The trigger, still good. Raises SlackError invalid_, exchanged_ or expired_trigger_id."""
        trigger = self._issued.get(trigger_id) if isinstance(trigger_id, str) else None
        if trigger is None or trigger.team != team:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() - trigger.born > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        return trigger


class ResponseUrls:
    """Hands out response URLs and counts their uses."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, base_url: str, url: ResponseUrl) -> str:
        code = secrets.token_urlsafe(18)
        self._issued[code] = url
        return f"{base_url}/actions/{url.team}/{code}"

    def use(self, code: str) -> ResponseUrl:
        """Count one use. Raises SlackError invalid_url, expired_url or used_url, all HTTP 404."""
        url = self._issued.get(code)
        if url is None:
            raise SlackError("invalid_url", status=404)
        if self._clock.now() - url.born > RESPONSE_SECONDS:
            raise SlackError("expired_url", status=404)
        if url.uses >= RESPONSE_USES:
            raise SlackError("used_url", status=404)
        url.uses += 1
        return url
