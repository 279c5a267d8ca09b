"""Asking the alliance: both agree before either learns who, and everything else looks the same."""

import asyncio
from typing import Any

import pytest

from aacabot.domain.errors import (
    AskedTooOften,
    CaseNotFound,
    FeatureNotOpen,
    IntelNotFound,
    IntroductionAnswered,
    IntroductionAsked,
    IntroductionOver,
    NeedsRole,
)
from aacabot.domain.features import Feature, Opening
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.intel.introductions import A_DAY
from aacabot.domain.intel.keys import seller_text
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import privacy
from aacabot.services.hub import Hub
from aacabot.services.intel.introductions import (
    answer,
    ask_about,
    ask_about_case,
    ask_about_item,
    close_introductions,
    put_to_holders,
)
from aacabot.services.intel.rekeying import add_matching_key
from aacabot.services.intel.sharing import share
from aacabot.store.intel.introductions import known_as
from aacabot.store.models import (
    AuditEntryRow,
    GrantRow,
    IntelItem,
    Introduction,
    IntroductionAnswer,
    Member,
    PersonRow,
    SlackMessageRow,
)
from aacabot.store.phases import save_opening
from jobs.notices import notice_message
from tests.journeys.alliance import ANN, BEA, BEN, OLA, RAY, VIC
from tests.services.casework import Casework
from tests.services.intel.holders import SELLER, told, user_of, with_holders
from tests.services.intel.test_met import IMAGE, also_met, change

WISHED, INTRODUCED, CLOSED = "introduction_wished", "introduced", "introduction_closed"


async def asked(work: Casework, case_id: str) -> str:
    await ask_about_case(work.hub, await work.person(ANN), case_id)
    await put_to_holders(work.hub)
    (row,) = await work.rows(Introduction, closed_at=None)
    return str(row.id)


async def admin(work: Casework, number: int) -> Person:
    return await work.person(user_of("admin", number))


async def holders(work: Casework, ident: str) -> set[str]:
    return {row.member_id for row in await work.rows(IntroductionAnswer, introduction_id=ident)}


