"""Nodes that stay alive say so; work of a node that went silent goes to the others (Postgres)."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError

from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.services.hub import Hub
from aacabot.store import nodes

BEAT_SECONDS = 1.0
SILENT_SECONDS = 6.0
"""A node not heard of for so long is taken for dead. Should it wake, its work is idempotent."""


async def beat(hub: Hub) -> None:
    """Say that this node is alive; before it starts to work, so that none of its work can be orphaned."""
    if not hub.settings.is_sqlite:
        async with hub.unit(EVERYONE) as unit:
            await nodes.beat(unit.session, hub.engine.node)


async def beat_until_cancelled(hub: Hub) -> None:
    """Beat, and take over from the silent; a node that stops only beats. SQLite has one node: no beats."""
    if hub.settings.is_sqlite:
        return
    while True:
        try:
            await beat(hub)
            if not hub.engine.stopping.is_set():
                await take_over(hub)
        except SQLAlchemyError as error:
            # Whatever it was, a node that beats no more would lose its work to the others while it lives.
            log(__name__).warning("heartbeat failed", why=type(error).__name__)
        await asyncio.sleep(BEAT_SECONDS)


async def take_over(hub: Hub) -> list[str]:
    """Put the work of silent and of unknown nodes back into the queues; returns their names."""
    # Who works is read before who lives: a node beats before it first works, so a new one is never missed.
    at_work = await hub.engine.nodes_at_work()
    async with hub.database.read(EVERYONE) as session:
        silent = set(await nodes.silent_nodes(session, SILENT_SECONDS))
        live = await nodes.live_nodes(session, SILENT_SECONDS)
    gone = sorted(silent | (at_work - live - {hub.engine.node}))
    for name in gone:
        recovered = await hub.engine.recover([name])
        async with hub.unit(EVERYONE) as unit:
            await nodes.forget(unit.session, name)
        log(__name__).warning("node went silent", dead=name, work_taken_over=recovered)
    return gone


async def say_goodbye(hub: Hub) -> None:
    """This node has stopped: what it could not finish need not wait for its silence."""
    if hub.settings.is_sqlite:
        return
    try:
        async with hub.unit(EVERYONE) as unit:
            await nodes.forget(unit.session, hub.engine.node)
    except SQLAlchemyError as error:
        log(__name__).warning("goodbye not said", why=type(error).__name__)
