"""The circuit breaker's memory of each marketplace, kept over restarts."""

from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.breaker import BreakerState
from aacabot.services.hub import Hub
from aacabot.store.marketplaces import get_health


async def load(hub: Hub, marketplace_id: str) -> BreakerState:
    async with hub.unit(EVERYONE) as unit:
        health = await get_health(unit.session, marketplace_id)
        return BreakerState(failures=health.failures, openings=health.openings, open_until=health.open_until)


async def save(hub: Hub, marketplace_id: str, state: BreakerState) -> None:
    async with hub.unit(EVERYONE) as unit:
        health = await get_health(unit.session, marketplace_id)
        health.failures, health.openings = state.failures, state.openings
        health.open_until = state.open_until
