"""Nodes that stay alive say so; work of a node that went silent goes to the others (Postgres)."""

import asyncio

from sqlalchemy.exc import OperationalError

from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.services.hub import Hub
from aacabot.store import nodes

BEAT_SECONDS = 1.0
SILENT_SECONDS = 6.0
"""A node not heard of for so long is taken for dead. Should it wake, its work is idempotent."""


async def beat_until_stopped(hub: Hub) -> None:
    """Beat, and take over from the silent, until the engine stops. SQLite has one node: nothing to do."""
    if hub.settings.is_sqlite:
        return
    while not hub.engine.stopping.is_set():
        try:
            await _beat(hub)
        except OperationalError:
            log(__name__).warning("heartbeat failed: database not reached")
        await asyncio.sleep(BEAT_SECONDS)


async def _beat(hub: Hub) -> None:
    async with hub.unit(EVERYONE) as unit:
        await nodes.beat(unit.session, hub.engine.node)
    async with hub.database.read(EVERYONE) as session:
        silent = await nodes.silent_nodes(session, SILENT_SECONDS)
    for name in silent:
        recovered = await hub.engine.recover([name])
        async with hub.unit(EVERYONE) as unit:
            await nodes.forget(unit.session, name)
        log(__name__).warning("node went silent", dead=name, work_taken_over=recovered)
