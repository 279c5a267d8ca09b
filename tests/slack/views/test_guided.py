"""The card of a guided member: plain words, one step at a time."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import CaseState, DismissReason
from aacabot.slack.views.alerts import alert_card
from aacabot.slack.views.guided import DISMISSED_BECAUSE
from aacabot.slack.views.modals import dismiss_modal
from tests.slack.views.checks import action_ids, is_sound, is_sound_modal, texts
from tests.slack.views.reading import as_read, modal_as_read
from tests.slack.views.samples import ALERTS, EN, GONE, OPEN, after

GUIDED: dict[str, Alert] = {
    "to decide": OPEN,
    "without a right": replace(OPEN, right=None, reason_code=None),
    "taken down": after(CaseState.TAKEN_DOWN, GONE),
    "dismissed": ALERTS["dismissed"],
}
JARGON = ("registration in force", "Report as", "infring", "counsel", "enforce")


@pytest.mark.parametrize("name", GUIDED)
def test_a_guided_card_reads_as_agreed(name: str, snapshot: SnapshotAssertion) -> None:
    assert as_read(alert_card(replace(GUIDED[name], guided=True), EN)) == snapshot


@pytest.mark.parametrize("name", ALERTS)
def test_every_guided_card_is_sound(name: str) -> None:
    is_sound(alert_card(replace(ALERTS[name], guided=True), EN))


def test_the_buttons_do_the_same_and_the_words_are_plain() -> None:
    plain, usual = alert_card(replace(OPEN, guided=True), EN), alert_card(OPEN, EN)
    left_out = set(action_ids(usual)) - set(action_ids(plain))
    assert set(action_ids(plain)) <= set(action_ids(usual))
    assert left_out <= {"case_report_as", "case_claim", "case_evidence"}
    dialog = next(
        part["confirm"] for block in plain.blocks for part in block.get("elements", []) if "confirm" in part
    )
    assert "In good faith we believe" in dialog["text"]["text"]
    said = texts(plain).replace(dialog["text"]["text"], "")
    assert not [word for word in JARGON if word in said]


def test_the_reasons_are_explained_and_none_is_left_out(snapshot: SnapshotAssertion) -> None:
    view = dismiss_modal("c1", "AC-7K3Q9", EN, guided=True)
    is_sound_modal(view)
    assert set(DISMISSED_BECAUSE) == set(DismissReason)
    assert modal_as_read(view) == snapshot
