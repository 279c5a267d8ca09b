"""Handing evidence in: the form, what became of the files, and the list."""

from dataclasses import replace

import pytest

from aacabot.domain.cases import CaseState
from aacabot.domain.evidence import Outcome, Piece
from aacabot.domain.evidence_files import FileProblem
from aacabot.domain.evidence_kinds import EvidenceKind
from aacabot.domain.rights import ReasonCode
from aacabot.slack.views.alerts import alert_card
from aacabot.slack.views.evidence import (
    KINDS,
    REFUSED_BECAUSE,
    evidence_modal,
    looking_modal,
    outcome_message,
    outcome_modal,
    pieces_modal,
    scanner_silent,
)
from aacabot.slack.views.reviews import review_card
from tests.slack.views.checks import action_ids, is_sound, is_sound_modal
from tests.slack.views.reading import as_read, modal_as_read
from tests.slack.views.samples import EN, NOW, OPEN

HOSTILE = ("<!channel>", "a\u202egnp.exe", "x" * 200, "证据.pdf", "")


@pytest.mark.parametrize("reason", [None, *ReasonCode])
def test_the_form_proposes_what_the_reason_asks_for(reason: ReasonCode | None) -> None:
    view = evidence_modal("c1", "AC-7K3Q9", reason, EN)
    is_sound_modal(view)
    chosen = view["blocks"][0]["element"].get("initial_option", {}).get("value")
    proposed = {"COUNTERFEIT": "test_buy", "COPYRIGHT_TEXT": "original_work", "PATENT": "claim_chart"}
    if reason in proposed:
        assert chosen == proposed[reason]
    assert view["blocks"][1]["element"]["max_files"] == 10


def test_every_kind_and_every_refusal_has_words() -> None:
    assert set(KINDS) == set(EvidenceKind)
    assert set(REFUSED_BECAUSE) == set(FileProblem)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("problem", FileProblem)
def test_what_became_of_the_files_is_said_for_each(name: str, problem: FileProblem) -> None:
    outcome = Outcome(number="AC-7K3Q9", kept=1, refused=((name, problem.value),))
    view = outcome_modal(outcome, EN)
    is_sound_modal(view)
    assert "1 piece of evidence was added to AC-7K3Q9." in modal_as_read(view)
    assert "Not taken:" in modal_as_read(view)
    is_sound(outcome_message({"number": "AC-7K3Q9", "kept": 0, "refused": [[name, problem.value]]}, EN))


def test_a_large_file_is_refused_with_the_limit() -> None:
    outcome = Outcome(number="AC-7K3Q9", kept=0, refused=(("film.png", "too_large"),))
    assert "“film.png”: it is larger than 20 MB, and was not read." in modal_as_read(
        outcome_modal(outcome, EN)
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_pieces_are_listed_with_who_when_and_their_hash(name: str) -> None:
    pieces = [
        Piece(
            id=f"p{number}",
            kind="tell",
            sha256="a" * 64,
            size=10,
            content_type="image/png",
            at=NOW,
            person=name,
            name=name,
            note=name * 20,
            url=f"https://hub.example/evidence/p{number}/1/a" if name else None,
        )
        for number in range(25)
    ]
    view = pieces_modal("AC-7K3Q9", pieces, EN)
    is_sound_modal(view)
    assert "a" * 64 in modal_as_read(view)
    assert "5 more are older." in modal_as_read(view)
    assert ("Fetch the file" in modal_as_read(view)) == bool(name)


def test_no_pieces_are_said_to_be_none() -> None:
    view = pieces_modal("AC-7K3Q9", [], EN)
    is_sound_modal(view)
    assert "Nobody has handed anything in" in modal_as_read(view)


@pytest.mark.parametrize(
    "state", [CaseState.ALERTED, CaseState.NEEDS_INFO, CaseState.ANSWER_NEEDED, CaseState.DECLINED]
)
def test_evidence_is_added_where_it_can_change_the_answer(state: CaseState) -> None:
    assert "case_evidence" in action_ids(alert_card(replace(OPEN, state=state), EN))


def test_it_is_not_where_nothing_can_be_changed() -> None:
    for state in (CaseState.TAKEN_DOWN, CaseState.DISMISSED, CaseState.CLOSED):
        assert "case_evidence" not in action_ids(alert_card(replace(OPEN, state=state), EN))


def test_the_desk_opens_the_pieces_from_its_card() -> None:
    asked = replace(OPEN, state=CaseState.PLATFORM_REVIEW, evidence_count=2)
    assert "evidence_list" in action_ids(review_card(asked, EN))
    assert "evidence_list" not in action_ids(review_card(replace(asked, evidence_count=0), EN))


def test_the_desk_hears_of_a_silent_scanner() -> None:
    message = scanner_silent({"at": NOW.isoformat()}, EN)
    is_sound(message)
    assert "AACABOT_CLAMD" in as_read(message)
    is_sound_modal(looking_modal(3, EN))
