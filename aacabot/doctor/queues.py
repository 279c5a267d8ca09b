"""Durable work: the engine's tables, what waits too long, and what was given up."""

from sqlalchemy.exc import SQLAlchemyError

from aacabot.doctor.checks import Finding, failure, first_line, good, listed, warning
from aacabot.doctor.database import MIGRATE
from aacabot.domain.viewers import EVERYONE
from aacabot.engine import QueueDepth
from aacabot.services.hub import Hub
from aacabot.store.takedowns import failed_takedowns

SUBJECT = "queues"
OLD_SECONDS = 120.0
"""Workers look several times a second: what waits longer waits for a hub, or behind a slow one."""


async def check_queues(hub: Hub) -> list[Finding]:
    """What waits and what was given up; a failure where the engine's tables are not there."""
    try:
        depths = await hub.engine.depths()
        letters = await hub.engine.dead_letters()
        async with hub.database.read(EVERYONE) as session:
            failed = await failed_takedowns(session)
    except SQLAlchemyError as error:
        said = f"the engine's tables cannot be read: {first_line(getattr(error, 'orig', None) or error)}"
        return [failure(SUBJECT, said, MIGRATE)]
    return [*_waiting(depths), *_given_up(len(letters), len(failed))]


def _waiting(depths: list[QueueDepth]) -> list[Finding]:
    old = [depth for depth in depths if depth.waiting and depth.oldest_seconds > OLD_SECONDS]
    if not old:
        return [good(SUBJECT, f"nothing waits longer than {OLD_SECONDS / 60:.0f} minutes")]
    said = listed(
        f"{one.queue}: {one.waiting} waiting, the oldest {_span(one.oldest_seconds)}" for one in old
    )
    return [warning(SUBJECT, said, "see that a hub is running (aacabot serve), and what its log says")]


def _given_up(letters: int, takedowns: int) -> list[Finding]:
    if not letters and not takedowns:
        return [good("dead letters", "none")]
    said = f"{takedowns} takedowns and {letters} pieces of work will not be tried again by themselves"
    return [warning("dead letters", said, "see: aacabot work list; then: aacabot work retry ID")]


def _span(seconds: float) -> str:
    minutes = int(seconds // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
