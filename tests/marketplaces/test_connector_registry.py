import pickle

import aiohttp
import pytest

from aacabot.marketplaces.errors import MarketplaceRefused, MarketplaceUnreachable
from aacabot.marketplaces.registry import UnknownConnector, connector_for
from aacabot.marketplaces.signed_webhook import SignedWebhook
from tests.marketplaces.stub_marketplace import SECRET, CountingGate, now


async def test_the_alliance_files_kind_finds_its_connector() -> None:
    async with aiohttp.ClientSession() as session:
        connector = connector_for(
            "signed_webhook",
            session=session,
            base_url="https://api.market.example",
            secret=SECRET,
            hosts=frozenset({"market.example"}),
            gate=CountingGate(),
            clock=now,
        )
    assert isinstance(connector, SignedWebhook)


async def test_an_unknown_kind_is_named_with_those_there_are() -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(UnknownConnector, match="'carrier_pigeon'; use one of: signed_webhook"):
            connector_for(
                "carrier_pigeon",
                session=session,
                base_url="https://api.market.example",
                secret=SECRET,
                hosts=frozenset(),
                gate=CountingGate(),
                clock=now,
            )


@pytest.mark.parametrize(
    "error", [MarketplaceUnreachable("answered 503", 7.0), MarketplaceRefused(422, "no")]
)
def test_errors_survive_being_stored(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), vars(again), str(again)) == (type(error), vars(error), str(error))
