"""How long to wait before a takedown is tried again."""

from datetime import timedelta

from aacabot.marketplaces.retry_after import RETRY_AFTER_CAP

FIRST_DELAY = 1.0
LONGEST_DELAY = 900.0
JITTER_SHARE = 0.2

TAKEDOWN_TRIES = 116
"""How often a takedown is tried before it is the desk's: about 24 hours of trying.

115 waits lie between 116 tries: 1 + 2 + … + 512 = 1,023 s, then 105 waits of 900 s, times the mean of the
jitter, 0.9: 85,971 s = 23.9 h. Answers that take time, and longer waits a marketplace asks for, come on top.
"""


def next_delay(tries: int, retry_after: float | None, jitter: float) -> timedelta:
    """The wait after the `tries`-th failed try, counted from 1.

        own   = min(1 s · 2^(tries - 1), 900 s) · (1 - 0.2 · jitter)
        delay = max(own, min(retry_after, 3,600 s))

    `jitter` is drawn evenly from 0 to 1 by the caller, so that takedowns that failed together do not return
    together. `retry_after` (seconds) is what the marketplace asked for: never come back earlier.
    """
    doublings = min(max(tries, 1) - 1, 10)
    own = min(FIRST_DELAY * 2**doublings, LONGEST_DELAY) * (1 - JITTER_SHARE * jitter)
    return timedelta(seconds=max(own, min(retry_after or 0.0, RETRY_AFTER_CAP)))
