"""What a card says that a notice lacks: short where there is nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.acceptance import Score, Whose
from aacabot.domain.alerts import Alert
from aacabot.domain.cases import CaseState, Change
from aacabot.domain.keywords import title_span
from aacabot.domain.linting import Finding, Findings, Rule
from aacabot.slack import limits
from aacabot.slack.views.alerts import alert_card
from aacabot.slack.views.buttons import statement
from aacabot.slack.views.findings import MENDS, expected, missing, with_warnings
from aacabot.slack.views.modals import confirm_authorised_modal
from aacabot.slack.views.reviews import review_card
from tests.slack.views.checks import is_sound, is_sound_modal
from tests.slack.views.reading import as_read, modal_as_read
from tests.slack.views.samples import EN, OPEN

WEAK = Findings(
    tuple(Finding.of(rule) for rule in (Rule.TERRITORY, Rule.COUNTERFEIT_SHOWN)),
    Score(74, 30, 27, Whose.MEMBER),
)


def warned(findings: Findings = WEAK) -> Alert:
    return replace(OPEN, findings=findings)


def test_a_card_says_what_may_be_declined_how_to_mend_it_and_what_to_expect() -> None:
    card = alert_card(warned(), EN)
    is_sound(card)
    read = as_read(card)
    assert (
        "⚠ It may be declined: the right does not cover the country of sale. "
        "To mend it: report it under a right for the country of sale." in read
    )
    assert "Of your 30 decided notices like this one 27 were upheld: expect 74 of 100 or more." in read
    assert "⚠ 2 warnings on the card." in read or len(statement(warned(), EN)) > 270


def test_a_card_without_findings_is_as_short_as_ever() -> None:
    assert len(alert_card(warned(), EN).blocks) == len(alert_card(OPEN, EN).blocks) + 1
    assert as_read(alert_card(warned(Findings((), WEAK.score)), EN)) == as_read(alert_card(OPEN, EN))


def test_the_desk_and_the_second_question_say_it_too() -> None:
    desk = review_card(replace(warned(), state=CaseState.PLATFORM_REVIEW), EN)
    is_sound(desk)
    assert "the evidence is not enough" in as_read(desk)
    form = confirm_authorised_modal(warned(), EN)
    is_sound_modal(form)
    assert "the evidence is not enough" in modal_as_read(form)


def test_a_dialogs_statement_never_gives_way_to_warnings() -> None:
    long = "x" * (limits.DIALOG_TEXT - 5)
    assert with_warnings(long, WEAK, EN) == long
    assert with_warnings("short", WEAK, EN) == "short ⚠ 2 warnings on the card."
    assert with_warnings("short", Findings(), EN) == "short"


def test_every_rule_has_a_step_that_mends_it() -> None:
    assert set(MENDS) == set(Rule)
    for rule in Rule:
        assert "To mend it: " in missing([Finding.of(rule)], EN)


def test_the_alliances_past_is_said_as_such() -> None:
    assert expected(Score(82, 1_000, 900, Whose.ALLIANCE), EN) == (
        "Of the alliance's 1,000 decided notices like this one 900 were upheld: expect 82 of 100 or more."
    )


def titled(title: str, mark: str) -> Alert:
    start = title.index(mark)
    found = {"field": "title", "span": [start, start + len(mark)], "surface": mark}
    return replace(OPEN, title_span=title_span(title, [found]))


def test_keyword_misuse_shows_the_mark_in_its_title() -> None:
    card = alert_card(titled("New Acme-style runner", "Acme"), EN)
    is_sound(card)
    assert {"type": "text", "text": "Acme", "style": {"bold": True}} in leaves(card.blocks)
    assert {"type": "text", "text": "-style runner"} in leaves(card.blocks)


def leaves(value: object) -> list[object]:
    found: list[object] = [value]
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        found += leaves(part)
    return found


@pytest.mark.parametrize("mark", ["<!channel>", "Ac\u202eme", "艾克美", " ", "x" * 200])
@given(before=st.text(max_size=80), after=st.text(max_size=80))
def test_hostile_titles_stay_letters(mark: str, before: str, after: str) -> None:
    is_sound(alert_card(titled(f"{before}{mark}{after}", mark), EN))


def test_a_listing_that_was_edited_says_what_changed() -> None:
    edited = replace(
        OPEN, state=CaseState.EDITED, changes=(Change("title", "Acme-style runner", "Runner <!here>"),)
    )
    card = alert_card(edited, EN)
    is_sound(card)
    assert "What the marketplace changed" in as_read(card)
    assert "“Acme-style runner” → “Runner <!here>”" in as_read(card)
