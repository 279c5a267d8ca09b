"""What waits for whom: undecided cases, approvals, and what the desk is asked."""

from datetime import timedelta

import pytest

from aacabot.domain.cases import CaseState
from aacabot.domain.ids import new_id
from aacabot.domain.rights import ReasonCode
from aacabot.domain.severity import Severity
from aacabot.domain.waiting import Narrowed, Urgency, Waiting, WaitingKind
from aacabot.services import enforcement, waiting
from aacabot.services.hub import Hub
from aacabot.store import waiting as store
from aacabot.store.models import Brand, SlackMessageRow
from tests.journeys.alliance import ANN, BEN, GIL, OLA, RAY, VIC
from tests.services.casework import EVE, Casework


async def asked(work: Casework, user: str, **narrowed: object) -> Waiting:
    person = await work.person(user)
    return await waiting.waiting_for(work.hub, person, "Europe/Paris", Narrowed(**narrowed))  # type: ignore[arg-type]


async def cases(work: Casework, user: str, **narrowed: object) -> list[str]:
    found = await asked(work, user, **narrowed)
    assert found.total == len(found.lines) == sum(found.urgencies.values())
    return [line.case.case_id for line in found.lines]


async def test_the_most_urgent_come_first_and_paused_ones_last(hub: Hub) -> None:
    work = await Casework.begun(hub, brake_confirms=1)
    paused = await work.suspect()
    work.later(minutes=1)
    first = await work.suspect()
    work.later(minutes=1)
    braked, decided = await work.suspect(), await work.suspect()
    work.later(minutes=1)
    last = await work.suspect("second")
    await work.suspect("beta")
    ann = await work.person(ANN)
    await enforcement.ask_info(work.hub, ann, paused, None)
    await enforcement.confirm(work.hub, ann, decided)
    await enforcement.confirm(work.hub, ann, braked)

    assert await cases(work, BEN) == await cases(work, VIC) == [first, braked, last, paused]
    assert await cases(work, ANN) == [first, last, paused], "somebody else must approve her own confirmation"
    assert await cases(work, EVE) == [last]
    assert await cases(work, GIL) == []
    found = await asked(work, BEN)
    assert found.lines[0].case.title == "Zephyrine runner, last pairs"
    assert (found.lines[0].case.brand, found.lines[0].case.marketplace) == ("Zephyrine", "Sandbox Market")
    assert [line.case.state for line in found.lines[1:]] == [
        CaseState.PENDING_SECOND,
        CaseState.ALERTED,
        CaseState.NEEDS_INFO,
    ]
    assert found.kinds == {WaitingKind.DECIDE: 3, WaitingKind.APPROVE: 1}


async def test_what_waits_is_grouped_by_the_readers_day(hub: Hub) -> None:
    work = await Casework.begun(hub)
    late, soon, later = await work.suspect(), await work.suspect(), await work.suspect()
    for case_id, hours in ((late, -1), (soon, 10.5), (later, 11.5)):
        await due_in(work, case_id, hours)
    found = await asked(work, ANN)
    assert [(line.case.case_id, line.urgency) for line in found.lines] == [
        (late, Urgency.OVERDUE),
        (soon, Urgency.TODAY),
        (later, Urgency.LATER),
    ], "in Paris the day ends eleven hours after noon in UTC"
    assert found.urgencies == {Urgency.OVERDUE: 1, Urgency.TODAY: 1, Urgency.LATER: 1}


async def due_in(work: Casework, case_id: str, hours: float) -> None:
    async with work.hub.unit((await work.person(OLA)).viewer) as unit:
        case = await unit.session.get_one(type(await work.case(case_id)), case_id)
        case.decide_by = work.now + timedelta(hours=hours)


async def test_it_is_narrowed_down_to_a_kind_and_to_a_brand(hub: Hub) -> None:
    work = await Casework.begun(hub, brake_confirms=0)
    braked, other, second = await work.suspect(), await work.suspect(), await work.suspect("second")
    await enforcement.confirm(work.hub, await work.person(ANN), braked)
    marchelle, quorvane = [(await work.rows(Brand, key=key))[0].id for key in ("second-brand", "beta-brand")]
    assert await cases(work, BEN, kind=WaitingKind.APPROVE) == [braked]
    assert set(await cases(work, BEN, kind=WaitingKind.DECIDE)) == {other, second}
    assert await cases(work, BEN, brand_id=marchelle) == [second]
    assert (await asked(work, BEN, brand_id=marchelle)).brand == "Marchelle"
    assert (await asked(work, BEN, kind=WaitingKind.APPROVE)).kinds[WaitingKind.DECIDE] == 2
    await work.suspect("beta")
    found = await asked(work, BEN, brand_id=quorvane)
    assert (found.total, found.brand) == (0, None), "another member's brand is nothing, not even a name"


