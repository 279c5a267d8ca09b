"""Sellers' answers come in: by connector or from the desk, once, in time, under a procedure that fits."""

from datetime import timedelta

import pytest

from aacabot.domain.cases import CaseState
from aacabot.domain.errors import FieldProblem, IllegalMove, OwnRequest
from aacabot.services import counter_entry
from aacabot.services.hub import Hub
from aacabot.store.models import CounterNoticeRow
from tests.journeys.alliance import ANN, OLA
from tests.services.casework import REX, Casework
from tests.services.confirmed import confirmed, desk_notes, event
from tests.services.objected import FILED, notice_of, object_to, objected, rules, taken_down

DMCA = {"procedure": "dmca"}
MELI = {"procedure": "mercado-libre"}


async def test_an_answer_gives_the_brand_its_clock_and_says_what_silence_does(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await rules(work, {"procedure": "platform", "days": 10, "silence": "stands"})
    case_id = await objected(work, reason="GENUINE")
    row = await notice_of(work, case_id)
    due = work.now + timedelta(days=10)
    assert (row.procedure, row.silence, row.state, row.answer_by) == ("platform", "stands", "open", due)
    assert row.next_at == work.now + timedelta(days=5)
    case = await work.case(case_id)
    assert (case.state, case.answer_by) == (CaseState.COUNTER_NOTICED, due)
    told = [note for note in await work.messages(case_id, "note") if note.values["kind"] == "counter_noticed"]
    assert {note.values["silence"] for note in told} == {"stands"}
    assert not any("These are mine." in str(note.values) for note in told)
    shown = (await work.alert(case_id)).counter_notice
    assert shown is not None
    assert (shown.silence, shown.text) == ("stands", "These are mine.")


async def test_the_same_answer_twice_is_one(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await taken_down(work)
    filed = work.now
    takedown = await work.takedown(case_id)
    assert takedown is not None
    for webhook in ("w1", "w2"):
        said = {"takedown_id": takedown.id, "text": "Mine."}
        await event(work, FILED, webhook_id=webhook, at=filed, **said)
        work.later(hours=1)
    assert len(await work.rows(CounterNoticeRow)) == 1
    assert [one.kind for one in await work.events(case_id)].count("counter_noticed") == 1


async def test_a_further_answer_takes_the_place_of_the_first_without_more_time(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await objected(work)
    first = await notice_of(work, case_id)
    work.later(days=2)
    await object_to(work, case_id, text="Here is the invoice.")
    second = await notice_of(work, case_id)
    assert (second.text, second.answer_by) == ("Here is the invoice.", first.answer_by)
    states = {row.text: (row.state, row.next_at is None) for row in await work.rows(CounterNoticeRow)}
    assert states == {"These are mine.": ("moot", True), "Here is the invoice.": ("open", False)}


async def test_an_answer_after_the_window_changes_nothing_and_the_desk_hears(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await rules(work, {"procedure": "platform", "window_days": 30})
    case_id = await taken_down(work)
    before = await work.events(case_id)
    work.later(days=31)
    await object_to(work, case_id)
    assert await work.events(case_id) == before
    assert await work.rows(CounterNoticeRow) == []
    assert len(await desk_notes(work, "counter_notice_too_late")) == 1


async def test_one_that_arrives_under_the_wrong_procedure_falls_under_the_marketplaces_own(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await rules(work, DMCA)
    case_id = await objected(work, procedure="dmca")
    assert (await notice_of(work, case_id)).procedure == "platform"


async def test_the_desk_enters_what_reached_it_by_mail(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await rules(work, MELI)
    case_id = await taken_down(work)
    work.later(days=1)
    rex = await work.person(REX)
    await counter_entry.enter(work.hub, rex, case_id, "mercado-libre", work.now.date(), "I have an invoice.")
    row = await notice_of(work, case_id)
    assert (row.entered_by, row.text) == (rex.id, "I have an invoice.")
    assert row.answer_by == work.now + timedelta(days=3)
    assert (await work.events(case_id))[-1].person_id == rex.id
    with pytest.raises(FieldProblem) as twice:
        await counter_entry.enter(
            work.hub, rex, case_id, "mercado-libre", work.now.date(), "I have an invoice."
        )
    assert (twice.value.field, twice.value.problem) == ("counter_text", "already_entered")


@pytest.mark.parametrize(
    ("procedure", "days_ago", "text", "problem"),
    [
        ("dmca", 0, "Mine.", ("counter_procedure", "wrong_procedure")),
        ("unheard-of", 0, "Mine.", ("counter_procedure", "unknown")),
        ("mercado-libre", -1, "Mine.", ("counter_filed", "in_the_future")),
        ("mercado-libre", 200, "Mine.", ("counter_filed", "before_takedown")),
        ("mercado-libre", 5, "Mine.", ("counter_filed", "answer_time_over")),
        ("platform", 1, "Mine.", ("counter_filed", "window_over")),
        ("platform", 0, "  ", ("counter_text", "required")),
        ("platform", 0, "x" * 10_001, ("counter_text", "too_long")),
    ],
)
async def test_what_the_desk_enters_must_hold_together(
    hub: Hub, procedure: str, days_ago: int, text: str, problem: tuple[str, str]
) -> None:
    work = await Casework.begun(hub)
    await rules(work, DMCA, MELI, {"procedure": "platform", "window_days": 7})
    case_id = await taken_down(work)
    work.later(days=10)
    before = await work.events(case_id)
    day = (work.now - timedelta(days=days_ago)).date()
    with pytest.raises(FieldProblem) as refused:
        await counter_entry.enter(work.hub, await work.person(REX), case_id, procedure, day, text)
    assert (refused.value.field, refused.value.problem) == problem
    assert await work.events(case_id) == before


async def test_only_the_desk_enters_and_only_where_a_seller_can_answer(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await taken_down(work)
    today = work.now.date()
    with pytest.raises(OwnRequest):
        await counter_entry.enter(work.hub, await work.person(ANN), case_id, "platform", today, "Mine.")
    waiting = await work.suspect()
    with pytest.raises(IllegalMove):
        await counter_entry.to_enter(work.hub, await work.person(OLA), waiting)
    with pytest.raises(IllegalMove):
        await counter_entry.enter(work.hub, await work.person(OLA), waiting, "platform", today, "Mine.")


async def test_an_answer_to_a_takedown_nobody_knows_has_no_effect(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await confirmed(work)
    before = await work.events(case_id)
    await event(work, FILED, takedown_id="0" * 32, text="Mine.")
    assert await work.events(case_id) == before
    assert await work.rows(CounterNoticeRow) == []
