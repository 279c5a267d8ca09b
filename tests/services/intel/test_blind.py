"""Blind questions: answered in buckets, kept nowhere, and calm whatever is asked."""

import logging

import pytest
from sqlalchemy import text

from aacabot.domain.errors import AskedTooOften, FeatureNotOpen, IntelNotFound, NeedsRole
from aacabot.domain.features import Feature, Opening
from aacabot.domain.intel import Draft, IntelKind
from aacabot.domain.intel.blind import BlindAnswer
from aacabot.domain.intel.introductions import QUESTIONS_A_DAY
from aacabot.domain.intel.keys import seller_text
from aacabot.domain.intel.met import Told
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel.blind import ask_about_question, ask_blindly
from aacabot.services.intel.introductions import ask_about, put_to_holders
from aacabot.services.intel.sharing import share
from aacabot.store.models import (
    AuditEntryRow,
    BlindQuestions,
    Brand,
    Introduction,
    IntroductionAnswer,
    SlackMessageRow,
)
from aacabot.store.phases import save_opening
from tests.journeys.alliance import ANN, BEN, OLA, RAY, VIC
from tests.services.casework import Casework
from tests.services.intel.holders import user_of, with_holders
from tests.services.intel.test_met import also_met, card, change

SHOP = "https://shop.example/best-deals"
HOSTILE = [
    "https://x.example/" + "a" * 300_000, "http://[", "http://u:secret@shop.example/", "http://", "'; DROP",
    "javascript:alert(1)", "https://shop.example\\@evil.example/", "https://ex\u202eample.com/", "<!channel>",
    "https://\ufdfa.example/a b", "", "   ", "sandbox ", "file:///etc/passwd", "\u0000", "https://a.example:99/",
]  # fmt: skip


async def asked(work: Casework, question: str, user: str = ANN) -> BlindAnswer:
    return await ask_blindly(work.hub, await work.person(user), question)


def says(answer: BlindAnswer) -> bool | None:
    return answer.told.says_something if answer.told else None


async def address_of(work: Casework, case_id: str) -> str:
    return (await work.alert(case_id)).listing.url


