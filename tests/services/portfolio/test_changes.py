"""Adding, changing and withdrawing: by the alliance file's rules, once, and written down."""

from typing import Any

import pytest
import yaml
from sqlalchemy import update

from aacabot.domain.alliance_file import read_alliance_file, to_yaml
from aacabot.domain.errors import FieldProblem, HoldingNotFound, NeedsRole, NoRightInForce
from aacabot.domain.messages import Priority
from aacabot.domain.portfolio import MarkShown, Section
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alliance, enforcement, portfolio
from aacabot.services.hub import Hub
from aacabot.services.portfolio import BrandAsked, MarkAsked, RightAsked, SellerAsked
from aacabot.slack.ids.portfolio import PortfolioInputId
from aacabot.store.models import (
    AuditEntryRow,
    AuthorisedSeller,
    Brand,
    CaseRow,
    Mark,
    Member,
    RegisteredRight,
    SlackMessageRow,
)
from tests.journeys.alliance import ANN, BEA, BEN, OLA, RAY, VIC
from tests.services.casework import EVE, Casework

RIGHT = RightAsked(kind="patent", office="USPTO", number="US-1", classes="25, 18", territories="US, EU")


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def brand_id(work: Casework, key: str = "acme-brand") -> str:
    (brand,) = await work.rows(Brand, key=key)
    return str(brand.id)


async def only(work: Casework, table: type[Any], **where: Any) -> Any:
    (row,) = await work.rows(table, **where)
    return row


async def audited(work: Casework, action: str) -> list[dict[str, Any]]:
    return [entry.details for entry in await work.rows(AuditEntryRow, action=action)]


# -- brands --------------------------------------------------------------------------------------------------


async def test_a_brand_is_added_changed_withdrawn_and_brought_back(work: Casework) -> None:
    ann = await work.person(ANN)
    acme = (await only(work, Member, key="acme")).id
    new = await portfolio.add_brand(work.hub, ann, acme, BrandAsked(name=" Été & Co ", category="bags"))
    row = await only(work, Brand, id=new)
    assert (row.key, row.name, row.category) == ("acme-ete-co", "Été & Co", "bags")
    with pytest.raises(FieldProblem) as refused:
        await portfolio.add_brand(work.hub, ann, acme, BrandAsked(name="ÉTÉ & CO"))
    assert (refused.value.field, refused.value.problem) == ("brand_name", "already_there")
    await portfolio.change_brand(work.hub, ann, new, BrandAsked(name="Été"))
    await portfolio.change_brand(work.hub, ann, new, BrandAsked(name="Été"))
    await portfolio.change_brand(work.hub, ann, new, None, withdraw=True)
    with pytest.raises(HoldingNotFound):
        await portfolio.change_brand(work.hub, ann, new, BrandAsked(name="Été"))
    assert await portfolio.add_brand(work.hub, ann, acme, BrandAsked(name="ete")) == new
    assert (await only(work, Brand, id=new)).withdrawn_at is None
    changes = await audited(work, "brand.changed")
    assert [sorted(one["after"]) for one in changes] == [
        ["category", "channel_id", "key", "name"],
        ["category", "name"],
        ["withdrawn_at"],
        ["name", "withdrawn_at"],
    ]
    assert changes[1]["before"] == {"name": "Été & Co", "category": "bags"}


async def test_a_name_without_latin_letters_and_one_taken_elsewhere_still_get_keys(work: Casework) -> None:
    ann, bea = await work.person(ANN), await work.person(BEA)
    acme = (await only(work, Member, key="acme")).id
    keys = []
    for name in ("泽菲琳", "艾克美", "x" * 200, "x" * 199):
        new = await portfolio.add_brand(work.hub, ann, acme, BrandAsked(name=name))
        keys.append((await only(work, Brand, id=new)).key)
    assert keys[:2] == ["acme-brand-2", "acme-brand-3"]
    assert len(set(keys)) == 4 and all(len(key) <= 64 for key in keys)
    with pytest.raises(NeedsRole):
        await portfolio.add_brand(
            work.hub, bea, (await only(work, Member, key="beta")).id, BrandAsked(name="New")
        )
    with pytest.raises(HoldingNotFound):
        await portfolio.add_brand(work.hub, bea, acme, BrandAsked(name="New"))


@pytest.mark.parametrize("name", ["", "   ", "a\u202eb", "a\nb", "x" * 201])
async def test_a_brands_name_is_one_visible_line(work: Casework, name: str) -> None:
    with pytest.raises(FieldProblem) as refused:
        await portfolio.change_brand(
            work.hub, await work.person(ANN), await brand_id(work), BrandAsked(name=name)
        )
    assert refused.value.field == "brand_name"


