"""Sellers and listings are the same however they are written: in the form, in a file, or by a tool."""

import pytest

from aacabot.domain.errors import FieldProblem
from aacabot.domain.intel import Draft, IntelKind, Origin
from aacabot.domain.intel.forms import Given, draft_of
from aacabot.domain.intel.imports import LineProblem
from aacabot.domain.intel.keys import listing_text, seller_text
from aacabot.domain.intel.requests import IntelRequest
from aacabot.services.api_tokens import TokenUser
from aacabot.services.hub import Hub
from aacabot.services.intel.clusters import open_cluster
from aacabot.services.intel.forms import form_for, form_from_case
from aacabot.services.intel.imports import import_file
from aacabot.services.intel.matching import matcher
from aacabot.services.intel.sharing import share
from aacabot.services.intel.tool_items import share_for_tool
from aacabot.store.models import IntelItem, IntelSeller, Member, SellerRow
from tests.journeys.alliance import ANN, BEA
from tests.services.casework import Casework

SELLER = {"id": "s-1", "name": "Best Deals"}
URL = "https://market.example/item/L1"


async def member(work: Casework, key: str = "acme") -> str:
    (row,) = await work.rows(Member, key=key)
    return str(row.id)


async def seller_key(work: Casework, seller_id: str = "s-1") -> str:
    text = seller_text((await work.marketplace()).id, seller_id)
    return (await matcher(work.hub)).key(IntelKind.SELLER, text)


async def typed(work: Casework, **given: object) -> Draft:
    return draft_of(await form_for(work.hub, await work.person(ANN)), Given(**given))  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["s-1", "sandbox s-1", "Sandbox Market s-1", URL, f"{URL}?from=mail"])
async def test_a_typed_seller_is_the_one_of_the_case_and_has_a_cluster(hub: Hub, value: str) -> None:
    work = await Casework.begun(hub)
    await work.suspect(seller=SELLER)
    market = (await work.marketplace()).id if value == "s-1" else None
    draft = await typed(work, kind=IntelKind.SELLER, value=value, marketplace_id=market)
    shared = await share(work.hub, await work.person(ANN), await member(work), draft)
    (item,), (seller,) = await work.rows(IntelItem), await work.rows(SellerRow)
    assert (item.key, item.value) == (await seller_key(work), value)
    assert item.marketplace_id == (await work.marketplace()).id
    assert [row.seller_row_id for row in await work.rows(IntelSeller)] == [seller.id]
    assert (await open_cluster(work.hub, await work.person(BEA), shared.item_id)).about.id == seller.id


async def test_a_typed_listing_is_the_one_of_the_case(hub: Hub) -> None:
    work = await Casework.begun(hub)
    market = (await work.marketplace()).id
    draft = await typed(work, kind=IntelKind.LISTING, value=f"{URL}?x=1")
    await share(work.hub, await work.person(ANN), await member(work), draft)
    (item,) = await work.rows(IntelItem)
    assert item.key == (await matcher(work.hub)).key(IntelKind.LISTING, listing_text(market, "L1"))
    assert item.marketplace_id == market


async def test_what_is_no_seller_of_ours_stays_the_words_it_is(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, acme, matching = await work.person(ANN), await member(work), await matcher(work.hub)
    for value in ("Best Deals", "best.deals", "https://other.example/shop/1", "https://market.example/shop"):
        shared = await share(work.hub, ann, acme, Draft(kind=IntelKind.SELLER, value=value))
        (item,) = await work.rows(IntelItem, id=shared.item_id)
        assert item.key == matching.key(IntelKind.SELLER, value)
    with pytest.raises(FieldProblem) as refused:
        await share(work.hub, ann, acme, Draft(kind=IntelKind.SELLER, value="x", marketplace_id="none"))
    assert refused.value.field == "intel_marketplace"
    assert await work.rows(IntelSeller) == []


async def test_the_address_of_a_listing_tells_nobody_whose_it_is_but_where_a_case_of_theirs_is_on_it(
    hub: Hub,
) -> None:
    work = await Casework.begun(hub)
    await work.suspect(seller=SELLER)
    draft = Draft(kind=IntelKind.SELLER, value=URL)
    await share(work.hub, await work.person(BEA), await member(work, "beta"), draft)
    (item,) = await work.rows(IntelItem)
    assert item.key != await seller_key(work)
    assert await work.rows(IntelSeller) == []


async def test_a_list_brings_sellers_by_id_and_says_where_a_marketplace_is_none(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.suspect(seller=SELLER)
    content = b"kind,value,marketplace\r\nseller,s-1,sandbox\r\nseller,s-2,sandbx\r\nseller,sandbox s-1,\r\n"
    made = await import_file(
        work.hub, await work.person(ANN), await member(work), content, "csv", Origin.FILE
    )
    told = [(one.outcome.value, one.problem.value if one.problem else None) for one in made.lines]
    assert told == [("shared", None), ("refused", "marketplace_unknown"), ("duplicate", None)]
    (item,) = await work.rows(IntelItem)
    assert item.key == await seller_key(work)
    assert len(await work.rows(IntelSeller)) == 1


async def test_another_value_than_the_cases_is_another_seller(hub: Hub) -> None:
    work = await Casework.begun(hub)
    form = await form_from_case(work.hub, await work.person(ANN), await work.suspect(seller=SELLER))
    for kind in (IntelKind.SELLER, IntelKind.LISTING):
        changed = draft_of(form, Given(kind=kind, value="another"))
        assert (changed.match, changed.marketplace_id, changed.seller_ids) == ("", None, ())
        kept = draft_of(form, Given(kind=kind, value=form.case.values[kind] if form.case else ""))
        assert kept.match and kept.marketplace_id and kept.seller_ids
    of_the_seller = draft_of(form, Given(kind=IntelKind.PAYMENT, value="pay.me/77"))
    assert of_the_seller.seller_ids and of_the_seller.marketplace_id
    market = (await work.marketplace()).id
    chosen = draft_of(form, Given(kind=IntelKind.SELLER, value="s-9", marketplace_id=market))
    assert (chosen.match, chosen.marketplace_id, chosen.seller_ids) == ("", market, ())


async def test_a_tool_names_a_seller_by_marketplace_and_id(hub: Hub) -> None:
    work = await Casework.begun(hub)
    acme = await member(work)
    user = TokenUser("t", acme, frozenset(), await work.person(ANN))
    sent = IntelRequest(kind=IntelKind.SELLER, value="s-1", marketplace="sandbox")
    await share_for_tool(work.hub, user, sent)
    (item,) = await work.rows(IntelItem)
    assert item.key == await seller_key(work)
    wrong = await share_for_tool(work.hub, user, sent.model_copy(update={"marketplace": "taobao"}))
    assert wrong.problem is LineProblem.MARKETPLACE_UNKNOWN
