"""From a stored listing to a case for each brand it touches, and to nothing more than once."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from aacabot.domain.cases import CaseState, DismissReason, opens_next_round
from aacabot.domain.rights import REASONS_BY_RIGHT
from aacabot.domain.viewers import EVERYONE
from aacabot.screening import screen
from aacabot.services import enforcement, intake, screening
from aacabot.services.hub import Hub
from aacabot.services.screening import Watcher, screen_batch
from aacabot.store.models import (
    Brand,
    CaseRow,
    IntakeBatch,
    ListingRow,
    Mark,
    RegisteredRight,
    SlackMessageRow,
)
from tests.journeys import alliance as journey
from tests.services.casework import Casework

# What is no matter of the database is shown on one.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def cases_of(work: Casework, ident: str) -> list[tuple[str, int, CaseRow]]:
    """(brand key, round, case) of the cases on a listing, in the order they were opened."""
    (listing,) = await work.rows(ListingRow, listing_id=ident)
    brands = {brand.id: brand.key for brand in await work.rows(Brand)}
    found = await work.rows(CaseRow, listing_id=listing.id)
    return [(brands[case.brand_id], case.round, case) for case in found]


async def brands_of(work: Casework, ident: str) -> list[str]:
    return sorted(brand for brand, _, _ in await cases_of(work, ident))


async def put(work: Casework, case_id: str, **values: Any) -> None:
    """Bring a case into a state without its whole story."""
    async with work.hub.database.begin(EVERYONE) as session:
        await session.execute(update(CaseRow).where(col(CaseRow.id) == case_id).values(**values))


@on_sqlite
async def test_a_brand_the_marketplace_names_gets_the_case_whatever_the_text_says(work: Casework) -> None:
    await work.receive(listing_id="1", title="A plain shoe", brand="beta-brand")
    await work.receive(listing_id="2", title="Zephyrine shoe", brand="beta-brand")
    assert await brands_of(work, "1") == ["beta-brand"]
    assert await brands_of(work, "2") == ["beta-brand"]
    ((_, _, case),) = await cases_of(work, "1")
    assert case.matches == []


@on_sqlite
async def test_a_mark_in_the_text_finds_its_brand_and_says_where(work: Casework) -> None:
    title = "Retro Z3PHYRINE shoe"
    await work.receive(listing_id="1", title=title)
    ((brand, number, case),) = await cases_of(work, "1")
    assert (brand, number, case.state) == ("acme-brand", 1, "alerted")
    match = case.matches[0]
    start, end = match["span"]
    assert match["mark"] == "Zephyrine" and title[start:end] == match["surface"] == "Z3PHYRINE"
    assert match["field"] == "title" and 0 < match["score"] <= 1 and match["kind"] and match["reason"]


@on_sqlite
@pytest.mark.parametrize(
    "listing",
    [
        {"title": "泽菲琳 运动鞋"},
        {"title": "Shoe", "description": "as good as Zephyrine"},
        {"title": "\u202eZe\u200bphy\u0000rine".replace("\0", "") + " shoe"},
    ],
)
async def test_marks_are_found_in_other_scripts_in_the_description_and_between_tricks(
    work: Casework, listing: dict[str, Any]
) -> None:
    await work.receive(listing_id="1", **listing)
    assert await brands_of(work, "1") == ["acme-brand"]


async def test_a_listing_that_mentions_two_brands_becomes_two_cases_with_numbers_of_their_own(
    work: Casework,
) -> None:
    await work.receive(listing_id="1", title="Zephyrine x Quorvane shoe")
    assert await brands_of(work, "1") == ["acme-brand", "beta-brand"]
    first, second = [case for _, _, case in await cases_of(work, "1")]
    assert first.number != second.number and first.member_id != second.member_id
    assert len(await work.rows(SlackMessageRow, kind="case")) == 2


async def test_what_matches_nobody_is_kept_as_unmatched(work: Casework) -> None:
    await work.receive(listing_id="1", title="A plain wooden chair")
    (listing,) = await work.rows(ListingRow)
    assert (listing.matched, listing.screened_version) == (False, 1)
    assert await work.rows(CaseRow) == []
    await work.receive(listing_id="2", title="Zephyrine")
    assert [row.matched for row in await work.rows(ListingRow)] == [False, True]


@on_sqlite
async def test_an_authorised_seller_is_flagged_for_its_brand_only(work: Casework) -> None:
    await work.receive(listing_id="1", title="Zephyrine x Quorvane", seller={"id": "s-friend"})
    await work.receive(listing_id="2", title="Zephyrine", seller={"id": "s-stranger"})
    flags = {brand: case.authorised_seller for brand, _, case in await cases_of(work, "1")}
    assert flags == {"acme-brand": True, "beta-brand": False}
    assert [case.authorised_seller for _, _, case in await cases_of(work, "2")] == [False]


@on_sqlite
async def test_the_right_in_force_is_proposed_with_its_first_reason(work: Casework) -> None:
    """Acme has an expired trade mark, one in force and a design."""
    case = await work.case(await work.suspect())
    (right,) = await work.rows(RegisteredRight, id=case.right_id)
    assert (right.kind, right.number) == ("trademark", journey.RIGHT["number"])
    assert case.reason_code == REASONS_BY_RIGHT[right.kind][0]


@on_sqlite
async def test_without_a_right_in_force_none_is_proposed_and_the_case_opens_all_the_same(
    work: Casework,
) -> None:
    work.later(days=365 * 20)
    case = await work.case(await work.suspect("beta"))
    assert (case.right_id, case.reason_code, case.state) == (None, None, "alerted")


@on_sqlite
async def test_a_case_is_to_be_decided_within_a_day_and_its_first_event_says_where_it_came_from(
    work: Casework,
) -> None:
    case_id = await work.suspect(first_seen_at="2026-11-20T08:00:00+01:00", source="consumer")
    case, (event,) = await work.case(case_id), await work.events(case_id)
    assert (case.decide_by - case.opened_at).total_seconds() == 24 * 3600
    assert (event.kind, event.data) == ("opened", {"version": 1, "source": "consumer"})
    assert event.occurred_at.isoformat() == "2026-11-20T07:00:00+00:00"
    assert event.recorded_at == work.now


async def test_changed_content_updates_the_open_case_and_its_card(work: Casework) -> None:
    case_id = await work.suspect(listing_id="1", title="Zephyrine shoe")
    (card,) = await work.messages(case_id, "case")
    work.later(minutes=5)
    await work.receive(listing_id="1", title="Zephyr1ne shoe, cheap")
    case, events = await work.case(case_id), await work.events(case_id)
    assert (case.version, case.round, len(await work.rows(CaseRow))) == (2, 1, 1)
    assert [event.kind for event in events] == ["opened", "listing_changed"]
    assert events[1].data["changes"] == [["title", "Zephyrine shoe", "Zephyr1ne shoe, cheap"]]
    assert case.matches[0]["surface"] == "Zephyr1ne"
    (again,) = await work.messages(case_id, "case")
    assert again.wanted_rev == card.wanted_rev + 1


async def test_an_open_case_is_updated_also_when_the_mark_has_gone_from_the_text(work: Casework) -> None:
    """The brand decides on what is offered now; why it was suspected stays on the card."""
    case_id = await work.suspect(listing_id="1", title="Zephyrine shoe")
    before = (await work.case(case_id)).matches
    await work.receive(listing_id="1", title="A plain shoe")
    case = await work.case(case_id)
    assert (case.version, case.matches) == (2, before)
    assert [event.kind for event in await work.events(case_id)] == ["opened", "listing_changed"]
    await work.receive(listing_id="1", title="A plain Quorvane shoe")
    assert (await work.case(case_id)).version == 3
    assert await brands_of(work, "1") == ["acme-brand", "beta-brand"]


@on_sqlite
async def test_unchanged_content_changes_nothing(work: Casework) -> None:
    case_id = await work.suspect(listing_id="1")
    work.later(minutes=5)
    await work.receive(listing_id="1", title="Zephyrine runner, last pairs", units_sold=9)
    assert len(await work.events(case_id)) == 1


@pytest.mark.parametrize("content", ["same", "changed"])
async def test_a_listing_sent_again_opens_the_next_round_as_the_rule_says(
    work: Casework, content: str
) -> None:
    """One listing for each state its last case may be in; all are live again, after they were settled."""
    ended = {state: f"L-{state.value}" for state in CaseState}
    rows = [{"listing_id": ident, "title": "Zephyrine shoe"} for ident in ended.values()]
    await screen_batch(work.hub, Watcher(), await _unscreened(work, *rows))
    for state, ident in ended.items():
        ((_, _, case),) = await cases_of(work, ident)
        await put(work, case.id, state=state.value)
    async with work.hub.database.begin(EVERYONE) as session:
        await session.execute(update(ListingRow).values(settled_at=work.now))
    work.later(minutes=5)
    title = "Zephyrine shoe" if content == "same" else "Zephyrine shoe, new"
    await screen_batch(
        work.hub, Watcher(), await _unscreened(work, *({**row, "title": title} for row in rows))
    )
    for state, ident in ended.items():
        rounds = [number for _, number, _ in await cases_of(work, ident)]
        expected = opens_next_round(state, content_changed=content == "changed")
        assert rounds == ([1, 2] if expected else [1]), state
    assert [row.settled_at for row in await work.rows(ListingRow)] == [None] * len(ended)


@on_sqlite
async def test_after_a_dismissal_the_same_content_stays_dismissed(work: Casework) -> None:
    case_id = await work.suspect(listing_id="1", title="Zephyrine shoe")
    ann = await work.person(journey.ANN)
    await enforcement.dismiss(work.hub, ann, case_id, DismissReason.GENUINE)
    work.later(minutes=5)
    await work.receive(listing_id="1", title="Zephyrine shoe")
    assert len(await work.rows(CaseRow)) == 1
    await work.receive(listing_id="1", title="Zephyrine shoe!")
    assert [number for _, number, _ in await cases_of(work, "1")] == [1, 2]


async def _unscreened(work: Casework, *rows: dict[str, Any]) -> str:
    given = [{"url": f"https://market.example/{row['listing_id']}", **row} for row in rows]
    await intake.receive_listings(work.hub, await work.marketplace(), f"w-{len(rows)}-{work.now}", given)
    (batch,) = await work.rows(IntakeBatch, screened_at=None)
    return str(batch.id)


async def test_a_batch_screened_twice_opens_nothing_twice(work: Casework) -> None:
    batch = await _unscreened(
        work,
        *({"listing_id": f"L{number}", "title": f"Zephyrine {number}"} for number in range(30)),
        {"listing_id": "chair", "title": "chair"},
    )
    assert await screen_batch(work.hub, Watcher(), batch) == 30
    assert await screen_batch(work.hub, Watcher(), batch) == 0
    assert len(await work.rows(CaseRow)) == 30
    (row,) = await work.rows(IntakeBatch)
    assert row.screened_at == work.now


async def test_a_crash_between_two_commits_loses_and_doubles_nothing(
    work: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = await _unscreened(
        work, *({"listing_id": f"L{number}", "title": f"Zephyrine {number}"} for number in range(50))
    )
    settle, calls = screening._settle, 0

    async def crash_at_the_second(*arguments: Any) -> int:
        nonlocal calls
        calls += 1
        opened = await settle(*arguments)
        if calls == 2:
            raise ConnectionError("killed before the commit")
        return opened

    monkeypatch.setattr(screening, "_settle", crash_at_the_second)
    with pytest.raises(ConnectionError):
        await screen_batch(work.hub, Watcher(), batch)
    assert len(await work.rows(CaseRow)) == screening.LISTINGS_PER_COMMIT
    assert await screen_batch(work.hub, Watcher(), batch) == 50 - screening.LISTINGS_PER_COMMIT
    found = await work.rows(CaseRow)
    assert len(found) == len({case.listing_id for case in found}) == len({c.number for c in found}) == 50


async def test_two_nodes_at_one_batch_open_each_case_once(work: Casework) -> None:
    """A node taken for dead may still be at work; whoever collides is tried again by the engine."""
    batch = await _unscreened(
        work, *({"listing_id": f"L{number}", "title": f"Zephyrine {number}"} for number in range(40))
    )
    await asyncio.gather(
        *(screen_batch(work.hub, Watcher(), batch) for _ in range(3)), return_exceptions=True
    )
    await screen_batch(work.hub, Watcher(), batch)
    found = await work.rows(CaseRow)
    assert len(found) == len({case.listing_id for case in found}) == 40
    assert {row.screened_version for row in await work.rows(ListingRow)} == {1}


async def test_a_change_that_arrives_while_its_listing_is_screened_is_screened_too(
    work: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await _unscreened(work, {"listing_id": "1", "title": "A plain shoe"})
    loop = asyncio.get_running_loop()
    changed: list[str] = []

    def meanwhile(*arguments: Any) -> Any:
        if not changed:
            row = {"listing_id": "1", "title": "Zephyrine shoe", "url": "https://market.example/1"}
            coming = intake.receive_listings(work.hub, market, "meanwhile", [row])
            asyncio.run_coroutine_threadsafe(coming, loop).result(30)
            changed.append("1")
        return screen(*arguments)

    market = await work.marketplace()
    monkeypatch.setattr(screening, "screen", meanwhile)
    await screen_batch(work.hub, Watcher(), first)
    (second,) = await work.rows(IntakeBatch, screened_at=None)
    await screen_batch(work.hub, Watcher(), second.id)
    ((brand, _, case),) = await cases_of(work, "1")
    assert (brand, case.version) == ("acme-brand", 2)


async def test_a_click_and_a_change_at_the_same_moment_both_stand(work: Casework) -> None:
    ann = await work.person(journey.ANN)
    idents = [f"L{number}" for number in range(8)]
    opened = [await work.suspect(listing_id=ident, title="Zephyrine shoe") for ident in idents]
    batch = await _unscreened(
        work, *({"listing_id": ident, "title": "Zephyrine shoe, new"} for ident in idents)
    )
    clicks = (enforcement.confirm(work.hub, ann, case_id) for case_id in reversed(opened))
    await asyncio.gather(screen_batch(work.hub, Watcher(), batch), *clicks)
    for case_id in opened:
        case = await work.case(case_id)
        assert (case.state, case.version) == ("confirmed", 2)
        kinds = {event.kind for event in await work.events(case_id)}
        assert kinds == {"opened", "listing_changed", "confirmed"}


@on_sqlite
async def test_the_watchlist_follows_the_marks_that_are_stored(work: Casework) -> None:
    await work.receive(listing_id="1", title="Marchelle bag")
    assert await brands_of(work, "1") == ["second-brand"]
    async with work.hub.database.begin(EVERYONE) as session:
        await session.execute(update(Mark).where(col(Mark.text) == "Marchelle").values(text="Marquelle"))
    await work.receive(listing_id="2", title="Marquelle bag")
    assert await brands_of(work, "2") == ["second-brand"]
    async with work.hub.database.begin(EVERYONE) as session:
        await session.execute(update(Mark).where(col(Mark.text) == "Marquelle").values(withdrawn_at=work.now))
    await work.receive(listing_id="3", title="Marquelle bag")
    assert await brands_of(work, "3") == []


@on_sqlite
async def test_a_mark_nobody_can_screen_for_does_not_stop_the_others(work: Casework) -> None:
    async with work.hub.database.begin(EVERYONE) as session:
        await session.execute(update(Mark).where(col(Mark.text) == "Quorvane").values(text="-"))
    await work.receive(listing_id="1", title="Zephyrine shoe")
    assert await brands_of(work, "1") == ["acme-brand"]