# -- marks ---------------------------------------------------------------------------------------------------


async def test_a_new_mark_is_looked_for_and_a_withdrawn_one_is_not(work: Casework) -> None:
    ann, zephyrine = await work.person(ANN), await brand_id(work)
    listing = {"title": "Brumaire boots", "description": "New"}
    await work.receive(**listing)
    assert await work.rows(CaseRow) == []
    await portfolio.add_mark(
        work.hub, ann, zephyrine, MarkAsked(text="Brumaire", spellings="zh: 布吕迈尔\nko：브뤼메르")
    )
    mark = await only(work, Mark, text="Brumaire")
    assert mark.forms == {"zh": ["布吕迈尔"], "ko": ["브뤼메르"]}
    await work.receive(**listing)
    assert len(await work.rows(CaseRow)) == 1
    await portfolio.change_mark(work.hub, ann, mark.id, None, withdraw=True)
    await work.receive(**listing)
    assert len(await work.rows(CaseRow)) == 1
    await portfolio.add_mark(work.hub, ann, zephyrine, MarkAsked(text="Brumaire", common=True))
    again = await only(work, Mark, text="Brumaire")
    assert (again.id, again.withdrawn_at, again.forms, again.common) == (mark.id, None, {}, True)


@pytest.mark.parametrize(
    ("asked", "field", "problem"),
    [
        (MarkAsked(text=""), "mark_text", "required"),
        (MarkAsked(text="Z"), "mark_text", "too_short_to_find"),
        (MarkAsked(text="!!!"), "mark_text", "not_a_mark"),
        (MarkAsked(text="a\u202eb"), "mark_text", "not_a_mark"),
        (MarkAsked(text="x" * 201), "mark_text", "not_a_mark"),
        (MarkAsked(text="Zephyrine"), "mark_text", "already_there"),
        (MarkAsked(text="Brumaire", spellings="布吕迈尔"), "mark_spellings", "not_spellings"),
        (MarkAsked(text="Brumaire", spellings="zh:"), "mark_spellings", "not_spellings"),
        (MarkAsked(text="Brumaire", spellings="ru: Б"), "mark_spellings", "too_short_to_find"),
        (MarkAsked(text="Brumaire", spellings=f"zh: {'布' * 201}"), "mark_spellings", "not_spellings"),
    ],
)
async def test_a_mark_is_refused_as_the_alliance_file_would(
    work: Casework, asked: MarkAsked, field: str, problem: str
) -> None:
    with pytest.raises(FieldProblem) as refused:
        await portfolio.add_mark(work.hub, await work.person(ANN), await brand_id(work), asked)
    assert (refused.value.field, refused.value.problem) == (field, problem)
    assert field in set(PortfolioInputId)
    assert len(await work.rows(Mark)) == 4


async def test_what_a_form_shows_unchanged_stays_and_the_last_to_save_wins_on_the_row_alone(
    work: Casework,
) -> None:
    ann, mark = await work.person(ANN), await only(work, Mark, text="Zephyrine")
    await portfolio.change_mark(work.hub, ann, mark.id, MarkAsked(text="", spellings="zh: 泽菲琳"))
    assert await audited(work, "mark.changed") == []
    await portfolio.change_mark(work.hub, ann, mark.id, MarkAsked(text="other", spellings=None, common=True))
    await portfolio.change_mark(work.hub, ann, mark.id, MarkAsked(text="", spellings="ja: ゼフィリーヌ"))
    row = await only(work, Mark, id=mark.id)
    assert (row.text, row.forms, row.common) == ("Zephyrine", {"ja": ["ゼフィリーヌ"]}, False)
    assert (await audited(work, "mark.changed"))[0] == {
        "before": {"common": False},
        "after": {"common": True},
    }


# -- rights --------------------------------------------------------------------------------------------------


async def without_rights(work: Casework) -> str:
    ann, marchelle = await work.person(ANN), await brand_id(work, "second-brand")
    case_id = await work.suspect("second")
    (right,) = await work.rows(RegisteredRight, brand_id=marchelle)
    await portfolio.change_right(work.hub, ann, right.id, None, withdraw=True)
    return case_id


