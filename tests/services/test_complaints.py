"""A list of listings becomes cases that are confirmed already, and every other row an answer."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import update

from aacabot.domain.cases import CaseEventKind, CaseState, DismissReason
from aacabot.domain.complaints import RowProblem, RowState
from aacabot.domain.errors import FieldProblem, HoldingNotFound, NeedsRole, SamePerson
from aacabot.domain.rights import ReasonCode
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import (
    ListingRead,
    ListingStatus,
    MarketplaceUnreachable,
    TakedownStatus,
)
from aacabot.services import (
    complaint_cards,
    complaint_results,
    complaint_rows,
    complaint_seconds,
    enforcement,
)
from aacabot.services.hub import Hub
from aacabot.services.screening import Watcher, screen_batch
from aacabot.services.verification import Reading, record_readings
from aacabot.store.models import (
    AuditEntryRow,
    CaseRow,
    Complaint,
    IntakeBatch,
    ListingRow,
    Member,
    SlackMessageRow,
)
from tests.journeys import alliance as journey
from tests.services.casework import DESIGN, EXPIRED, Casework
from tests.services.complaining import Complaining

REPORTED, NOT_REPORTED = RowState.REPORTED, RowState.NOT_REPORTED


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


@pytest.fixture
def complaining(work: Casework) -> Complaining:
    return Complaining(work)


async def test_a_reported_listing_becomes_a_case_confirmed_by_who_reported_it(
    work: Casework, complaining: Complaining
) -> None:
    filed = await complaining.file([complaining.shelf.stock("R1", seller={"id": "s9", "name": "Shop"})])
    await complaining.serve()

    (row,) = await complaining.results(filed)
    assert (row.state, row.case_state, row.problem) == (REPORTED, CaseState.CONFIRMED, None)
    events = await work.events(str(row.case_id))
    assert [event.kind for event in events] == [CaseEventKind.OPENED, CaseEventKind.CONFIRMED]
    assert events[1].person_id == (await work.person(journey.ANN)).id
    takedown = await work.takedown(str(row.case_id))
    assert takedown is not None
    assert takedown.programme == "fast_lane"
    (complaint,) = await work.rows(Complaint)
    assert complaint.finished_at == work.now


async def test_three_hundred_addresses_with_forty_bad_ones_are_answered_row_by_row(
    work: Casework, complaining: Complaining
) -> None:
    good = [complaining.shelf.stock(f"R{n}") for n in range(250)]
    gone = [f"https://market.example/item/GONE{n}" for n in range(10)]
    bad = [
        *(f"not an address {n}" for n in range(10)),
        *(f"https://elsewhere.example/item/{n}" for n in range(10)),
        *["https://market.example/"] * 10,
        *good[:10],
    ]
    filed = await complaining.file([*good, *bad, *gone])
    await complaining.serve()

    rows = await complaining.results(filed)
    assert Counter(row.problem for row in rows) == {
        None: 250,
        RowProblem.BAD_ADDRESS: 10,
        RowProblem.NO_MARKETPLACE: 10,
        RowProblem.NO_LISTING_ID: 10,
        RowProblem.TWICE: 10,
        RowProblem.GONE: 10,
    }
    assert all((row.number is not None) == (row.problem is None) for row in rows)
    assert len(await work.rows(CaseRow)) == 250
    cards = [row.kind for row in await work.rows(SlackMessageRow) if row.kind in {"case", "complaint"}]
    assert cards == ["complaint"], "one living card for all of them, and no flood"


async def test_the_same_list_twice_is_one_complaint(work: Casework, complaining: Complaining) -> None:
    urls = [complaining.shelf.stock("R1"), "nonsense"]
    first = await complaining.file(urls)
    again = await complaining.file(urls)
    assert (first.again, again.again) == (False, True)
    assert again.complaint.id == first.complaint.id
    await complaining.serve()
    assert (await complaining.file(urls)).again
    assert len(await work.rows(Complaint)) == len(await work.rows(CaseRow)) == 1

    work.later(days=2)
    later = await complaining.file(urls)
    assert not later.again
    await complaining.serve()
    (row, _) = await complaining.results(later)
    assert row.problem is RowProblem.IN_A_CASE, "it has a new answer, and still one effect"
    assert len(await work.rows(CaseRow)) == 1


async def test_a_worker_that_starts_again_opens_nothing_twice(
    work: Casework, complaining: Complaining
) -> None:
    filed = await complaining.file([complaining.shelf.stock(f"R{n}") for n in range(3)])
    marketplace = await work.marketplace()
    rows = await complaint_rows.owed(work.hub, marketplace.id)
    for _ in range(2):
        for row in rows[:2]:
            read = await complaining.shelf.read_listing(row.listing_id)
            await complaint_rows.was_read(work.hub, row, read)
    await complaining.serve()
    assert [row.state for row in await complaining.results(filed)] == [REPORTED] * 3
    assert len(await work.rows(CaseRow)) == 3
    done = [row for row in await work.rows(SlackMessageRow) if "complaint_done" in row.subject]
    assert len(done) == 1


async def test_a_listing_in_an_open_case_is_not_reported_again(
    work: Casework, complaining: Complaining
) -> None:
    case_id = await work.suspect(listing_id="R1")
    complaining.shelf.stock("R1", title="Zephyrine runner, last pairs")
    filed = await complaining.file(["https://market.example/item/R1"])
    await complaining.serve()
    (row,) = await complaining.results(filed)
    assert (row.problem, row.case_id) == (RowProblem.IN_A_CASE, case_id)
    assert (row.number, row.case_state) == ((await work.case(case_id)).number, CaseState.ALERTED)


async def test_what_the_brand_dismissed_it_may_report_anew(work: Casework, complaining: Complaining) -> None:
    case_id = await work.suspect(listing_id="R1")
    complaining.shelf.stock("R1", title="Zephyrine runner, last pairs")
    await enforcement.dismiss(work.hub, await work.person(journey.ANN), case_id, DismissReason.GENUINE)
    filed = await complaining.file(["https://market.example/item/R1"])
    await complaining.serve()
    (row,) = await complaining.results(filed)
    assert row.state is REPORTED
    assert (await work.case(str(row.case_id))).round == 2


async def test_a_listing_taken_down_before_is_said_to_be_gone_with_its_case(
    work: Casework, complaining: Complaining
) -> None:
    case_id = await work.suspect(listing_id="R1")
    await enforcement.confirm(work.hub, await work.person(journey.ANN), case_id)
    await work.send(case_id)
    await work.answer(case_id, TakedownStatus.REMOVED)
    filed = await complaining.file(["https://market.example/item/R1"])
    await complaining.serve()
    (row,) = await complaining.results(filed)
    assert (row.problem, row.case_id) == (RowProblem.GONE, case_id)


async def test_an_authorised_seller_is_never_reported(work: Casework, complaining: Complaining) -> None:
    url = complaining.shelf.stock("R1", seller={"id": "s-friend", "name": "Friend"})
    filed = await complaining.file([url])
    await complaining.serve()
    (row,) = await complaining.results(filed)
    assert row.problem is RowProblem.AUTHORISED_SELLER
    assert await work.rows(CaseRow) == []


async def test_a_listing_known_by_its_address_is_found_though_the_address_hides_its_id(
    work: Casework, complaining: Complaining
) -> None:
    await work.receive(
        listing_id="R77", title="Plain shoes", url="https://market.example/zephyrine-shoes.html"
    )
    complaining.shelf.stock("R77")
    filed = await complaining.file(["https://market.example/zephyrine-shoes.html"])
    await complaining.serve()
    (row,) = await complaining.results(filed)
    assert row.state is REPORTED


async def test_a_right_that_expired_cannot_be_filed_under(complaining: Complaining) -> None:
    with pytest.raises(FieldProblem) as refused:
        await complaining.file(
            ["https://market.example/item/R1"], right_id=await complaining.right("017000009")
        )
    assert (refused.value.field, refused.value.problem) == ("complaint_right", "not_in_force")
    assert EXPIRED["number"] == "017000009"


async def test_a_right_that_expires_before_the_listing_is_read_stops_the_rows(
    work: Casework, complaining: Complaining
) -> None:
    filed = await complaining.file([complaining.shelf.stock("R1")])
    work.later(days=9 * 365)
    await complaining.serve()
    (row,) = await complaining.results(filed)
    assert row.problem is RowProblem.RIGHT_NOT_IN_FORCE


async def test_a_reason_must_fit_its_right(complaining: Complaining) -> None:
    with pytest.raises(FieldProblem) as refused:
        await complaining.file(
            ["https://market.example/item/R1"],
            right_id=await complaining.right(str(DESIGN["number"])),
            reason=ReasonCode.KEYWORD_MISUSE,
        )
    assert refused.value.problem == "does_not_fit_right"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"bona_fide": False}, "complaint_statement"),
        ({"rows": []}, "complaint_urls"),
        ({"note": "x" * 1_001}, "complaint_note"),
    ],
)
async def test_a_form_that_lacks_something_is_answered_in_place(
    work: Casework, complaining: Complaining, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldProblem) as refused:
        await complaining.file(["https://market.example/item/R1"], **given)
    assert refused.value.field == field
    assert await work.rows(Complaint) == []


async def test_only_who_may_decide_for_the_brand_may_report(complaining: Complaining) -> None:
    with pytest.raises(NeedsRole) as refused:
        await complaining.file(["https://market.example/item/R1"], journey.VIC)
    assert refused.value.deed == "report"
    assert "Ann" in refused.value.who_may
    with pytest.raises(HoldingNotFound):
        await complaining.file(["https://market.example/item/R1"], journey.BEA)


async def test_an_agency_reports_for_the_brand_it_was_granted(
    work: Casework, complaining: Complaining
) -> None:
    url = complaining.shelf.stock("R1", title="Quorvane boots")
    filed = await complaining.file([url], journey.RAY, brand="beta-brand")
    await complaining.serve()
    (row,) = await complaining.results(filed, await work.person(journey.BEA))
    assert row.state is REPORTED
    with pytest.raises(HoldingNotFound):
        await complaining.results(filed, await work.person(journey.ANN))


async def test_roles_are_asked_again_when_the_listing_is_read(
    work: Casework, complaining: Complaining
) -> None:
    filed = await complaining.file([complaining.shelf.stock("R1")], journey.RAY, brand="beta-brand")
    work.later(days=60)
    await complaining.serve()
    (row,) = await complaining.results(filed, await work.person(journey.BEA))
    assert row.problem is RowProblem.NOT_ALLOWED


async def test_without_the_fast_lane_the_desk_reviews_each(work: Casework, complaining: Complaining) -> None:
    url = complaining.shelf.stock("R1", title="Ostrelle coat")
    filed = await complaining.file([url], journey.GIL, brand="gamma-brand")
    await complaining.serve()
    (row,) = await complaining.results(filed, await work.person(journey.GIL))
    assert row.case_state is CaseState.PLATFORM_REVIEW
    assert len(await work.messages(str(row.case_id), "review")) == 1


async def test_a_marketplace_that_does_not_answer_is_asked_for_a_day(
    work: Casework, complaining: Complaining
) -> None:
    filed = await complaining.file([complaining.shelf.stock("R1")])
    complaining.shelf.is_reachable = False
    with pytest.raises(MarketplaceUnreachable):
        await complaining.serve()
    assert [row.state for row in await complaining.results(filed)] == [RowState.WAITING]
    work.later(hours=25)
    with pytest.raises(MarketplaceUnreachable):
        await complaining.serve()
    (row,) = await complaining.results(filed)
    assert (row.state, row.problem) == (NOT_REPORTED, RowProblem.NOT_ANSWERED)


async def test_a_listing_nobody_can_make_sense_of_holds_up_no_other(
    work: Casework, complaining: Complaining, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = complaining.shelf
    filed = await complaining.file([shelf.stock("BAD"), shelf.stock("R2")])
    read = shelf.read_listing

    async def stumble(listing_id: str) -> ListingRead:
        if listing_id == "BAD":
            raise RuntimeError(listing_id)
        return await read(listing_id)

    monkeypatch.setattr(shelf, "read_listing", stumble)
    with pytest.raises(ExceptionGroup):
        await complaining.serve()
    assert [row.state for row in await complaining.results(filed)] == [RowState.WAITING, REPORTED]
    work.later(hours=25)
    with pytest.raises(ExceptionGroup):
        await complaining.serve()
    row, _ = await complaining.results(filed)
    assert (row.state, row.problem) == (NOT_REPORTED, RowProblem.NOT_ANSWERED)


async def test_listings_beyond_three_hundred_are_answered_and_not_read(
    work: Casework, complaining: Complaining
) -> None:
    filed = await complaining.file([f"https://market.example/item/X{n}" for n in range(305)])
    rows = await complaining.results(filed)
    assert Counter(row.problem for row in rows) == {None: 300, RowProblem.TOO_MANY: 5}
    assert [row.line for row in rows if row.problem] == [301, 302, 303, 304, 305]


async def test_filing_is_written_down(work: Casework, complaining: Complaining) -> None:
    filed = await complaining.file(["nonsense"])
    entries = [one for one in await work.rows(AuditEntryRow) if one.action == "complaint.filed"]
    assert [(one.subject_id, one.details["listings"]) for one in entries] == [(filed.complaint.id, 1)]
    assert filed.complaint.finished_at is not None, "nothing waits: it is finished at once"


async def test_more_than_ten_listings_wait_for_a_second_person_who_approves_them_all(
    work: Casework, complaining: Complaining
) -> None:
    filed = await complaining.file([complaining.shelf.stock(f"R{n}") for n in range(12)])
    await complaining.serve()
    rows = await complaining.results(filed)
    assert {row.case_state for row in rows} == {CaseState.PENDING_SECOND}

    with pytest.raises(SamePerson):
        await complaint_seconds.approve(work.hub, await work.person(journey.ANN), filed.complaint.id)
    with pytest.raises(HoldingNotFound):
        await complaint_seconds.approve(work.hub, await work.person(journey.BEA), filed.complaint.id)
    ben = await work.person(journey.BEN)
    assert await complaint_seconds.approve(work.hub, ben, filed.complaint.id) == 12
    for _ in range(2):
        await complaint_seconds.approve_rest(work.hub, filed.complaint.id)
    rows = await complaining.results(filed)
    assert {row.case_state for row in rows} == {CaseState.CONFIRMED}
    for row in rows:
        kinds = [event.kind for event in await work.events(str(row.case_id))]
        assert kinds.count(CaseEventKind.SECOND_APPROVED) == 1
    with pytest.raises(HoldingNotFound):
        await complaint_seconds.approve(work.hub, ben, filed.complaint.id)


async def test_a_listing_taken_down_before_its_batch_is_screened_opens_no_new_round(
    work: Casework, complaining: Complaining
) -> None:
    filed = await complaining.file([complaining.shelf.stock("R1")])
    await complaining.serve()
    (row,) = await complaining.results(filed)
    case_id = str(row.case_id)
    await work.send(case_id)
    await work.answer(case_id, TakedownStatus.REMOVED)
    takedown = await work.takedown(case_id)
    assert takedown is not None
    reading = Reading(takedown.id, ListingStatus.REMOVED, work.now)
    await record_readings(work.hub, [reading])
    for batch in await work.rows(IntakeBatch):
        await screen_batch(work.hub, Watcher(), batch.id)
    assert [one.id for one in await work.rows(CaseRow)] == [case_id]


async def test_the_card_counts_what_became_of_the_listings(work: Casework, complaining: Complaining) -> None:
    filed = await complaining.file([complaining.shelf.stock("R1"), "nonsense"])
    ann = await work.person(journey.ANN)
    ((before,), _) = await complaint_cards.complaints_of(work.hub, ann)
    assert (before.waiting, before.reported, before.not_reported) == (1, 0, 1)
    await complaining.serve()
    ((after,), total) = await complaint_cards.complaints_of(work.hub, ann)
    assert (after.id, after.waiting, after.cases) == (filed.complaint.id, 0, {CaseState.CONFIRMED: 1})
    assert (after.problems, total) == ({RowProblem.BAD_ADDRESS: 1}, 1)
    assert await complaint_cards.complaints_of(work.hub, await work.person(journey.BEA)) == ([], 0)


async def test_bad_news_of_a_complaints_case_gets_its_own_card(
    work: Casework, complaining: Complaining
) -> None:
    filed = await complaining.file([complaining.shelf.stock("R1")])
    await complaining.serve()
    (row,) = await complaining.results(filed)
    assert await work.messages(str(row.case_id), "case") == []
    await work.send(str(row.case_id))
    await work.answer(str(row.case_id), TakedownStatus.DECLINED, "EVIDENCE_INSUFFICIENT")
    assert len(await work.messages(str(row.case_id), "case")) == 1


async def test_the_result_is_owed_until_it_was_told(work: Casework, complaining: Complaining) -> None:
    filed = await complaining.file([complaining.shelf.stock("R1")])
    assert await complaint_results.to_tell(work.hub, filed.complaint.id) is None
    await complaining.serve()
    owed = await complaint_results.to_tell(work.hub, filed.complaint.id)
    assert owed is not None
    assert owed.places == [(journey.OPS, journey.ANN)]
    await complaint_results.told(work.hub, filed.complaint.id)
    assert await complaint_results.to_tell(work.hub, filed.complaint.id) is None


async def test_a_notice_that_lacks_what_the_law_asks_for_keeps_nothing_of_its_row(
    work: Casework, complaining: Complaining
) -> None:
    filed = await complaining.file([complaining.shelf.stock("R1")])
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(update(Member).values(contact_email=None))
    await complaining.serve()
    (row,) = await complaining.results(filed)
    assert (row.problem, row.case_id) == (RowProblem.NOT_COVERED, None)
    assert await work.rows(CaseRow) == []
    assert [one.listing_id for one in await work.rows(ListingRow)] == []