async def test_an_agencys_queue_is_its_brands_and_empty_once_the_grant_has_ended(hub: Hub) -> None:
    work = await Casework.begun(hub)
    theirs = await work.suspect("beta")
    await work.suspect("acme")
    assert await cases(work, RAY) == [theirs]
    work.later(days=60)
    assert await cases(work, RAY) == []


async def test_the_desk_has_what_brands_ask_of_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    review, question = await work.suspect("gamma"), await work.suspect("acme")
    await work.suspect("beta")
    await enforcement.confirm(work.hub, await work.person(GIL), review)
    await enforcement.ask_info(work.hub, await work.person(ANN), question, "Who?")
    assert set(await cases(work, OLA)) == {review, question}
    assert await cases(work, OLA, kind=WaitingKind.REVIEW) == [review]
    assert await cases(work, OLA, kind=WaitingKind.ANSWER) == [question]
    assert await cases(work, OLA, kind=WaitingKind.APPROVE) == []


async def test_paging_reaches_every_case_once_and_stays_on_the_last_page(hub: Hub) -> None:
    work = await Casework.begun(hub)
    rows = [
        {"listing_id": f"Q{n}", "url": f"https://market.example/item/Q{n}", "title": f"Zephyrine pair {n}"}
        for n in range(45)
    ]
    await work.receive_all(rows)
    ann = await work.person(ANN)
    pages = [await waiting.waiting_for(work.hub, ann, page=page) for page in (1, 2, 3, 4)]
    assert [len(page.lines) for page in pages] == [20, 20, 5, 5]
    assert pages[2].lines == pages[3].lines
    assert len({line.case.case_id for page in pages for line in page.lines}) == 45


async def test_the_way_to_a_card_is_a_link_once_it_is_posted(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect()
    assert [line.case.card_url for line in (await asked(work, ANN)).lines] == [None]
    (card,) = await work.messages(case_id, "case")
    async with work.hub.unit((await work.person(OLA)).viewer) as unit:
        (await unit.session.get_one(SlackMessageRow, card.id)).ts = "1764000000.000100"
    (line,) = (await asked(work, ANN)).lines
    assert line.case.card_url == "https://slack.com/archives/C0ACME/p1764000000000100"


async def test_the_brands_offered_are_the_persons_own(hub: Hub) -> None:
    work = await Casework.begun(hub)
    offered = [name for _, name in await waiting.brands_offered(work.hub, await work.person(ANN), "")]
    assert offered == ["Marchelle", "Zephyrine"]
    assert [
        name for _, name in await waiting.brands_offered(work.hub, await work.person(ANN), "zephirine")
    ] == ["Zephyrine"]
    assert [name for _, name in await waiting.brands_offered(work.hub, await work.person(EVE), "")] == [
        "Marchelle"
    ]


async def test_it_is_narrowed_down_further_by_seller_urgency_severity_reason_and_marketplace(
    hub: Hub,
) -> None:
    work = await Casework.begun(hub)
    bags = await work.suspect(seller={"id": "s-1", "name": "Bags 100% real"})
    shoes = await work.suspect(seller={"id": "s-2", "name": "Shoes"}, category="baby shoes")
    await due_in(work, shoes, -1)
    marketplace = (await work.marketplace()).id
    assert await cases(work, ANN, seller="bags 100%") == [bags]
    assert await cases(work, ANN, seller="s-2") == [shoes]
    assert await cases(work, ANN, seller="%") == []
    assert await cases(work, ANN, urgency=Urgency.OVERDUE) == [shoes]
    assert await cases(work, ANN, severity=Severity.CRITICAL) == [shoes]
    assert set(await cases(work, ANN, reason=ReasonCode.COUNTERFEIT)) == {bags, shoes}
    assert await cases(work, ANN, reason=ReasonCode.PATENT) == []
    assert set(await cases(work, ANN, marketplace_id=marketplace, seller="s")) == {shoes}
    assert await cases(work, ANN, marketplace_id=new_id()) == []


async def test_counting_ends_at_so_many_of_a_state_the_most_urgent_first(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_COUNTED", 2)
    work = await Casework.begun(hub)
    first, *_ = [await work.suspect() for _ in range(4)]
    await due_in(work, first, -1)
    found = await asked(work, ANN)
    assert (found.total, found.is_more) == (2, True)
    assert found.urgencies == {Urgency.OVERDUE: 1, Urgency.LATER: 1}
    assert (await asked(work, ANN, urgency=Urgency.OVERDUE)).is_more is False


async def test_what_was_found_is_taken_the_most_urgent_first_up_to_a_limit(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = [await work.suspect() for _ in range(3)]
    await due_in(work, ids[2], -1)
    ann = await work.person(ANN)
    assert await waiting.found(work.hub, ann, "UTC", Narrowed(), 2) == ([ids[2], ids[0]], 1)
    assert await waiting.found(work.hub, ann, "UTC", Narrowed(kind=WaitingKind.REVIEW), 2) == ([], 0)
    assert (await asked(work, ANN)).lines[0].seen == (await work.alert(ids[2])).affirmation