async def test_a_card_loses_a_withdrawn_right_and_offers_one_that_is_added(work: Casework) -> None:
    ann, marchelle = await work.person(ANN), await brand_id(work, "second-brand")
    case_id = await without_rights(work)
    (card,) = await work.messages(case_id, "case")
    assert card.wanted_rev == 2, "the card is shown anew"
    with pytest.raises(NoRightInForce):
        await enforcement.confirm(work.hub, ann, case_id)
    await portfolio.add_right(work.hub, ann, marchelle, RIGHT)
    (card,) = await work.messages(case_id, "case")
    assert card.wanted_rev == 3
    shown = (await work.alert(case_id)).right
    assert shown is not None and shown.label == "USPTO US-1"
    await enforcement.confirm(work.hub, ann, case_id)


async def test_cards_shown_anew_for_a_right_wait_behind_what_somebody_waits_for(work: Casework) -> None:
    ann, case_id = await work.person(ANN), await work.suspect("acme")
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(update(SlackMessageRow).values(ts="1.0", unsent=False))
    await portfolio.add_right(work.hub, ann, await brand_id(work), RIGHT)
    (card,) = await work.messages(case_id, "case")
    assert (card.unsent, card.priority) == (True, Priority.DIGEST)


async def test_a_withdrawn_right_is_brought_back_by_adding_it_with_what_is_said_now(work: Casework) -> None:
    ann, marchelle = await work.person(ANN), await brand_id(work, "second-brand")
    await without_rights(work)
    old = await only(work, RegisteredRight, brand_id=marchelle)
    asked = RightAsked(kind="trademark", office="EUIPO", number="018000001", expires="2040-01-01")
    await portfolio.add_right(work.hub, ann, marchelle, asked)
    row = await only(work, RegisteredRight, brand_id=marchelle)
    assert (row.id, row.withdrawn_at, str(row.expires)) == (old.id, None, "2040-01-01")
    with pytest.raises(FieldProblem) as refused:
        await portfolio.add_right(work.hub, ann, marchelle, asked)
    assert (refused.value.field, refused.value.problem) == ("right_number", "already_there")


async def test_a_right_is_renewed_and_its_lists_stay_as_they_were_written(work: Casework) -> None:
    ann = await work.person(ANN)
    right = await only(work, RegisteredRight, number="009000001")
    async with work.hub.unit(ann.viewer) as unit:
        (await unit.session.get_one(RegisteredRight, right.id)).territories = ["Korea, Republic of"]
    asked = RightAsked(classes="", territories="Korea, Republic of", expires="2030-02-28")
    await portfolio.change_right(work.hub, ann, right.id, asked)
    row = await only(work, RegisteredRight, id=right.id)
    assert (row.territories, str(row.expires)) == (["Korea, Republic of"], "2030-02-28")
    assert await audited(work, "right.changed") == [
        {"before": {"expires": None}, "after": {"expires": "2030-02-28"}}
    ]


@pytest.mark.parametrize(
    ("changed", "field", "problem"),
    [
        ({"kind": "crown"}, "right_kind", "unknown"),
        ({"kind": ""}, "right_kind", "required"),
        ({"office": ""}, "right_office", "required"),
        ({"number": "\u200b"}, "right_number", "not_one_line"),
        ({"classes": "0"}, "right_classes", "not_classes"),
        ({"classes": "46"}, "right_classes", "not_classes"),
        ({"classes": "shoes"}, "right_classes", "not_classes"),
        ({"territories": "a\u202eb"}, "right_territories", "not_one_line"),
        ({"expires": "1764000000"}, "right_expires", "not_a_day"),
        ({"expires": "2030-02-30"}, "right_expires", "not_a_day"),
    ],
)
async def test_a_right_is_refused_as_the_alliance_file_would(
    work: Casework, changed: dict[str, Any], field: str, problem: str
) -> None:
    asked = RightAsked(**{**vars(RIGHT), **changed})
    with pytest.raises(FieldProblem) as refused:
        await portfolio.add_right(work.hub, await work.person(ANN), await brand_id(work), asked)
    assert (refused.value.field, refused.value.problem) == (field, problem)
    assert field in set(PortfolioInputId)


# -- authorised sellers --------------------------------------------------------------------------------------


