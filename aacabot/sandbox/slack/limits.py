"""Slack's rate limits: a bucket of tokens per key, refilled with time.

https://docs.slack.dev/apis/web-api/rate-limits: chat.postMessage about one a second per channel with short
bursts allowed, chat.update in tier 3 (50 a minute per workspace).
"""

import math

from aacabot.sandbox.slack.clock import SandboxClock
from aacabot.sandbox.slack.errors import SlackError


class RateLimit:
    """At most `burst` at once and `per_second` sustained, per key. `per_second=0`: no limit."""

    def __init__(self, clock: SandboxClock, per_second: float, burst: float) -> None:
        self._clock = clock
        self.per_second = per_second
        self.burst = burst
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> None:
        """Use one token. Raises SlackError `ratelimited` (429, Retry-After in seconds) if none is left."""
        if self.per_second <= 0:
            return
        now = self._clock.now()
        tokens, since = self._buckets.get(key, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - since) * self.per_second)
        if tokens < 1:
            self._buckets[key] = (tokens, now)
            wait = max(1, math.ceil((1 - tokens) / self.per_second))
            raise SlackError("ratelimited", status=429, headers={"Retry-After": str(wait)})
        self._buckets[key] = (tokens - 1, now)
