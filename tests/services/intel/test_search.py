"""Search: found by its own words, misspelt or not, by whoever may read it, and by nobody else."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aacabot.domain.errors import NeedsRole
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.intel.found import Advice, Found
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel import candidates
from aacabot.services.intel.indexing import index_item
from aacabot.services.intel.search import PER_PAGE, search
from aacabot.services.intel.sharing import share
from aacabot.services.intel.words import words_of
from aacabot.store.intel.items import lock_item
from aacabot.store.models import IntelGroup, IntelGroupMember, IntelItem, IntelView, IntelWord, Member
from tests.journeys.alliance import ANN, BEA, GIL, OLA
from tests.services.casework import Casework


async def share_all(work: Casework, who: str, *drafts: Draft) -> list[str]:
    """Share for the person's own member, or for Acme; returns the items' ids."""
    person = await work.person(who)
    acme = str((await work.rows(Member, key="acme"))[0].id)
    member_id = person.of_member or acme
    return [(await share(work.hub, person, member_id, draft)).item_id for draft in drafts]


def title(value: str, **more: object) -> Draft:
    return Draft(kind=IntelKind.TITLE, value=value, **more)  # type: ignore[arg-type]


async def values(work: Casework, person: Person, words: str) -> list[str | None]:
    return [item.value for item in (await search(work.hub, person, words)).items]


async def test_typos_scripts_and_addresses_find_what_was_meant(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea = await work.person(BEA)
    shop = Draft(
        kind=IntelKind.STOREFRONT, value="https://market.example/shop/best-deals", text="Leaves at night"
    )
    await share_all(work, ANN, title("Zephyrine runner, last pairs"), title("厂家直销 运动跑步鞋"), shop)
    runner, shoe, deals = "Zephyrine runner, last pairs", "厂家直销 运动跑步鞋", shop.value
    for asked, meant in {
        "zephyrine": runner, "ZÉPHYRINE": runner, "zephirine": runner, "zepyrine": runner, "zephyrin": runner,
        "zephryine": runner, "ruuner": runner, "last zephyrine": runner, "Zерhyrine": runner,
        "跑步鞋": shoe, "運動": shoe, "直销": shoe, "best deals": deals, "night": deals,
        "https://www.market.example/shop/best-deals?ref=2": deals, "market.example/shop": deals,
        "kind:storefront": deals, "kind:title last": runner,
    }.items():  # fmt: skip
        assert meant in await values(work, bea, asked), asked
    for asked in ("quorvane", "zap", "kind:image", "kind:nothing", "label:green", "group:luxury", "鞋"):
        assert (await search(work.hub, bea, asked)).advice is Advice.NOTHING, asked


async def test_what_has_every_word_goes_before_what_has_some(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea = await work.person(BEA)
    await share_all(work, ANN, title("red runner"), title("blue runner"), title("red bag"))
    assert await values(work, bea, "red runner") == ["red runner"]
    some = await search(work.hub, bea, "green runner")
    assert {item.value for item in some.items} == {"red runner", "blue runner"}
    assert some.advice is Advice.ONLY_SOME_WORDS


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        ("the of and", Advice.TOO_COMMON),
        ("%_* \" ' ( ) ; --", Advice.NO_WORDS),
        ("\u202e\u200b \x07", None),
        ("'; DROP TABLE intel_words; --", Advice.NOTHING),
        ('runner" OR "1"="1', Advice.ONLY_SOME_WORDS),
        ("run% r_nner NEAR/2 run*", Advice.NOTHING),
        ("<!channel> <@U0ANN> <https://x.example|runner>", Advice.ONLY_SOME_WORDS),
        ("鞋", Advice.NOTHING),
        ("word " * 2_000, Advice.NOTHING),
        ("x" * 10_000, Advice.NOTHING),
        ("kind:title" * 500, Advice.NOTHING),
    ],
)
async def test_whatever_is_typed_gets_a_calm_answer(hub: Hub, asked: str, advice: Advice | None) -> None:
    work = await Casework.begun(hub)
    await share_all(work, ANN, title("a runner"))
    found = await search(work.hub, await work.person(BEA), asked, page=-3)
    assert found.advice is advice
    assert len(await work.rows(IntelWord, word="runner")) == 1


async def test_what_is_hidden_is_neither_found_nor_counted_nor_suggested(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, bea, gil, ola = [await work.person(who) for who in (ANN, BEA, GIL, OLA)]
    hidden = [title(f"secretword batch {n}", label=Label.RED, named=frozenset({gil.id})) for n in range(12)]
    await share_all(work, ANN, *hidden, title("plain batch", label=Label.AMBER_STRICT))
    assert await values(work, bea, "batch") == ["plain batch"]
    for asked in ("secretword", "secretwrod", "kind:title label:red"):
        assert await search(work.hub, bea, asked) == Found(
            words=asked, advice=Advice.NOTHING, may_save=True
        ), asked
    assert (await search(work.hub, bea, "secretword batch")).pages == 1
    named = await search(work.hub, gil, "secretword")
    assert (len(named.items), named.pages) == (PER_PAGE, 3)
    assert (await search(work.hub, ann, "secretword")).pages == 3, "who wrote them finds them"
    assert (await search(work.hub, ola, "batch")).items == ()


async def test_hidden_items_change_nothing_about_an_answer(hub: Hub) -> None:
    """What Bea reads is the same before and after others share much that is not for her."""
    work = await Casework.begun(hub)
    bea, gil = await work.person(BEA), await work.person(GIL)
    await share_all(work, ANN, title("marchelle bag"), title("marchelle runner"))
    asked = ("marchele", "marchello", "bag", "marchelle sale", "", "kind:title", "marchello sale bag")
    before = [await search(work.hub, bea, words) for words in asked]
    only = frozenset({gil.id})
    await share_all(
        work, ANN, *[title(f"marchello sale bag {n}", label=Label.RED, named=only) for n in range(15)]
    )
    assert [await search(work.hub, bea, words) for words in asked] == before


async def test_however_much_newer_is_hidden_ones_own_is_found(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "_LOOKED_AT_ELSEWHERE", 2)
    work = await Casework.begun(hub)
    ann, bea, gil = [await work.person(who) for who in (ANN, BEA, GIL)]
    of_bea, of_gil = frozenset({bea.id}), frozenset({gil.id})
    await share_all(work, ANN, title("marchello for bea", label=Label.RED, named=of_bea))
    await share_all(work, GIL, title("marchello by gil", label=Label.RED, named=frozenset({ann.id})))
    await share_all(work, GIL, title("marchello in a group"))
    async with work.hub.unit(EVERYONE) as unit:
        (row,) = await work.rows(IntelItem, value="marchello in a group")
        held = await lock_item(unit.session, row.id)
        assert held is not None
        held.group_id = await left_group(unit, str(gil.of_member))
        index_item(unit, held)
    work.later(days=1)
    hidden = [title(f"marchello secret {n}", label=Label.RED, named=of_gil) for n in range(5)]
    await share_all(work, BEA, *hidden[:1])
    await share_all(work, ANN, *[replace(one, named=frozenset({ann.id})) for one in hidden[1:]])
    assert "marchello for bea" in await values(work, bea, "marchello")
    monkeypatch.setattr(candidates, "_LOOKED_AT_ELSEWHERE", 3)
    assert set(await values(work, gil, "marchello")) == {
        "marchello secret 0", "marchello by gil", "marchello in a group",
    }  # fmt: skip
    assert await values(work, gil, "group marchello") == ["marchello in a group"]


async def left_group(unit: Unit, member_id: str) -> str:
    """A group the member was in once; returns its id."""
    unit.session.add(IntelGroup(id="g-left", name="Left", made_at=unit.now))
    await unit.session.flush()
    unit.session.add(
        IntelGroupMember(
            group_id="g-left", member_id=member_id, invited_at=unit.now, joined_at=unit.now, left_at=unit.now
        )
    )
    return "g-left"


async def test_who_shared_nothing_with_is_refused(hub: Hub) -> None:
    work = await Casework.begun(hub)
    stranger = Person(id="p", name="P", team_id="T", user_id="U", of_agency="nobody")
    with pytest.raises(NeedsRole):
        await search(work.hub, stranger, "runner")


async def test_an_item_that_changes_is_found_by_what_it_is_now(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea = await work.person(BEA)
    (ident,) = await share_all(work, ANN, title("old words", text="first text"))
    async with work.hub.unit(EVERYONE) as unit:
        row = await lock_item(unit.session, ident)
        assert row is not None
        row.text, row.label = "second text", Label.RED.value
        index_item(unit, row)
    assert [one.audience for one in await work.rows(IntelWord, word="second")] == ["red"]
    assert await work.rows(IntelWord, word="first") == []
    async with work.hub.unit(EVERYONE) as unit:
        row = await lock_item(unit.session, ident)
        assert row is not None
        row.state, row.label = "withdrawn", Label.GREEN.value
        index_item(unit, row)
    assert await work.rows(IntelWord) == []
    assert await values(work, bea, "second text") == []


async def test_the_latest_are_shown_where_nothing_is_asked_and_pages_hold_each_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea = await work.person(BEA)
    for number in range(PER_PAGE + 2):
        await share_all(work, ANN, title(f"number{number} of many"))
        work.later(days=1)
    first, second = [await search(work.hub, bea, "", page) for page in (1, 2)]
    assert [item.value for item in first.items][:2] == ["number5 of many", "number4 of many"]
    assert (first.pages, first.may_save, len(second.items)) == (2, False, 2)
    assert not {item.id for item in first.items} & {item.id for item in second.items}
    assert (await search(work.hub, bea, "", 99)).page == 2
    assert sum(row.views for row in await work.rows(IntelView)) == PER_PAGE + 2 + 2


WRITTEN = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40
) | st.sampled_from(
    ["Zephyr 跑步鞋 ٣", "ǅungla ß ﬁn", "https://a.example/x_y/%41?q", "ｶﾞｯﾂ kana", "กระเป๋า", "가방 신발"]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(WRITTEN, min_size=1, max_size=4))
async def test_whatever_is_indexed_and_read_is_found_by_its_own_words(hub: Hub, texts: list[str]) -> None:
    work = await Casework.begun(hub)
    bea = await work.person(BEA)
    for number, text in enumerate(texts):
        if words_of(text):
            draft = Draft(kind=IntelKind.NOTE, value=f"note{number}", text=text)
            (ident,) = await share_all(work, ANN, draft)
            row = next(one for one in await work.rows(IntelItem) if one.id == ident)
            everything = await search(work.hub, bea, row.text)
            found = {item.id for item in everything.items}
            assert ident in found or everything.pages > 1, text