async def test_a_seller_is_found_by_a_listing_or_by_its_id(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    url = await address_of(work, case_id)
    for question in (url, f"<{url}|here>", f"{url}?from=mail", "sandbox s-bad", "Sandbox Market s-bad"):
        answer = await asked(work, question)
        assert answer.told is not None and answer.told.met_by == 3, question
        assert answer.told.kind is IntelKind.SELLER
    nothing = await asked(work, "sandbox s-other")
    assert (says(nothing), nothing.ask) == (False, None)


async def test_a_listing_leads_to_its_seller_where_a_case_of_ones_own_is_on_it(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    others_id = await work.suspect("beta", seller={"id": "s-bad"}, title="Quorvane hat")
    address = await address_of(work, others_id)
    for of_another in (address, f"{address}77"):
        assert says(await asked(work, of_another)) is False, "which listings others met is not told"
    assert says(await asked(work, await address_of(work, case_id))) is True


async def test_nobody_too_few_and_too_few_who_could_be_meant_are_one_answer(hub: Hub) -> None:
    work, _ = await with_holders(hub)
    nobody = await asked(work, "sandbox s-bad")
    case_id = await work.suspect(seller={"id": "s-two"}, title="Zephyrine hat")
    await also_met(work, case_id, 0, 1)
    too_few = await asked(work, "sandbox s-two")
    await also_met(work, await work.suspect(seller={"id": "s-bad"}, title="Zephyrine cap"), *())
    for number in (3, 4, 5):
        await change(work, f"m{number}", shares_encounters=False)
    few_meant = await asked(work, "sandbox s-two")
    assert nobody == too_few == few_meant and says(nobody) is False


async def test_what_only_oneself_holds_says_nothing(hub: Hub) -> None:
    work, case_id = await with_holders(hub)
    (brand,) = await work.rows(Brand, key="acme-brand")
    await share(
        work.hub, await work.person(ANN), brand.member_id, Draft(kind=IntelKind.STOREFRONT, value=SHOP)
    )
    for question in (SHOP, await address_of(work, case_id), "sandbox s-bad"):
        assert says(await asked(work, question)) is False


async def test_a_shop_somebody_shared_is_held_by_its_address(hub: Hub) -> None:
    work, _ = await with_holders(hub)
    m3 = await work.person(user_of("admin", 3))
    await share(work.hub, m3, "m3", Draft(kind=IntelKind.STOREFRONT, value=SHOP))
    for question in (SHOP, "shop.example/best-deals", "https://WWW.shop.example/best-deals/?utm=1#top"):
        answer = await asked(work, question)
        assert answer.told is not None and answer.told.held and answer.told.met_by is None
    assert says(await asked(work, SHOP, user_of("admin", 3))) is False, "their own"


async def test_a_question_reaches_no_further_than_the_categories_of_ones_own_brands(hub: Hub) -> None:
    work, _ = await with_holders(hub, 0, 1, 2)
    assert says(await asked(work, "sandbox s-bad")) is True
    async with work.hub.unit(EVERYONE) as unit:
        for row in await work.rows(Brand):
            if row.key in {"acme-brand", "second-brand"}:
                (await unit.session.get_one(Brand, row.id)).category = "watches"
    m3 = await work.person(user_of("admin", 3))
    await share(work.hub, m3, "m3", Draft(kind=IntelKind.STOREFRONT, value=SHOP))
    assert says(await asked(work, SHOP)) is False, "no other brand is of that trade"


@pytest.mark.parametrize("added", ["watches", "shoes", None])
async def test_another_brand_tells_two_watch_makers_no_more_of_each_other(
    hub: Hub, added: str | None
) -> None:
    work, _ = await with_holders(hub)
    categories = {"acme-brand": "watches", "b3": "watches", "second-brand": added}
    async with work.hub.unit(EVERYONE) as unit:
        for row in await work.rows(Brand):
            if row.key in categories:
                (await unit.session.get_one(Brand, row.id)).category = categories[row.key]
    case_id = await work.suspect(seller={"id": "s-watch"}, title="Zephyrine chronograph")
    value = seller_text((await work.marketplace()).id, "s-watch")
    draft = Draft(kind=IntelKind.SELLER, value="Watch Shop", match=value)
    await share(work.hub, await work.person(user_of("admin", 3)), "m3", draft)
    assert not (await card(work, case_id)).met
    for question in ("sandbox s-watch", await address_of(work, case_id)):
        assert await asked(work, question) == BlindAnswer(told=Told(kind=IntelKind.SELLER))
    await ask_about(work.hub, await work.person(ANN), IntelKind.SELLER, value)
    await put_to_holders(work.hub)
    assert await work.rows(IntroductionAnswer) == []


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
async def test_what_is_no_address_and_no_seller_is_said_calmly_and_not_counted(
    hub: Hub, question: str
) -> None:
    work = await Casework.begun(hub)
    answer = await asked(work, question)
    assert answer == BlindAnswer() or says(answer) is False
    assert answer.told is not None or await work.rows(BlindQuestions) == []


async def test_the_question_is_written_down_nowhere(
    hub: Hub, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    secret = "https://shop.example/nobody-may-read-this-4711"
    before = (len(await work.rows(AuditEntryRow)), len(await work.rows(SlackMessageRow)))
    with caplog.at_level(logging.DEBUG):
        await asked(work, secret)
        await asked(work, f"{await address_of(work, case_id)}?nobody-may-read-this-4711")
    told = capsys.readouterr()
    assert "4711" not in caplog.text + told.out + told.err
    assert (len(await work.rows(AuditEntryRow)), len(await work.rows(SlackMessageRow))) == before
    assert "4711" not in await everything(work)
    (count,) = await work.rows(BlindQuestions)
    assert count.asked == 2 and await work.rows(Introduction) == []


async def everything(work: Casework) -> str:
    """Every row of every table, as text."""
    from aacabot.store.models import Member

    tables = sorted(Member.metadata.tables)
    async with work.hub.database.read(EVERYONE) as session:
        found = [(await session.execute(text(f'SELECT * FROM "{name}"'))).all() for name in tables]
    return str(found)


async def test_a_member_asks_so_many_questions_a_day(hub: Hub) -> None:
    work = await Casework.begun(hub)
    async with work.hub.unit(EVERYONE) as unit:
        (brand,) = await work.rows(Brand, key="acme-brand")
        unit.session.add(
            BlindQuestions(member_id=brand.member_id, day=work.now.date(), asked=QUESTIONS_A_DAY - 1)
        )
    await asked(work, SHOP)
    for user in (ANN, BEN):
        with pytest.raises(AskedTooOften):
            await asked(work, SHOP, user)
    work.later(days=1)
    await asked(work, SHOP)


async def test_only_members_own_people_who_share_may_ask(hub: Hub) -> None:
    work = await Casework.begun(hub)
    for user in (VIC, RAY, OLA):
        with pytest.raises(NeedsRole):
            await asked(work, SHOP, user)
    async with work.hub.unit(EVERYONE) as unit:
        await save_opening(unit.session, Opening(feature=Feature.SHARING, phase=9))
    with pytest.raises(FeatureNotOpen):
        await asked(work, SHOP)
    assert await work.rows(BlindQuestions) == []


async def test_an_answer_leads_to_an_introduction_for_who_asked(hub: Hub) -> None:
    work, _ = await with_holders(hub, 0, 1, 2)
    answer = await asked(work, "sandbox s-bad")
    assert answer.ask is not None and "s-bad" not in answer.ask and len(answer.ask) < 2_000
    with pytest.raises(IntelNotFound):
        await ask_about_question(work.hub, await work.person(BEN), answer.ask)
    for forged in ("", "x", answer.ask[:-4] + "AAAA"):
        with pytest.raises(IntelNotFound):
            await ask_about_question(work.hub, await work.person(ANN), forged)
    await ask_about_question(work.hub, await work.person(ANN), answer.ask)
    await put_to_holders(work.hub)
    assert {row.member_id for row in await work.rows(IntroductionAnswer)} == {"m0", "m1", "m2"}
    (row,) = await work.rows(Introduction)
    assert "s-bad" not in str(row.model_dump())
