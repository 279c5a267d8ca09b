"""Watching sellers: as many as a person can keep in view, where sharing is open to them."""

import asyncio

import pytest

from aacabot.domain.errors import FeatureNotOpen
from aacabot.domain.features import Feature, Opening
from aacabot.domain.intel.watching import MOST_WATCHES, Watching
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel.watching import watch
from aacabot.store.models import IntelFollow
from aacabot.store.phases import save_opening
from tests.journeys.alliance import ANN, GIL
from tests.services.casework import Casework
from tests.services.intel.test_following import member, sellers, tell


async def test_a_person_watches_a_bounded_number_however_fast_they_click(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = await sellers(work, *(f"Shop {number}" for number in range(MOST_WATCHES + 2)))
    items = [await tell(work, ANN, "acme", f"pay.me/{one}", one) for one in ids]
    gil = await work.person(GIL)
    for item_id in items[: MOST_WATCHES - 1]:
        assert await watch(work.hub, gil, item_id) is Watching.WATCHED
    done = await asyncio.gather(*(watch(work.hub, gil, one) for one in items[MOST_WATCHES - 1 :]))
    assert sorted(done) == [Watching.TOO_MANY, Watching.TOO_MANY, Watching.WATCHED]
    assert await watch(work.hub, gil, items[0]) is Watching.WATCHED
    assert len(await work.rows(IntelFollow)) == MOST_WATCHES


async def test_nobody_watches_where_sharing_is_not_open(hub: Hub) -> None:
    work = await Casework.begun(hub)
    (one,) = await sellers(work, "Best Deals")
    item_id = await tell(work, ANN, "acme", "pay.me/77", one)
    acme = frozenset({await member(work, "acme")})
    async with work.hub.unit(EVERYONE) as unit:
        opened = Opening(feature=Feature.SHARING, for_all=False, member_ids=acme)
        await save_opening(unit.session, opened)
    with pytest.raises(FeatureNotOpen):
        await watch(work.hub, await work.person(GIL), item_id)
