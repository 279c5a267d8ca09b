"""What others met, on the card: in words, without names, days or small counts."""

from dataclasses import replace

import pytest

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import CaseState
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.met import MET, LastSeen, MetShown, Told
from aacabot.slack.ids.intel import IntelActionId, IntelBlockId
from aacabot.slack.views.alerts import alert_card
from aacabot.slack.views.intel.met import on_card, said
from aacabot.slack.views.reviews import review_card
from tests.slack.views.checks import is_sound
from tests.slack.views.samples import EN, OPEN

SELLER = Told(kind=IntelKind.SELLER, held=True, met_by=3, upheld_among=True, last_seen=LastSeen.THIS_MONTH)
IMAGE = Told(kind=IntelKind.IMAGE, image_in=5)
TOLD = replace(OPEN, met=MetShown(told=(SELLER, IMAGE)))


def ids(alert: Alert) -> list[str]:
    return [str(block.get("block_id")) for block in alert_card(alert, EN).blocks]


def test_a_card_says_what_others_met_and_offers_to_ask_them() -> None:
    told, buttons = on_card(TOLD, EN)
    assert "What others in the alliance met" in str(told)
    (ask,) = buttons["elements"]
    assert (ask["action_id"], ask["value"]) == (IntelActionId.INTEL_ASK, TOLD.case_id)
    found = ids(TOLD)
    assert found.index(IntelBlockId.MET) < found.index(IntelBlockId.MET_BUTTONS)


def test_a_line_says_it_in_buckets_and_months() -> None:
    assert said(SELLER, EN) == (
        "This seller: held by the alliance; met by 3 or more other members, upheld cases among them; "
        "last seen this month"
    )
    assert said(IMAGE, EN) == "An image of it: in 5 or more listings that others met"


def test_nothing_to_say_is_nothing_on_the_card() -> None:
    assert on_card(OPEN, EN) == []
    assert IntelBlockId.MET not in ids(OPEN)


@pytest.mark.parametrize("state", [CaseState.CONFIRMED, CaseState.TAKEN_DOWN, CaseState.DISMISSED])
def test_a_decided_card_says_it_no_more(state: CaseState) -> None:
    assert IntelBlockId.MET not in ids(replace(TOLD, state=state))


def test_the_desks_card_has_no_word_of_it() -> None:
    card = review_card(replace(TOLD, state=CaseState.PLATFORM_REVIEW), EN)
    assert "alliance met" not in str(card.blocks)
    assert IntelActionId.INTEL_ASK not in str(card.blocks)


@pytest.mark.parametrize("guided", [False, True])
def test_the_fullest_card_is_one_slack_takes(guided: bool) -> None:
    every = tuple(
        Told(kind=kind, held=True, met_by=10, upheld_among=True, image_in=10, last_seen=LastSeen.HALF_YEAR)
        for kind in MET
    )
    card = alert_card(replace(TOLD, met=MetShown(told=every), guided=guided), EN)
    is_sound(card)
