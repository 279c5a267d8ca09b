"""A case looked up over the App Home: it tells the same, and leads to the card or the command to decide."""

import pytest

from aacabot.domain.alerts import HistoryLine
from aacabot.domain.cases import CaseEventKind
from aacabot.slack.views.lookups import case_modal
from tests.slack.views.checks import is_sound_modal
from tests.slack.views.samples import ALERTS, EN, NOW, OPEN

HISTORY = (HistoryLine(at=NOW, kind=CaseEventKind.OPENED, person=None, reason=None),)
CARD = "https://slack.com/archives/C0ACME/p1764000000000100"


@pytest.mark.parametrize("name", ALERTS)
def test_a_case_in_any_state_is_sound_and_offers_nothing_that_answers_in_a_channel(name: str) -> None:
    view = case_modal(ALERTS[name], HISTORY, EN, card_url=CARD)
    is_sound_modal(view)
    offered = {one.get("action_id") for block in view["blocks"] for one in block.get("elements", [])}
    assert {action for action in offered if action} == {"case_card"}


def test_without_a_card_it_says_how_to_decide() -> None:
    view = case_modal(OPEN, HISTORY, EN)
    is_sound_modal(view)
    assert f"type /aaca case {OPEN.number}" in str(view["blocks"][-1])
