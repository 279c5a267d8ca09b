"""The same shared again: about everybody it was met with, and there once however many share it at once."""

import asyncio

from aacabot.domain.intel import Draft, IntelKind, Origin
from aacabot.services.hub import Hub
from aacabot.services.intel.clusters import open_cluster
from aacabot.services.intel.following import tell_followers
from aacabot.services.intel.imports import import_file
from aacabot.services.intel.search import search
from aacabot.services.intel.sharing import share
from aacabot.services.intel.watching import watch
from aacabot.store.models import IntelItem, IntelSeller
from tests.journeys.alliance import ANN, BEA, BEN, GIL
from tests.services.casework import Casework
from tests.services.intel.test_following import member, sellers, tell, told


async def test_a_second_seller_is_found_tied_and_told_to_whoever_watches_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    one, two = await sellers(work, "Best Deals", "Other Shop")
    first = await tell(work, ANN, "acme", "pay.me/77", one)
    watched = await tell(work, BEA, "beta", "pay.me/9", two)
    gil = await work.person(GIL)
    await tell_followers(work.hub)
    await watch(work.hub, gil, watched)
    work.later(minutes=1)
    assert await tell(work, ANN, "acme", "pay.me/77", one, two) == first
    rows = await work.rows(IntelSeller, item_id=first)
    assert {row.seller_row_id for row in rows} == {one, two}
    cluster = await open_cluster(work.hub, gil, first)
    assert cluster.cluster.sellers == {one, two}
    found = await search(work.hub, gil, "other shop")
    assert first in {item.id for item in found.items}
    await tell_followers(work.hub)
    work.later(hours=1)
    await tell_followers(work.hub)
    (values,) = await told(work, GIL)
    assert values["items"] == [
        {"id": first, "kind": "payment", "label": "amber+strict", "what": "shared"},
    ]


async def test_a_list_ties_a_seller_the_hub_met_later(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, acme = await work.person(ANN), await member(work, "acme")
    draft = Draft(kind=IntelKind.SELLER, value="sandbox s-0")
    first = (await share(work.hub, ann, acme, draft)).item_id
    assert await work.rows(IntelSeller) == []
    (one,) = await sellers(work, "Best Deals")
    content = b"kind,value,marketplace\r\nseller,s-0,sandbox\r\n"
    (line,) = (await import_file(work.hub, ann, acme, content, "csv", Origin.FILE)).lines
    assert (line.outcome.value, line.item_id) == ("known", first)
    assert [row.seller_row_id for row in await work.rows(IntelSeller)] == [one]


async def test_colleagues_who_share_the_same_at_once_make_one_item(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, ben, acme = await work.person(ANN), await work.person(BEN), await member(work, "acme")
    draft = Draft(kind=IntelKind.PAYMENT, value="pay.me/77")
    await share(work.hub, ann, acme, Draft(kind=IntelKind.TITLE, value="warm"))
    shared = await asyncio.gather(*(share(work.hub, who, acme, draft) for who in (ann, ben, ann, ben)))
    assert sorted(one.merged for one in shared) == [False, True, True, True]
    assert len(await work.rows(IntelItem, kind="payment")) == 1
