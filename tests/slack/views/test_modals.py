"""Modals of a case and of the desk."""

import json
from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from aacabot.domain.alerts import ListingText
from aacabot.domain.errors import FieldProblem
from aacabot.locales import Words
from aacabot.slack.ids import ActionId, InputId
from aacabot.slack.views.descriptions import description_modal, pages
from aacabot.slack.views.desk_modals import answer_info_modal, decline_modal, stop_member_modal
from aacabot.slack.views.modals import (
    ask_info_modal,
    confirm_authorised_modal,
    dismiss_modal,
    field_errors,
    report_as_modal,
)
from aacabot.slack.views.notices import expired_modal, loading_modal, notice_modal
from tests.slack.views.checks import is_sound_modal
from tests.slack.views.reading import modal_as_read
from tests.slack.views.samples import DESIGN, EN, LANGUAGES, OPEN, RIGHT, ZH

NUMBER = OPEN.number
WROTE = ListingText(
    title="Αcme runner", description="First line\nSecond", seller_name="bagdeal_88", category="shoes"
)


def every_modal(words: Words) -> dict[str, dict[str, Any]]:
    return {
        "dismiss": dismiss_modal("c1", NUMBER, words),
        "ask info": ask_info_modal("c1", NUMBER, words),
        "authorised": confirm_authorised_modal(replace(OPEN, authorised_seller=True), words),
        "report as": report_as_modal(OPEN, [RIGHT, DESIGN], words),
        "report as, another right": report_as_modal(OPEN, [RIGHT, DESIGN], words, right_id="r2"),
        "report as, none": report_as_modal(replace(OPEN, right=None), [], words),
        "decline": decline_modal("c1", NUMBER, words),
        "answer": answer_info_modal("c1", NUMBER, "Is the seller known?", words),
        "answer to nothing": answer_info_modal("c1", NUMBER, None, words),
        "stop member": stop_member_modal({"m1": "Acme Group", "m2": "Bolt"}, words),
        "stop nobody": stop_member_modal({}, words),
        "description": description_modal("c1", WROTE, words),
        "no description": description_modal("c1", ListingText(title="", description=""), words),
        "loading": loading_modal(ActionId.CASE_REPORT_AS, words),
        "expired": expired_modal(ActionId.CASE_REPORT_AS, words),
        "notice": notice_modal(ActionId.CASE_DISMISS, "Bob was first.", words),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", every_modal(EN))
def test_a_modal_reads_as_agreed(name: str, language: str, snapshot: SnapshotAssertion) -> None:
    view = every_modal(LANGUAGES[language])[name]
    is_sound_modal(view)
    assert modal_as_read(view) == snapshot


def test_a_modal_is_named_after_its_action_and_carries_the_case() -> None:
    view = dismiss_modal("c1", NUMBER, EN)
    assert view["callback_id"] == "case_dismiss"
    assert json.loads(view["private_metadata"]) == {"case": "c1"}


def test_no_title_or_button_had_to_be_cut() -> None:
    for words in (EN, ZH):
        for view in every_modal(words).values():
            labels = [view[name]["text"] for name in ("title", "submit", "close") if name in view]
            assert not [label for label in labels if label.endswith("…")]


def test_another_right_brings_its_own_reasons_under_another_block_id() -> None:
    first, second = (
        report_as_modal(OPEN, [RIGHT, DESIGN], EN, right_id=id_)["blocks"][1] for id_ in ("r1", "r2")
    )
    assert (first["block_id"], second["block_id"]) == ("report_reason:trademark", "report_reason:design")
    assert [option["value"] for option in second["element"]["options"]] == ["DESIGN", "COUNTERFEIT"]


def test_a_problem_names_its_field() -> None:
    view = report_as_modal(OPEN, [RIGHT], EN)
    known = field_errors(FieldProblem(field=InputId.RIGHT, problem="not_in_force"), view, EN)
    assert known == {"report_right": "This right is not in force. Please choose another."}
    unknown = field_errors(FieldProblem(field=InputId.REASON, problem="?"), view, EN)
    assert unknown == {"report_reason:trademark": "This cannot be used. Please check it."}


def test_a_long_description_is_shown_whole() -> None:
    text = " ".join(f"word{n}" for n in range(5_000))
    assert " ".join(pages(text)) == text
    assert "".join(pages("🧨" * 4_000)) == "🧨" * 4_000
