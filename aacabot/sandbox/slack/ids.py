"""Ids and timestamps as Slack makes them, unique across restarts of the sandbox."""

import secrets

from aacabot.sandbox.slack.clock import SandboxClock

APP_ID = "A0AACABOT"


def new_id(prefix: str) -> str:
    """`V0…`, `F0…`: the prefix and ten random characters, so that none comes back after a restart."""
    return f"{prefix}0{secrets.token_hex(5).upper()}"


class Timestamps:
    """Message timestamps `seconds.micros`, strictly increasing, so each is also an id."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        self._last = max(self._last + 1, int(self._clock.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


def ts_value(ts: str) -> int:
    """A timestamp as whole microseconds, for comparing. Raises ValueError for anything else."""
    seconds, _, micros = ts.partition(".")
    return int(seconds) * 1_000_000 + int((micros or "0").ljust(6, "0")[:6])