async def test_waiting_cases_of_a_seller_are_flagged_while_the_brand_allows_them(work: Casework) -> None:
    ann, zephyrine = await work.person(ANN), await brand_id(work)
    mine = await work.suspect(seller={"id": "s-new", "name": "New shop"})
    other = await work.suspect(seller={"id": "s-else", "name": "Else"})
    await portfolio.add_seller(
        work.hub, ann, zephyrine, SellerAsked(marketplace="sandbox", seller_id="s-new")
    )
    assert [(await work.case(each)).authorised_seller for each in (mine, other)] == [True, False]
    with pytest.raises(FieldProblem) as refused:
        await portfolio.add_seller(
            work.hub, ann, zephyrine, SellerAsked(marketplace="sandbox", seller_id="s-new")
        )
    assert (refused.value.field, refused.value.problem) == ("seller_id", "already_there")
    with pytest.raises(FieldProblem) as refused:
        await portfolio.add_seller(work.hub, ann, zephyrine, SellerAsked(marketplace="else", seller_id="s"))
    assert (refused.value.field, refused.value.problem) == ("seller_marketplace", "unknown")
    seller = await only(work, AuthorisedSeller, seller_id="s-new")
    await portfolio.withdraw_seller(work.hub, ann, seller.id)
    assert not (await work.case(mine)).authorised_seller
    assert len(await audited(work, "seller.changed")) == 2


# -- who may -------------------------------------------------------------------------------------------------


async def test_only_those_who_keep_the_brand_change_it_and_others_learn_who_may(work: Casework) -> None:
    zephyrine, marchelle = await brand_id(work), await brand_id(work, "second-brand")
    for user in (VIC, BEN):
        with pytest.raises(NeedsRole) as refused:
            await portfolio.add_mark(work.hub, await work.person(user), zephyrine, MarkAsked(text="Brumaire"))
        assert refused.value.who_may == ("Ann",)
    with pytest.raises(NeedsRole):
        await portfolio.brand_to_change(work.hub, await work.person(EVE), marchelle)
    with pytest.raises(NeedsRole):
        await portfolio.brand_to_change(work.hub, await work.person(OLA), zephyrine)
    assert len(await work.rows(Mark)) == 4


async def test_what_is_another_members_is_not_found_whatever_is_asked(work: Casework) -> None:
    theirs = await brand_id(work, "beta-brand")
    mark = await only(work, Mark, text="Quorvane")
    right = await only(work, RegisteredRight, brand_id=theirs)
    ann, ray = await work.person(ANN), await work.person(RAY)
    for asked in (theirs, "0" * 32, "", "\0", "x" * 2_000):
        with pytest.raises(HoldingNotFound):
            await portfolio.add_mark(work.hub, ann, asked, MarkAsked(text="Brumaire"))
    with pytest.raises(HoldingNotFound):
        await portfolio.change_mark(work.hub, ann, mark.id, None, withdraw=True)
    with pytest.raises(HoldingNotFound):
        await portfolio.right_to_change(work.hub, ann, right.id)
    with pytest.raises(HoldingNotFound):
        await portfolio.change_right(work.hub, ann, right.id, None, withdraw=True)
    with pytest.raises(NeedsRole):
        await portfolio.change_right(work.hub, ray, right.id, None, withdraw=True)
    assert mark.withdrawn_at is right.withdrawn_at is None


async def test_an_agencys_counsel_keeps_the_brand_it_acts_for(work: Casework) -> None:
    more = {"agencies": [{"key": "redlens", "grants": [{"brand": "beta-brand", "roles": ["counsel"]}]}]}
    file = read_alliance_file(yaml.safe_dump(more), "more.yaml")
    await alliance.apply(work.hub.database, work.hub.clock, file, False)
    ray, quorvane = await work.person(RAY), await brand_id(work, "beta-brand")
    await portfolio.add_mark(work.hub, ray, quorvane, MarkAsked(text="Brumaire"))
    shown = await portfolio.show_brand(work.hub, ray, quorvane, Section.MARKS)
    assert [mark.text for mark in shown.holdings if isinstance(mark, MarkShown)] == ["Brumaire", "Quorvane"]
    assert (await portfolio.show_portfolio(work.hub, ray)).may_add_for == ()


# -- the alliance file ---------------------------------------------------------------------------------------


async def test_the_alliance_file_says_every_change_and_applying_it_changes_nothing(work: Casework) -> None:
    ann = await work.person(ANN)
    acme = (await only(work, Member, key="acme")).id
    new = await portfolio.add_brand(work.hub, ann, acme, BrandAsked(name="Brumaire", category="boots"))
    await portfolio.add_mark(work.hub, ann, new, MarkAsked(text="Brumaire", spellings="zh: 布吕迈尔"))
    await portfolio.add_right(work.hub, ann, new, RIGHT)
    await portfolio.add_seller(work.hub, ann, new, SellerAsked(marketplace="sandbox", seller_id="s-9"))
    text = to_yaml(await alliance.export(work.hub.database))
    for said in ("acme-brumaire", "布吕迈尔", "US-1", "s-9"):
        assert said in text
    again = read_alliance_file(text, "again.yaml")
    assert await alliance.apply(work.hub.database, work.hub.clock, again, True) == []
