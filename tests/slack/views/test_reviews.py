"""The desk's cards."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from aacabot.domain.cases import CaseState
from aacabot.slack.views.reviews import info_request_card, review_card
from tests.slack.views.checks import action_ids, is_sound, parts
from tests.slack.views.reading import as_read
from tests.slack.views.samples import ALERTS, EN, LANGUAGES, OPEN

REVIEWS = {
    "waiting": replace(ALERTS["platform review"], evidence_count=3),
    "waiting without evidence": replace(ALERTS["platform review"], evidence_count=0),
    "accepted": ALERTS["taken down"],
    "declined": ALERTS["declined by the desk"],
    "retracted meanwhile": ALERTS["retracted before sending"],
}
QUESTIONS = {
    "asked": ALERTS["needs info"],
    "answered": ALERTS["alerted answered"],
    "closed without an answer": replace(ALERTS["needs info"], state=CaseState.DISMISSED),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REVIEWS)
def test_a_review_reads_as_agreed(name: str, language: str, snapshot: SnapshotAssertion) -> None:
    card = review_card(REVIEWS[name], LANGUAGES[language])
    is_sound(card)
    assert as_read(card) == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_reads_as_agreed(name: str, language: str, snapshot: SnapshotAssertion) -> None:
    card = info_request_card(QUESTIONS[name], LANGUAGES[language])
    is_sound(card)
    assert as_read(card) == snapshot


def test_accepting_asks_first_and_is_the_primary_button() -> None:
    accept = next(
        part
        for part in parts(review_card(REVIEWS["waiting"], EN).blocks)
        if part.get("action_id") == "review_accept"
    )
    assert accept["style"] == "primary"
    assert accept["confirm"]["style"] == "primary"


@pytest.mark.parametrize("name", ["accepted", "declined", "retracted meanwhile"])
def test_a_decided_review_can_only_be_answered_by_the_seller(name: str) -> None:
    offered = action_ids(review_card(REVIEWS[name], EN))
    assert offered == (["counter_enter"] if name == "accepted" else [])


def test_a_case_without_a_question_has_no_question_card() -> None:
    with pytest.raises(ValueError, match="AC-7K3Q9 has no question"):
        info_request_card(OPEN, EN)
