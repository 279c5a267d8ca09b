"""The hub's routes over real HTTP, with nothing running behind them."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from aacabot.services.hub import Hub
from aacabot.web.errors import errors_in_one_shape
from aacabot.web.health import HealthRoutes
from aacabot.web.marketplaces import MAX_BODY, MarketplaceRoutes
from aacabot.web.openapi import openapi
from tests.services.casework import Casework
from tests.web.market import Market


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


@pytest.fixture
async def health(work: Casework) -> HealthRoutes:
    return HealthRoutes(work.hub)


@pytest.fixture
async def market(
    work: Casework, health: HealthRoutes, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Market]:
    """A marketplace that talks to a served hub, and knows its secret."""
    app = web.Application(middlewares=[errors_in_one_shape], client_max_size=MAX_BODY)
    app.add_routes(health.routes())
    app.add_routes(MarketplaceRoutes(work.hub).routes())
    app.add_routes([web.get("/api/openapi.json", openapi)])
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        market = Market(session, str(server.make_url("")).rstrip("/"))
        monkeypatch.setenv("SANDBOX_SECRET", market.secret)
        yield market
