"""The forms of the rota, and what people on duty are told."""

from typing import Any

import pytest

from aacabot.slack.views.duty import (
    CANNOT_BE_AWAY,
    ROLES,
    away_modal,
    away_reply,
    back_reply,
    cannot_be_away_reply,
    critical_alert,
    critical_many,
    shift_modal,
    stands_in,
)
from tests.slack.views.checks import action_ids, is_sound, is_sound_modal, parts, texts
from tests.slack.views.samples import EN, NOW, ZH

HOSTILE = "<!channel> \u202eevil 帮助 <https://x.example|click> " + "x" * 200
ALERT: dict[str, Any] = {
    "case_id": "c1",
    "number": "AC-7K3Q9",
    "brand": "Acme",
    "member": "Acme Group",
    "decide_by": NOW.isoformat(),
    "role": "on_duty",
    "card_url": None,
}


@pytest.mark.parametrize("count", [0, 1, 100, 101, 2_500])
def test_the_shift_form_offers_everybody_however_many(count: int) -> None:
    people = {f"p{number}": f"{HOSTILE} {number}" for number in range(count)}
    view = shift_modal(people, "Europe/Paris", "place", EN)
    is_sound_modal(view)
    offered = [part["value"] for part in parts(view) if str(part.get("value", "")).startswith("p")]
    assert offered == list(people)


def test_the_away_form_works_without_anybody_to_stand_in() -> None:
    for deputies in ({}, {"p1": HOSTILE}, {f"p{n}": "Ann" for n in range(150)}):
        for place in (None, "place"):
            is_sound_modal(away_modal(deputies, place, EN))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_a_critical_alert_says_why_whom_and_by_when_and_leads_to_the_case(role: str, words: Any) -> None:
    told = critical_alert({**ALERT, "role": role}, words)
    is_sound(told)
    assert "AC-7K3Q9" in told.text and "Acme" in told.text
    assert action_ids(told) == ["case_history"]


def test_a_critical_alert_leads_to_its_card_once_that_is_posted() -> None:
    told = critical_alert({**ALERT, "card_url": "https://slack.com/archives/C1/p1"}, EN)
    assert action_ids(told) == ["case_history", "case_card"]
    assert "case_card" not in action_ids(critical_alert({**ALERT, "card_url": "javascript:x"}, EN))
    assert "You are on duty." in texts(told)
    assert "22 Nov 2026, 14:05 CET" in texts(told)


def test_hostile_names_stay_letters() -> None:
    told = critical_alert({**ALERT, "brand": HOSTILE, "member": HOSTILE, "role": "desk"}, EN)
    is_sound(told)
    assert "<!" not in told.text
    is_sound(stands_in({"person": HOSTILE, "until": NOW.isoformat()}, EN))
    is_sound(stands_in({"person": HOSTILE, "until": None}, EN))
    is_sound(away_reply(NOW, HOSTILE, EN))


def test_every_answer_is_sound() -> None:
    for message in (
        critical_many({}, EN),
        away_reply(None, None, EN),
        back_reply(True, EN),
        back_reply(False, EN),
        *(cannot_be_away_reply(problem, EN) for problem in (*CANNOT_BE_AWAY, "something new")),
    ):
        is_sound(message)
