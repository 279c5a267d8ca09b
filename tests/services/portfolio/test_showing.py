"""What of brands is shown to whom, and that paging and searching reach all of it."""

import pytest

from aacabot.domain.errors import HoldingNotFound
from aacabot.domain.portfolio import Portfolio, RightShown, RightState, Section
from aacabot.services import portfolio
from aacabot.services.hub import Hub
from aacabot.store.models import Brand, Mark, Member
from tests.journeys.alliance import ANN, BEA, OLA, RAY, VIC
from tests.services.casework import EVE, Casework


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def brands(work: Casework, user: str, **asked: object) -> Portfolio:
    return await portfolio.show_portfolio(work.hub, await work.person(user), **asked)  # type: ignore[arg-type]


async def names(work: Casework, user: str, **asked: object) -> list[str]:
    return [brand.name for brand in (await brands(work, user, **asked)).brands]


async def brand_id(work: Casework, key: str) -> str:
    (brand,) = await work.rows(Brand, key=key)
    return str(brand.id)


async def member_id(work: Casework, key: str) -> str:
    (member,) = await work.rows(Member, key=key)
    return str(member.id)


async def test_each_person_sees_the_brands_they_have_a_role_for(work: Casework) -> None:
    assert await names(work, ANN) == await names(work, VIC) == ["Marchelle", "Zephyrine"]
    assert await names(work, EVE) == ["Marchelle"]
    assert await names(work, RAY) == await names(work, BEA) == ["Quorvane"]
    assert await names(work, OLA) == ["Marchelle", "Ostrelle", "Quorvane", "Zephyrine"]
    work.later(days=60)
    assert await names(work, RAY) == [], "the agency's grant has ended"


async def test_the_operator_looks_at_one_member_and_others_only_at_their_own(work: Casework) -> None:
    acme, beta = await member_id(work, "acme"), await member_id(work, "beta")
    assert await names(work, OLA, member_id=beta) == ["Quorvane"]
    assert (await brands(work, OLA, member_id=beta)).member == "Quorvane Group"
    assert await names(work, EVE, member_id=acme) == ["Marchelle"]
    for asked in (beta, "0" * 32, "", "nonsense"):
        if asked:
            with pytest.raises(HoldingNotFound):
                await brands(work, ANN, member_id=asked)


async def test_a_brand_is_listed_with_what_it_holds_counted(work: Casework) -> None:
    await work.suspect()
    work.later(days=365 * 8 + 10)
    (line,) = [brand for brand in (await brands(work, ANN)).brands if brand.name == "Zephyrine"]
    assert (line.marks, line.rights_in_force, line.rights_expiring, line.rights) == (1, 2, 1, 3)
    assert (line.sellers, line.waiting) == (1, 1)


async def test_adding_brands_is_offered_to_those_who_keep_all_of_them(work: Casework) -> None:
    acme = await member_id(work, "acme")
    assert (await brands(work, ANN)).may_add_for == ((acme, "Zephyrine Group"),)
    for user in (VIC, EVE, RAY, OLA):
        assert (await brands(work, user)).may_add_for == ()


async def test_brands_are_found_by_their_names_and_marks_in_every_script(work: Casework) -> None:
    for typed in ("zeph", "泽菲", "ZEPHYRINE", "Ｚｅｐｈ", "zephirine"):
        assert await names(work, ANN, words=typed) == ["Zephyrine"], typed
    for typed in ("quorvane", "xx", "<!channel>", "%", "_", "\\", "💥"):
        assert await names(work, ANN, words=typed) == [], typed
    assert await names(work, OLA, words="quorvane") == ["Quorvane"]
    assert await names(work, ANN, words="  ") == ["Marchelle", "Zephyrine"]


async def test_paging_reaches_every_brand_and_mark_once(work: Casework) -> None:
    acme, zephyrine = await member_id(work, "acme"), await brand_id(work, "acme-brand")
    async with work.hub.unit((await work.person(OLA)).viewer) as unit:
        for number in range(45):
            name = f"Line {number:02}"
            unit.session.add(Brand(id=f"{number:032x}", key=f"k{number}", member_id=acme, name=name))
            mark_id = f"{number + 100:032x}"
            unit.session.add(Mark(id=mark_id, member_id=acme, brand_id=zephyrine, text=f"Word {number:02}"))
    ann = await work.person(ANN)
    shown = [name for page in (1, 2, 3) for name in await names(work, ANN, page=page)]
    assert shown == [*(f"Line {number:02}" for number in range(45)), "Marchelle", "Zephyrine"]
    assert await names(work, ANN, page=99) == shown[40:]
    marks = [
        holding
        for page in (1, 2, 3)
        for holding in (
            await portfolio.show_brand(work.hub, ann, zephyrine, Section.MARKS, page=page)
        ).holdings
    ]
    assert len({mark.id for mark in marks}) == len(marks) == 46  # type: ignore[union-attr]
    found = await portfolio.show_brand(work.hub, ann, zephyrine, Section.MARKS, "word 4")
    assert found.total == len(found.holdings) == 5


async def test_a_brand_shows_its_rights_with_their_state_what_ends_first_on_top(work: Casework) -> None:
    zephyrine = await brand_id(work, "acme-brand")
    shown = await portfolio.show_brand(work.hub, await work.person(VIC), zephyrine, Section.RIGHTS)
    states = [(one.right.label, one.state) for one in shown.holdings if isinstance(one, RightShown)]
    assert states == [
        ("EUIPO 017000009", RightState.EXPIRED),
        ("EUIPO 018000001", RightState.IN_FORCE),
        ("EUIPO 009000001", RightState.IN_FORCE),
    ]
    assert not shown.may_keep
    assert (await portfolio.show_brand(work.hub, await work.person(ANN), zephyrine, Section.RIGHTS)).may_keep


async def test_another_members_brand_is_not_found_whether_it_exists_or_not(work: Casework) -> None:
    theirs = await brand_id(work, "beta-brand")
    for user in (ANN, EVE):
        for asked in (theirs, "0" * 32, "", "\0", "x" * 2_000, "'; DROP TABLE brands; --"):
            with pytest.raises(HoldingNotFound) as refused:
                await portfolio.show_brand(work.hub, await work.person(user), asked, Section.MARKS)
            assert vars(refused.value) == {}
    with pytest.raises(HoldingNotFound):
        await portfolio.show_brand(
            work.hub, await work.person(EVE), await brand_id(work, "acme-brand"), Section.MARKS
        )
