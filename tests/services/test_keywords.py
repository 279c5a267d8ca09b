"""Keyword misuse: the notice points to the title, and an edit of the title upholds it."""

import json

import pytest

from aacabot.domain.listings import Listing, MarketplaceEventType, PartialListing
from aacabot.domain.rights import ReasonCode
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import ListingStatus, TakedownStatus
from aacabot.services import enforcement, keywords, rereads, verification
from aacabot.services.hub import Hub
from aacabot.services.verification import Reading
from aacabot.store.models import ListingRow, TakedownRow
from tests.journeys.alliance import ANN
from tests.services.casework import Casework
from tests.services.confirmed import event, latest

TITLE = "Zephyrine-style runner, last pairs"
CLEAN = PartialListing(title="Runner, last pairs")


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def sent(work: Casework, reason: ReasonCode, status: TakedownStatus) -> str:
    """A case that was confirmed for this reason and answered so."""
    case_id = await work.suspect(title=TITLE)
    ann, case = await work.person(ANN), await work.case(case_id)
    assert case.right_id is not None
    await enforcement.report_as(work.hub, ann, case_id, case.right_id, reason)
    await enforcement.confirm(work.hub, ann, case_id)
    await work.send(case_id)
    await work.answer(case_id, status)
    return case_id


async def read_as(work: Casework, case_id: str, listing: PartialListing) -> TakedownRow:
    """The worker reads the listing again, and finds it live with this text."""
    takedown = await latest(work, case_id)
    edit = await keywords.edit_for_takedown(work.hub, takedown.id, listing)
    reading = Reading(takedown.id, ListingStatus.LIVE, work.now, edit)
    await verification.record_readings(work.hub, [reading])
    return await latest(work, case_id)


async def test_the_notice_points_to_the_mark_in_the_title(work: Casework) -> None:
    case_id = await sent(work, ReasonCode.KEYWORD_MISUSE, TakedownStatus.REMOVED)
    notice = json.loads((await latest(work, case_id)).notice or b"")
    assert notice["span"] == {"field": "title", "start": 0, "end": 9, "text": "Zephyrine"}
    assert "[Zephyrine]-style runner" in notice["explanation"]
    span = (await work.alert(case_id)).title_span
    assert span is not None
    assert (span.marked, span.after) == ("Zephyrine", "-style runner, last pairs")


async def test_a_title_that_names_the_mark_no_more_upholds_the_notice(work: Casework) -> None:
    case_id = await sent(work, ReasonCode.KEYWORD_MISUSE, TakedownStatus.REMOVED)
    takedown = await read_as(work, case_id, CLEAN)
    case = await work.case(case_id)
    assert (case.state, case.outcome, case.ended_as) == ("edited", "taken_down", "edited")
    assert (takedown.state, takedown.due_at, takedown.verified_at) == ("verified", None, work.now)
    assert (await work.events(case_id))[-1].data["changes"] == [["title", TITLE, CLEAN.title]]
    assert [change.field for change in (await work.alert(case_id)).changes] == ["title"]
    (row,) = await work.rows(ListingRow)
    assert row.version == 2


@pytest.mark.parametrize(
    "listing",
    [
        PartialListing(),
        PartialListing(title="ZEPHYRINE runner"),
        PartialListing(title="Z e p h y r i n e runner"),
        PartialListing(title="Runner", description="as good as Zephyrine"),
    ],
    ids=["nothing said", "other case", "disguised", "in the description"],
)
async def test_a_text_that_names_it_still_is_read_on(work: Casework, listing: PartialListing) -> None:
    case_id = await sent(work, ReasonCode.KEYWORD_MISUSE, TakedownStatus.REMOVED)
    takedown = await read_as(work, case_id, listing)
    assert ((await work.case(case_id)).state, takedown.state) == ("submitted", "removed")


async def test_a_counterfeit_is_not_mended_by_another_title(work: Casework) -> None:
    case_id = await sent(work, ReasonCode.COUNTERFEIT, TakedownStatus.REMOVED)
    takedown = await read_as(work, case_id, CLEAN)
    assert ((await work.case(case_id)).state, takedown.state) == ("submitted", "removed")


@pytest.mark.parametrize("answered", [TakedownStatus.PENDING, TakedownStatus.REMOVED])
async def test_a_marketplace_that_says_it_changed_the_listing_is_believed_once_it_is_read(
    work: Casework, answered: TakedownStatus
) -> None:
    case_id = await sent(work, ReasonCode.KEYWORD_MISUSE, answered)
    (row,) = await work.rows(ListingRow)
    await event(work, MarketplaceEventType.LISTING_CHANGED, listing_id=row.listing_id)
    ((read_id, _),) = await rereads.owed(work.hub, row.marketplace_id)
    await rereads.was_read(work.hub, read_id, CLEAN, gone=False)
    assert (await work.case(case_id)).state == "edited"
    assert (await latest(work, case_id)).state == "verified"


async def test_an_edit_after_the_seller_objected_is_verified_and_still_waits_for_an_answer(
    work: Casework,
) -> None:
    case_id = await sent(work, ReasonCode.KEYWORD_MISUSE, TakedownStatus.REMOVED)
    takedown = await latest(work, case_id)
    filed = MarketplaceEventType.COUNTER_NOTICE_FILED
    await event(work, filed, takedown_id=takedown.id, text="I only compare")
    assert (await work.case(case_id)).state == "counter_noticed"
    assert (await read_as(work, case_id, CLEAN)).state == "verified"
    case = await work.case(case_id)
    assert (case.state, case.outcome) == ("counter_noticed", "taken_down")
    shown = (await work.alert(case_id)).takedown
    assert shown is not None
    assert shown.edited


async def test_a_listing_the_brand_reports_itself_shows_the_mark_too(work: Casework) -> None:
    case = await work.case(await work.suspect())
    listing = Listing(listing_id="L9", url="https://market.example/item/L9", title=TITLE)
    async with work.hub.unit(EVERYONE) as unit:
        found = await keywords.own_matches(unit, case.brand_id, listing)
        nothing = await keywords.own_matches(unit, "no such brand", listing)
    assert [(match["field"], match["span"], match["surface"]) for match in found] == [
        ("title", [0, 9], "Zephyrine")
    ]
    assert nothing == []


async def test_a_mark_that_comes_back_opens_the_next_round(work: Casework) -> None:
    case_id = await sent(work, ReasonCode.KEYWORD_MISUSE, TakedownStatus.REMOVED)
    await read_as(work, case_id, CLEAN)
    (row,) = await work.rows(ListingRow)
    again = await work.suspect(listing_id=row.listing_id, title=TITLE)
    assert again != case_id
    assert (await work.case(again)).round == 2
