"""Complaints in Slack: sound whatever brands are called and sellers wrote, and every number said."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from aacabot.domain.cases import CaseState
from aacabot.domain.complaints import ComplaintShown, RowProblem, RowResult, RowState, Via
from aacabot.domain.rights import ReasonCode, Right, RightKind
from aacabot.sandbox.slack.blockkit import message_problems, view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.complaint_forms import MOST_FIELDS, Draft, complaint_modal, fields_of
from aacabot.slack.views.complaints import (
    complaint_card,
    complaint_done,
    filed_modal,
    result_file,
    rows_modal,
)
from aacabot.slack.views.forms import discoverable
from aacabot.slack.views.home.complaints import complaints_tab
from aacabot.slack.views.home.frame import TabShown, home_view
from aacabot.slack.views.home.places import Place
from tests.slack.views.checks import is_sound
from tests.slack.views.reading import as_read, modal_as_read
from tests.slack.views.samples import EN

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOSTILE = ["<!channel>", "\u202egnp.exe", "泽菲琳" * 60, "x" * 200, "*b* `c` &amp; @here", "💥", "=1+1"]
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200) | st.sampled_from(HOSTILE)
COUNTS = st.integers(1, 300)
COMPLAINTS = st.builds(
    ComplaintShown,
    id=st.just("c" * 32),
    member=NAMES,
    brand=NAMES,
    right=NAMES,
    reason=st.sampled_from(ReasonCode),
    person=st.none() | NAMES,
    via=st.sampled_from(Via),
    made_at=st.just(NOON),
    total=COUNTS,
    waiting=st.integers(0, 300),
    problems=st.dictionaries(st.sampled_from(RowProblem), COUNTS),
    cases=st.dictionaries(st.sampled_from(CaseState), COUNTS),
)
ROWS = st.builds(
    RowResult,
    line=COUNTS,
    url=NAMES,
    note=st.none() | NAMES,
    state=st.sampled_from(RowState),
    problem=st.none() | st.sampled_from(RowProblem),
    case_id=st.just("c1"),
    number=st.none() | st.just("AC-7K3Q9"),
    case_state=st.none() | st.sampled_from(CaseState),
)
RIGHT = Right(id="r1", kind=RightKind.TRADEMARK, office="EUIPO", number="018000001", expires=date(2030, 1, 1))


ACMES = ComplaintShown(
    id="c1",
    member="Acme Group",
    brand="Acme",
    right="EUIPO 018000001",
    reason=ReasonCode.COUNTERFEIT,
    person="Ann",
    via=Via.CSV,
    made_at=NOON,
    total=300,
    waiting=0,
)
WAITS = RowResult(line=1, url="https://m.example/1", note=None, state=RowState.WAITING)


def test_a_card_counts_the_states_of_its_cases_and_what_was_not_reported() -> None:
    shown = replace(
        ACMES,
        waiting=5,
        cases={CaseState.TAKEN_DOWN: 250, CaseState.SUBMITTED: 5},
        problems={RowProblem.GONE: 30, RowProblem.TWICE: 10},
    )
    read = as_read(complaint_card(shown, EN))
    assert "Acme: 300 listings reported" in read
    for said in ("*5* being looked up", "*250* taken down", "40 listings not reported", "*30* already gone"):
        assert said in read
    assert "Ann" in read


@settings(max_examples=60)
@given(COMPLAINTS)
def test_a_card_is_sound_whatever_it_shows(shown: ComplaintShown) -> None:
    message = complaint_card(shown, EN)
    assert message_problems(message.blocks) == []
    is_sound(message)


@settings(max_examples=60)
@given(st.lists(ROWS, max_size=40), st.none() | st.just(NOON))
def test_results_are_sound_whatever_was_reported(rows: list[RowResult], before: datetime | None) -> None:
    assert view_problems(filed_modal(rows, before, EN)) == []
    assert view_problems(rows_modal(rows, EN)) == []
    lines = result_file(rows, EN).decode("utf-8-sig").split("\r\n")
    assert len(lines) == len(rows) + 2


def test_what_is_not_reported_is_said_with_its_case_and_the_way_to_it() -> None:
    barred = replace(
        WAITS,
        state=RowState.NOT_REPORTED,
        problem=RowProblem.IN_A_CASE,
        number="AC-7K3Q9",
        case_state=CaseState.ALERTED,
    )
    read = modal_as_read(filed_modal([WAITS, barred], None, EN))
    assert "1 listing is looked up at its marketplace" in read
    assert "in a case of this brand already. AC-7K3Q9" in read
    assert "/aaca case AC-7K3Q9" in read


def test_the_same_list_again_is_told_so() -> None:
    assert "This very list was reported" in modal_as_read(filed_modal([WAITS], NOON, EN))


@settings(max_examples=60)
@given(
    NAMES, st.integers(0, 300), st.dictionaries(st.sampled_from([one.value for one in RowProblem]), COUNTS)
)
def test_the_end_of_a_complaint_is_told_soundly(brand: str, reported: int, problems: dict[str, int]) -> None:
    values = {
        "brand": brand, "made_at": NOON.isoformat(), "total": 300, "reported": reported, "problems": problems,
    }  # fmt: skip
    message = complaint_done(values, EN)
    assert message_problems(message.blocks) == []
    is_sound(message)


@settings(max_examples=40)
@given(NAMES, st.lists(NAMES, max_size=4), st.lists(st.text(max_size=500), max_size=4))
def test_the_form_is_sound_whatever_brands_and_rights_are_called(
    brand: str, offices: list[str], texts: list[str]
) -> None:
    rights = [
        Right(id=f"r{place}", kind=kind, office=office, number="1")
        for place, (office, kind) in enumerate(zip(offices, RightKind, strict=False))
    ]
    draft = Draft(brand_id="b1", brand_name=brand, rights=rights, texts=texts or [""])
    assert view_problems(complaint_modal(draft, EN)) == []


def test_the_form_says_what_a_wrong_notice_costs_and_that_notes_may_be_shown() -> None:
    form = str(complaint_modal(Draft(brand_id="b1", brand_name="Acme", rights=[RIGHT]), EN))
    assert "the seller may claim damages" in form
    assert discoverable(EN) in form


def test_three_hundred_addresses_fill_as_many_fields_as_they_take() -> None:
    urls = [f"https://market.example/item/{'x' * 60}{n}" for n in range(300)]
    texts = fields_of(urls)
    assert "\n".join(texts).split() == urls
    assert all(len(text) <= 3_000 for text in texts)
    assert 1 < len(texts) <= MOST_FIELDS
    draft = Draft(brand_id="b1", brand_name="Acme", rights=[RIGHT], texts=texts)
    assert view_problems(complaint_modal(draft, EN)) == []


@settings(max_examples=30)
@given(st.lists(COMPLAINTS, max_size=10), st.booleans())
def test_the_tab_is_sound_and_pages(complaints: list[ComplaintShown], may_report: bool) -> None:
    distinct = [ComplaintShown(**{**one.__dict__, "id": f"c{place}"}) for place, one in enumerate(complaints)]
    place = Place(tab=HomeTab.COMPLAINTS)
    blocks = complaints_tab(distinct, place, 10, 25 if distinct else 0, EN, may_report=may_report)
    tabs = [TabShown(tab=tab, label=tab.title()) for tab in HomeTab]
    assert view_problems(home_view("Acme", tabs, place, blocks, EN)) == []
    assert ("complaint_start" in str(blocks)) is may_report
