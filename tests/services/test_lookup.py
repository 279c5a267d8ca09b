"""Looking cases up: by what people type, among those they may see."""

from datetime import timedelta

import pytest

from aacabot.domain.cases import DismissReason
from aacabot.domain.errors import AlreadyDecided, CaseNotFound, NotAllowed
from aacabot.services import enforcement, lookup
from aacabot.services.hub import Hub
from aacabot.store.models import SlackMessageRow
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, RAY, VIC
from tests.services.casework import EVE, Casework


async def number(work: Casework, case_id: str) -> str:
    return (await work.case(case_id)).number


async def find(work: Casework, user: str, asked: str) -> str:
    return (await lookup.find_case(work.hub, await work.person(user), asked)).alert.case_id


async def suggested(work: Casework, user: str, asked: str) -> str | None:
    with pytest.raises(CaseNotFound) as refused:
        await find(work, user, asked)
    assert refused.value.asked == asked
    return refused.value.nearest


async def test_a_number_is_understood_the_way_people_write_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    cases = [await work.suspect() for _ in range(3)]
    for case_id in cases:
        given = await number(work, case_id)
        bare = given.removeprefix("AC-")
        misread = bare.replace("0", "O").replace("1", "l")
        for asked in (given, given.lower(), f"AC{bare}", f"ac {bare}", bare, f"case {bare}", f"AC-{misread}"):
            assert await find(work, ANN, asked) == case_id, asked


async def test_a_listings_address_finds_its_latest_case(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect(listing_id="77")
    address = "https://market.example/item/77"
    for asked in (address, f"<{address}>", f"<{address}|market.example>", f" {address} "):
        assert await find(work, VIC, asked) == case_id
    for user, asked in (
        (BEA, address),
        (ANN, "https://market.example/item/78"),
        (ANN, "https://elsewhere.example/item/77"),
        (ANN, "http://["),
        (ANN, "://"),
    ):
        assert await suggested(work, user, asked) is None


async def test_only_ones_own_cases_are_suggested(hub: Hub) -> None:
    work = await Casework.begun(hub)
    mine, theirs = await work.suspect("acme"), await work.suspect("beta")
    typo = f"{await number(work, mine)}Z"
    assert await suggested(work, ANN, typo) == await number(work, mine)
    assert await suggested(work, BEA, typo) is None
    assert await suggested(work, EVE, typo) is None
    assert await suggested(work, BEA, await number(work, mine)) is None
    assert await suggested(work, RAY, f"{await number(work, theirs)}Z") == await number(work, theirs)
    for nonsense in ("", "?", "x" * 3_000, "💥", "AC-", "'; DROP TABLE cases"):
        assert await suggested(work, ANN, nonsense) is None


async def test_a_case_of_another_member_or_brand_is_not_found_by_number(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect("acme")
    given = await number(work, case_id)
    for user in (BEA, GIL, RAY, EVE):
        assert await suggested(work, user, given) is None
    for user in (ANN, VIC, OLA):
        assert await find(work, user, given) == case_id


async def test_a_button_on_a_case_of_another_brand_says_who_may_and_of_another_member_nothing(
    hub: Hub,
) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect("acme", description="Soft leather.")
    for look in (lookup.open_case, lookup.listing_text):
        with pytest.raises(NotAllowed) as refused:
            await look(work.hub, await work.person(EVE), case_id)
        assert refused.value.who_may == ("Ann", "Ben")
        for ident in (case_id, "0" * 32, "\0", "", "x" * 2_000):
            with pytest.raises(CaseNotFound) as unseen:
                await look(work.hub, await work.person(BEA), ident)
            assert vars(unseen.value) == {"asked": ident, "nearest": None}
    text = await lookup.listing_text(work.hub, await work.person(VIC), case_id)
    assert text.description == "Soft leather."


async def test_the_history_names_people_times_and_reasons(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    work.later(minutes=4)
    await enforcement.dismiss(work.hub, await work.person(BEN), case_id, DismissReason.GREY_MARKET)
    found = await lookup.open_case(work.hub, await work.person(VIC), case_id)
    assert [(line.kind, line.person, line.reason) for line in found.history] == [
        ("opened", None, None),
        ("dismissed", "Ben", "GREY_MARKET"),
    ]
    assert found.history[-1].at == work.now
    assert found.card_url is None


async def test_the_way_to_the_card_is_a_link_once_it_is_posted(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    (card,) = await work.messages(case_id, "case")
    async with work.hub.unit((await work.person(OLA)).viewer) as unit:
        (await unit.session.get_one(SlackMessageRow, card.id)).ts = "1764000000.000100"
    found = await lookup.open_case(work.hub, await work.person(ANN), case_id)
    assert found.card_url == "https://slack.com/archives/C0ACME/p1764000000000100"


# -- opening a form ------------------------------------------------------------------------------------------


async def test_a_form_opens_with_the_rights_in_force_only(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    _, rights = await lookup.case_to_change(work.hub, await work.person(ANN), case_id, "case_report_as")
    assert [right.number for right in rights] == ["018000001", "009000001"]
    with pytest.raises(NotAllowed):
        await lookup.case_to_change(work.hub, await work.person(VIC), case_id, "case_dismiss")
    with pytest.raises(CaseNotFound):
        await lookup.case_to_change(work.hub, await work.person(BEA), case_id, "case_dismiss")


async def test_no_form_opens_on_what_somebody_has_decided(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    decided = work.now
    work.later(minutes=1)
    for action in ("case_dismiss", "case_ask_info", "case_report_as"):
        with pytest.raises(AlreadyDecided) as refused:
            await lookup.case_to_change(work.hub, await work.person(BEN), case_id, action)
        assert (refused.value.decider, refused.value.at) == ("Ann", decided)
        assert work.now - decided == timedelta(minutes=1)
