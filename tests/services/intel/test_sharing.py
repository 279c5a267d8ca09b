"""Sharing on behalf of a member, and who reads it then: the rule in memory and the one in SQL agree."""

from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from aacabot.domain.errors import FieldProblem, IntelNotFound, NeedsRole
from aacabot.domain.intel import Audience, Draft, IntelKind, ItemState, Label, may_read
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.sharing import share
from aacabot.services.intel.showing import open_item
from aacabot.store.intel.items import read_item
from aacabot.store.models import Brand, GrantRow, IntelItem, IntelOrigin, IntelRecipient, Member
from tests.journeys.alliance import ANN, BEA, GIL, OLA, RAY
from tests.services.casework import Casework

SHOP = Draft(
    kind=IntelKind.STOREFRONT, value="https://market.example/shop/best-deals", text="Ships from two towns"
)


async def member(work: Casework, key: str) -> str:
    (row,) = await work.rows(Member, key=key)
    return str(row.id)


async def test_what_is_shared_names_nobody_and_is_read_by_the_others(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, bea = await work.person(ANN), await work.person(BEA)
    shared = await share(work.hub, ann, await member(work, "acme"), SHOP)
    assert (shared.state, shared.merged) == (ItemState.SHARED, False)
    async with work.hub.unit(bea.viewer) as unit:
        row = await read_item(unit.session, await reader_of(unit, bea), shared.item_id)
    assert row is not None
    assert row.value == "https://market.example/shop/best-deals"
    told = str(row.model_dump())
    assert ann.id not in told and ann.of_member is not None and ann.of_member not in told


async def test_the_same_again_is_seen_again_and_keeps_its_label(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, acme = await work.person(ANN), await member(work, "acme")
    first = await share(work.hub, ann, acme, SHOP)
    work.later(days=9)
    wider = Draft(kind=SHOP.kind, value="http://WWW.market.example/shop/best-deals/?x=1", label=Label.CLEAR)
    again = await share(work.hub, ann, acme, wider)
    assert (again.item_id, again.merged) == (first.item_id, True)
    (row,) = await work.rows(IntelItem)
    assert (row.label, (row.last_seen_on - row.shared_on).days) == ("amber+strict", 9)


async def test_a_payment_handle_is_kept_as_a_hash_alone(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, acme = await work.person(ANN), await member(work, "acme")
    await share(work.hub, ann, acme, Draft(kind=IntelKind.PAYMENT, value="pay.me/best 77"))
    (row,) = await work.rows(IntelItem)
    assert (
        row.value is None and row.key is not None and "77" not in str(row.model_dump(exclude={"id", "key"}))
    )


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(kind=IntelKind.STOREFRONT, value="\u200b "), "intel_value"),
        (Draft(kind=IntelKind.METHOD, value="", text=""), "intel_value"),
        (Draft(kind=IntelKind.TITLE, value="x", label=Label.RED), "intel_named"),
        (Draft(kind=IntelKind.TITLE, value="x", group_id="nowhere"), "intel_audience"),
    ],
)
async def test_what_cannot_be_shared_is_said_at_its_field(hub: Hub, draft: Draft, field: str) -> None:
    work = await Casework.begun(hub)
    with pytest.raises(FieldProblem) as refused:
        await share(work.hub, await work.person(ANN), await member(work, "acme"), draft)
    assert refused.value.field == field
    assert await work.rows(IntelItem) == []


async def test_nobody_shares_for_a_member_they_have_no_role_for(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for who in (BEA, OLA):
        with pytest.raises(NeedsRole):
            await share(work.hub, await work.person(who), await member(work, "acme"), SHOP)


async def test_the_rule_in_sql_is_the_rule_in_memory(hub: Hub) -> None:
    work = await Casework.begun(hub)
    people = [await work.person(who) for who in (ANN, BEA, GIL, OLA, RAY)]
    acme = await member(work, "acme")
    for number, label in enumerate(Label):
        named = frozenset({people[1].id}) if label is Label.RED else frozenset()
        await share(
            work.hub, people[0], acme,
            Draft(kind=IntelKind.TITLE, value=f"title {number}", label=label, named=named),
        )  # fmt: skip
    async with work.hub.unit(EVERYONE) as unit:
        items = list((await unit.session.execute(select(IntelItem))).scalars())
        origins = {one.item_id: one for one in (await unit.session.execute(select(IntelOrigin))).scalars()}
        named_rows = (await unit.session.execute(select(IntelRecipient))).scalars().all()
        readers = [await reader_of(unit, person) for person in people]
        read = 0
        for item, reader in product(items, readers):
            audience = Audience(
                label=Label(item.label),
                source_id=origins[item.id].member_id,
                author_id=origins[item.id].person_id,
                group_id=item.group_id,
                named=frozenset(row.person_id for row in named_rows if row.item_id == item.id),
            )
            found = await read_item(unit.session, reader, item.id)
            assert (found is not None) == may_read(reader, audience), (item.label, reader)
            read += found is not None
    assert 0 < read < len(items) * len(readers)


async def test_whoever_acts_for_the_source_no_longer_reads_nothing_they_wrote_for_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ray, beta = await work.person(RAY), await member(work, "beta")
    (brand,) = await work.rows(Brand, key="beta-brand")
    named = frozenset({(await work.person(ANN)).id})
    ids = [
        (await share(work.hub, ray, beta, replace(SHOP, value=f"shop-{label}.example", brand_id=brand.id,
                                                  label=label, named=to))).item_id
        for label, to in ((Label.AMBER, frozenset[str]()), (Label.RED, named))
    ]  # fmt: skip
    for item_id in ids:
        assert (await open_item(work.hub, ray, item_id)).is_own
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(delete(GrantRow).where(col(GrantRow.person_id) == ray.id))
    former = await work.person(RAY)
    for item_id in ids:
        with pytest.raises(IntelNotFound):
            await open_item(work.hub, former, item_id)


async def test_a_reading_is_counted_for_the_source_alone(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, bea = await work.person(ANN), await work.person(BEA)
    shared = await share(work.hub, ann, await member(work, "acme"), SHOP)
    for _ in range(2):
        seen = await open_item(work.hub, bea, shared.item_id)
    assert (seen.is_own, seen.views, seen.score) == (False, None, 45)
    assert (await open_item(work.hub, ann, shared.item_id)).views == 2
    with pytest.raises(IntelNotFound):
        await open_item(work.hub, bea, "nothing")
