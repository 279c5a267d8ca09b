"""A hub that dies by kill -9 at a named point.

It serves as `aacabot serve` does. Told SIGUSR1, it arms the point named in the file `crash_at` of its folder,
so that one start serves for the repair after the last crash and for what leads to the next.
"""

import asyncio
import functools
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from types import FrameType
from typing import Any

from aacabot.cli import app
from aacabot.services import screening

CRASH_AT = "crash_at"


class When(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True)
class Point:
    """Dies at the `nth` call of a product function whose arguments contain `given`.

    `function` is `module:name` as its caller finds it.
    """

    when: When
    function: str
    nth: int = 1
    given: str = ""


_B, _D, _A = When.BEFORE, When.DURING, When.AFTER
POINTS = {
    "before_the_decision_commits": Point(_A, "aacabot.services.takedowns:owe"),
    "decision_committed": Point(_A, "aacabot.services.enforcement:confirm"),
    "worker_started": Point(_A, "aacabot.store.drains:begin", given="serve_marketplace"),
    "listing_read": Point(_A, "aacabot.marketplaces.signed_webhook:SignedWebhook.read_listing"),
    "evidence_kept": Point(_A, "jobs.takedowns:_keep_evidence"),
    "notice_committed": Point(_A, "jobs.commits:write_notices"),
    "request_sent": Point(_D, "aacabot.marketplaces.signed_webhook:SignedWebhook.take_down"),
    "answer_not_recorded": Point(_B, "jobs.commits:record_answers"),
    "answer_recorded": Point(_A, "jobs.commits:record_answers"),
    "before_the_proof_is_recorded": Point(_B, "jobs.commits:record_readings"),
    "proof_recorded": Point(_A, "jobs.commits:record_readings"),
    "feedback_not_marked_told": Point(_B, "aacabot.services.feedback:told"),
    "intake_not_answered": Point(_A, "aacabot.web.marketplaces:receive_listings"),
    "between_screening_commits": Point(_B, "aacabot.store.cases:latest_rounds", nth=2),
    "card_not_posted": Point(_B, "aacabot.slack.client:Slack.post"),
    "card_not_recorded": Point(_B, "aacabot.services.deliveries:all_delivered"),
    "card_recorded": Point(_A, "aacabot.services.deliveries:all_delivered"),
    "withdrawal_not_sent": Point(_B, "aacabot.marketplaces.signed_webhook:SignedWebhook.withdraw"),
    "withdrawal_not_recorded": Point(_B, "aacabot.services.answers:withdrawn"),
    "withdrawal_recorded": Point(_A, "aacabot.services.answers:withdrawn"),
}


class Fuse:
    """Watches every point's function, and burns at the one that is armed."""

    def __init__(self) -> None:
        self._armed: Point | None = None
        self._calls = 0

    def arm(self, name: str) -> None:
        self._calls, self._armed = 0, POINTS[name]

    def is_reached(self, point: Point, given: tuple[Any, ...]) -> bool:
        if point is not self._armed or point.given not in str(given):
            return False
        self._calls += 1
        return self._calls == point.nth

    def watch(self, point: Point) -> None:
        """Put a wrapper around the point's function, where its callers look it up."""
        module, _, path = point.function.partition(":")
        owner_path, _, name = path.rpartition(".")
        owner: Any = import_module(module)
        owner = attrgetter(owner_path)(owner) if owner_path else owner
        setattr(owner, name, self._wrapped(point, getattr(owner, name)))

    def _wrapped(self, point: Point, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        async def watched(*args: Any, **kwargs: Any) -> Any:
            burns = self.is_reached(point, args)
            if burns and point.when is When.BEFORE:
                die()
            if burns and point.when is When.DURING:
                asyncio.get_running_loop().call_later(0.3, die)
            result = await function(*args, **kwargs)
            if burns and point.when is When.AFTER:
                die()
            return result

        return watched


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    fuse = Fuse()
    for point in POINTS.values():
        fuse.watch(point)
    # One listing to a commit, so that there is a moment between two.
    screening.LISTINGS_PER_COMMIT = 1

    def arm(_: int, __: FrameType | None) -> None:
        fuse.arm(Path(CRASH_AT).read_text())

    signal.signal(signal.SIGUSR1, arm)
    app(["serve"])