async def test_a_holder_is_asked_without_a_word_about_who_asks(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    ident = await asked(work, case_id)
    assert await holders(work, ident) == {"m0", "m1", "m2"}
    (question,) = await told(work, user_of("admin", 0), WISHED)
    assert len(await told(work, user_of("counsel", 0), WISHED)) == 1
    assert await told(work, user_of("viewer", 0), WISHED) == []
    assert question.values["values"]["name"] == "Nice Shop <!channel>"
    everything = str([row.values for row in await work.rows(SlackMessageRow) if row.member_id in {"m0"}])
    (acme,) = await work.rows(Member, key="acme")
    for name in ("Ann", "Zephyrine", acme.id, case_id, (await work.case(case_id)).number):
        assert name not in everything


async def test_both_sides_learn_at_once_who_the_other_is(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    ident = await asked(work, case_id)
    done = await answer(work.hub, await admin(work, 1), ident, agrees=True)
    assert done.other == "Zephyrine Group"
    (for_asker,) = await told(work, ANN, INTRODUCED)
    (for_holder,) = await told(work, user_of("admin", 1), INTRODUCED)
    assert for_asker.values["values"]["member"] == "Member 1"
    assert for_asker.values["values"]["people"] == ["admin of 1"]
    assert for_holder.values["values"]["member"] == "Zephyrine Group"
    assert for_holder.values["values"]["contact"] == ["Zephyrine Legal", "ip@acme.example"]
    assert for_holder.values["values"]["people"] == ["Ann"]
    (colleague,) = await told(work, user_of("counsel", 1), WISHED)
    assert colleague.values["values"]["answer"] == "agreed"
    assert await told(work, user_of("admin", 0), INTRODUCED) == []
    work.later(days=8)
    await close_introductions(work.hub)
    assert await told(work, ANN, CLOSED) == [], "one agreed: there is nothing more to say"


async def test_no_silence_and_nobody_there_are_the_same_in_words_and_in_time(hub: Hub) -> None:
    seen: list[Any] = []
    work, met = await with_holders(hub, 0, 1, 2)
    unmet = await work.suspect(seller={"id": "s-nobody", "name": "Unknown Shop"}, title="Zephyrine socks")
    for case_id in (met, unmet):
        wished = await ask_about_case(work.hub, await work.person(ANN), case_id)
        begun = work.now
        await put_to_holders(work.hub)
        (row,) = await work.rows(Introduction, closed_at=None)
        if case_id == met:
            await answer(work.hub, await admin(work, 0), row.id, agrees=False)
        assert await told(work, ANN, INTRODUCED) == []
        work.later(days=7, seconds=-1)
        await close_introductions(work.hub)
        assert (await work.rows(Introduction, id=row.id))[0].closed_at is None
        work.later(seconds=1)
        await close_introductions(work.hub)
        (message,) = [one for one in await told(work, ANN, CLOSED) if row.id in one.subject]
        values = message.values["values"]
        seen.append((wished.until - begun, message.wanted_at - begun, sorted(values)))
    assert seen[0] == seen[1]


async def test_too_few_holders_are_not_asked_and_the_asker_cannot_tell(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1)
    ident = await asked(work, case_id)
    assert await holders(work, ident) == set()


async def test_whoever_shared_an_item_is_asked_about_it(hub: Hub) -> None:
    work, case_id = await with_holders(hub)
    market = (await work.marketplace()).id
    draft = Draft(kind=IntelKind.SELLER, value="Nice Shop", match=seller_text(market, "s-bad"))
    shared = await share(work.hub, await admin(work, 3), "m3", draft)
    ident = await asked(work, case_id)
    assert await holders(work, ident) == {"m3"}
    (question,) = await told(work, user_of("admin", 3), WISHED)
    assert question.values["values"]["name"] == "Nice Shop"
    with pytest.raises(IntroductionAsked):
        await ask_about_item(work.hub, await work.person(ANN), shared.item_id)
    with pytest.raises(IntelNotFound):
        await ask_about_item(work.hub, await work.person(ANN), "0" * 32)
    with pytest.raises(NeedsRole):
        await ask_about_item(work.hub, await work.person(VIC), shared.item_id)


@pytest.mark.parametrize(
    ("kept", "name"),
    [
        ({}, "Nice Shop"),
        ({"label": "red"}, None),
        ({"state": "with_counsel"}, None),
        ({"state": "withdrawn"}, None),
    ],
)
async def test_a_member_is_reminded_of_nothing_its_people_may_not_all_read(
    hub: Hub, kept: dict[str, str], name: str | None
) -> None:
    work, _ = await with_holders(hub)
    draft = Draft(kind=IntelKind.SELLER, value="Nice Shop", match=seller_text("m", "s-bad"))
    item_id = (await share(work.hub, await admin(work, 3), "m3", draft)).item_id
    async with work.hub.unit(EVERYONE) as unit:
        row = await unit.session.get_one(IntelItem, item_id)
        for field, value in kept.items():
            setattr(row, field, value)
        await unit.session.flush()
        assert (await known_as(unit.session, "m3", str(row.key))).name == name


async def test_twice_clicked_asks_once_and_says_so(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    people = [await work.person(ANN), await work.person(BEN)]
    done = await asyncio.gather(
        *(ask_about_case(work.hub, person, case_id) for person in people for _ in range(2)),
        return_exceptions=True,
    )
    refused = [one for one in done if isinstance(one, IntroductionAsked)]
    assert len(refused) == 3 and len(await work.rows(Introduction)) == 1
    await asyncio.gather(put_to_holders(work.hub), put_to_holders(work.hub))
    assert len(await told(work, user_of("admin", 0), WISHED)) == 1
    work.later(days=8)
    await close_introductions(work.hub)
    await ask_about_case(work.hub, people[0], case_id)


async def test_a_member_asks_so_often_a_day(hub: Hub) -> None:
    work, case_id = await with_holders(hub)
    ann = await work.person(ANN)
    for number in range(A_DAY):
        other = await work.suspect(seller={"id": f"s-{number}"}, title=f"Zephyrine no {number}")
        await ask_about_case(work.hub, ann, other)
    with pytest.raises(AskedTooOften):
        await ask_about_case(work.hub, ann, case_id)
    work.later(days=1)
    await ask_about_case(work.hub, ann, case_id)


async def test_only_the_members_own_people_who_share_may_ask(hub: Hub) -> None:
    work, case_id = await with_holders(hub)
    for user, refusal in ((VIC, NeedsRole), (BEA, CaseNotFound), (RAY, CaseNotFound), (OLA, NeedsRole)):
        with pytest.raises(refusal):
            await ask_about_case(work.hub, await work.person(user), case_id)
    for_agency = await work.suspect("beta", seller={"id": "s-1"})
    with pytest.raises(NeedsRole) as refused:
        await ask_about_case(work.hub, await work.person(RAY), for_agency)
    assert refused.value.who_may == ("Bea",)
    async with work.hub.unit(EVERYONE) as unit:
        await save_opening(unit.session, Opening(feature=Feature.SHARING, member_ids=frozenset({"m0"})))
    with pytest.raises(FeatureNotOpen):
        await ask_about_case(work.hub, await work.person(ANN), case_id)
    assert await work.rows(Introduction) == []


async def test_answers_come_once_in_time_and_from_who_may(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    ident = await asked(work, case_id)
    with pytest.raises(NeedsRole):
        await answer(work.hub, await work.person(user_of("viewer", 0)), ident, agrees=True)
    for user in (user_of("admin", 4), BEA, ANN, OLA):
        with pytest.raises(IntroductionOver):
            await answer(work.hub, await work.person(user), ident, agrees=True)
    with pytest.raises(IntroductionOver):
        await answer(work.hub, await admin(work, 0), "no id; DROP TABLE", agrees=True)
    await answer(work.hub, await admin(work, 0), ident, agrees=False)
    with pytest.raises(IntroductionAnswered) as again:
        await answer(work.hub, await work.person(user_of("counsel", 0)), ident, agrees=True)
    assert (again.value.person, again.value.agreed) == ("admin of 0", False)
    work.later(days=7)
    with pytest.raises(IntroductionOver):
        await answer(work.hub, await admin(work, 1), ident, agrees=True)
    await close_introductions(work.hub)
    with pytest.raises(IntroductionOver):
        await answer(work.hub, await admin(work, 1), ident, agrees=True)
    (question,) = await told(work, user_of("admin", 1), WISHED)
    assert question.values["values"]["answer"] == "over"
    assert await told(work, ANN, INTRODUCED) == []


async def test_who_refused_is_left_in_peace(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    first = await asked(work, case_id)
    await answer(work.hub, await admin(work, 0), first, agrees=False)
    work.later(days=8)
    await close_introductions(work.hub)
    assert await holders(work, await asked(work, case_id)) == {"m1", "m2"}


async def held_image(hub: Hub) -> tuple[Casework, str]:
    """Acme's case on a seller nobody else met, with an image that member 3 shared."""
    work, _ = await with_holders(hub)
    case_id = await work.suspect(seller={"id": "s-new"}, images=IMAGE, title="Zephyrine, with a picture")
    await share(work.hub, await admin(work, 3), "m3", Draft(kind=IntelKind.IMAGE, value=IMAGE[0]["pdq"]))
    return work, case_id


async def test_whoever_holds_anything_the_card_tells_of_is_asked_about_that(hub: Hub) -> None:
    work, case_id = await held_image(hub)
    ident = await asked(work, case_id)
    assert await holders(work, ident) == {"m3"}
    (question,) = await told(work, user_of("admin", 3), WISHED)
    values = question.values["values"]
    assert (values["kind"], values["name"]) == ("image", IMAGE[0]["pdq"])
    assert (values["shared_on"], values["met_on"]) == (work.now.date().isoformat(), None)
    await answer(work.hub, await admin(work, 3), ident, agrees=True)
    for user in (ANN, user_of("admin", 3)):
        (introduced,) = await told(work, user, INTRODUCED)
        assert introduced.values["values"]["kind"] == "image"


async def test_who_holds_several_of_what_a_case_met_is_asked_once_about_the_first(hub: Hub) -> None:
    work, _ = await with_holders(hub)
    case_id = await work.suspect(seller=SELLER, images=IMAGE)
    await also_met(work, case_id, 0, 1, 2)
    assert await holders(work, await asked(work, case_id)) == {"m0", "m1", "m2"}
    (question,) = await told(work, user_of("admin", 0), WISHED)
    values = question.values["values"]
    assert (values["kind"], values["met_on"]) == ("seller", work.now.date().isoformat())


async def test_who_has_many_listings_of_an_image_is_asked_where_the_card_tells_of_them(hub: Hub) -> None:
    work, _ = await with_holders(hub)
    case_id = await work.suspect(images=IMAGE, title="Zephyrine, with a picture")
    for number in range(5):
        await work.suspect("beta", images=IMAGE, title=f"Quorvane {number}")
    (beta,) = await work.rows(Member, key="beta")
    assert await holders(work, await asked(work, case_id)) == {beta.id}


async def test_who_refused_about_an_image_is_not_asked_about_it_again_for_another_case(hub: Hub) -> None:
    work, case_id = await held_image(hub)
    await answer(work.hub, await admin(work, 3), await asked(work, case_id), agrees=False)
    work.later(days=8)
    await close_introductions(work.hub)
    await add_matching_key(work.hub, "cli:root")
    another = await work.suspect(seller={"id": "s-newer"}, images=IMAGE, title="Zephyrine, again")
    assert await holders(work, await asked(work, another)) == set()


async def test_a_case_is_asked_about_once_at_a_time_whatever_its_listing_has_become(hub: Hub) -> None:
    work, _ = await with_holders(hub)
    case_id = await work.suspect(listing_id="L7", title="Zephyrine, no name of a seller")
    ann = await work.person(ANN)
    await ask_about_case(work.hub, ann, case_id)
    await work.receive(listing_id="L7", title="Zephyrine, now with one", seller=SELLER)
    with pytest.raises(IntroductionAsked):
        await ask_about_case(work.hub, ann, case_id)


async def test_who_shared_a_payment_handle_is_told_the_kind_and_the_day(hub: Hub) -> None:
    work, _ = await with_holders(hub)
    handle = "shop-77@pay.example"
    await share(work.hub, await admin(work, 3), "m3", Draft(kind=IntelKind.PAYMENT, value=handle))
    shared_on = work.now.date()
    work.later(days=2)
    await ask_about(work.hub, await work.person(ANN), IntelKind.PAYMENT, handle)
    await put_to_holders(work.hub)
    (question,) = await told(work, user_of("admin", 3), WISHED)
    values = question.values["values"]
    assert (values["kind"], values["name"], values["shared_on"]) == ("payment", None, shared_on.isoformat())
    assert handle not in str(question.values)


async def test_members_that_left_and_those_of_the_same_agency_are_left_out(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2, 3, 4, 5)
    (ray,) = await work.rows(PersonRow, name="Ray")
    (acme,) = await work.rows(Member, key="acme")
    await change(work, "m0", withdrawn_at=work.now)
    async with work.hub.unit(EVERYONE) as unit:
        for member_id in (acme.id, "m1"):
            unit.session.add(
                GrantRow(
                    id=f"ray-{member_id}", person_id=ray.id, role="enforcer", member_id=member_id,
                    agency_id=ray.agency_id,
                )
            )  # fmt: skip
        for role in ("admin", "counsel"):
            (await unit.session.get_one(PersonRow, f"p-{role}-2")).withdrawn_at = work.now
    assert await holders(work, await asked(work, case_id)) == {"m3", "m4", "m5"}


async def test_where_the_asker_has_left_their_colleagues_are_told(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    ident = await asked(work, case_id)
    async with work.hub.unit(EVERYONE) as unit:
        (ann,) = await work.rows(PersonRow, name="Ann")
        (await unit.session.get_one(PersonRow, ann.id)).withdrawn_at = work.now
    await answer(work.hub, await admin(work, 0), ident, agrees=True)
    assert await told(work, ANN, INTRODUCED) == []
    assert len(await told(work, BEN, INTRODUCED)) == 1


async def test_the_name_of_who_was_erased_is_taken_from_the_other_side_too(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    ident = await asked(work, case_id)
    await answer(work.hub, await admin(work, 0), ident, agrees=True)
    await privacy.erase(work.hub, "cli:test", "p-counsel-0", force=True)
    await privacy.erase(work.hub, "cli:test", "p-admin-0", force=True)
    (for_asker,) = await told(work, ANN, INTRODUCED)
    assert "admin of 0" not in str(for_asker.values)


async def test_each_sides_trail_keeps_the_others_name_out(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    ident = await asked(work, case_id)
    await answer(work.hub, await admin(work, 0), ident, agrees=True)
    (acme,) = await work.rows(Member, key="acme")
    trail = [row for row in await work.rows(AuditEntryRow) if row.subject == "introduction"]
    assert sorted((row.member_id == acme.id, row.action) for row in trail) == [
        (False, "introduction.answered"), (True, "introduction.answered"), (True, "introduction.asked"),
    ]  # fmt: skip
    for row in trail:
        others = (
            ("m0", "p-admin-0", "Member 0") if row.member_id == acme.id else (acme.id, "Ann", "Zephyrine")
        )
        assert not [name for name in others if name in str(row.model_dump())]


async def test_red_items_put_nobody_to_the_question(hub: Hub) -> None:
    work, case_id = await with_holders(hub)
    market, ann = (await work.marketplace()).id, await work.person(ANN)
    draft = Draft(
        kind=IntelKind.SELLER, value="Nice Shop", match=seller_text(market, "s-bad"),
        label=Label.RED, named=frozenset({ann.id}),
    )  # fmt: skip
    await share(work.hub, await admin(work, 3), "m3", draft)
    assert await holders(work, await asked(work, case_id)) == set()


async def test_every_message_has_its_words(hub: Hub) -> None:
    from aacabot.domain.notices import Notice, NoticeKind
    from aacabot.locales import Catalogues
    from tests.slack.views.checks import is_sound

    words = Catalogues.load().words(locale="en", timezone="UTC")
    work, case_id = await with_holders(hub, 0, 1, 2)
    ident = await asked(work, case_id)
    await answer(work.hub, await admin(work, 0), ident, agrees=True)
    await answer(work.hub, await admin(work, 1), ident, agrees=False)
    sent = [row for row in await work.rows(SlackMessageRow) if row.kind == "notice" and ident in row.subject]
    for row in sent:
        message = notice_message(
            Notice(kind=NoticeKind(row.values["kind"]), values=row.values["values"]), words
        )
        is_sound(message)
        assert "<!channel>" not in message.text
    assert len(sent) == 8
