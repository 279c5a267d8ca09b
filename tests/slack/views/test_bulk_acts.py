"""What is asked before many cases are acted on, and the card that shows how far it is."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aacabot.domain.bulk_acts import (
    TAKEN_BACK,
    BulkDeed,
    BulkException,
    BulkPreview,
    BulkShown,
    Forecast,
    ItemProblem,
)
from aacabot.slack.views.bulk_acts import ACTIONS, PROBLEMS, TITLES, UNDONE, act_card, bulk_modal
from tests.slack.views.checks import action_ids, is_sound, is_sound_modal, parts
from tests.slack.views.samples import EN, LANGUAGES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.sampled_from(
    ["<!channel>", "\u202egnp.exe", "泽菲琳集团", "x" * 200]
)


def exception(problem: ItemProblem, **more: Any) -> BulkException:
    number = f"AC-{list(ItemProblem).index(problem):05}"
    return BulkException(
        **{"case_id": "0" * 32, "number": number, "brand": "Zephyrine", "problem": problem, **more}
    )


def preview(deed: BulkDeed = BulkDeed.CONFIRM, **more: Any) -> BulkPreview:
    return BulkPreview(**{"act_id": "a" * 32, "deed": deed, "total": 40, **more})


def shown(**more: Any) -> BulkShown:
    given = {"act_id": "a" * 32, "deed": BulkDeed.CONFIRM, "total": 200, "done": 120, "asked_at": NOW}
    return BulkShown(**{**given, **more})


def said(blocks: list[dict[str, Any]]) -> str:
    return " | ".join(part["text"] for part in parts(blocks) if isinstance(part.get("text"), str))


def test_the_confirmation_states_counts_and_exceptions() -> None:
    view = bulk_modal(
        preview(
            forecasts={Forecast.GOES_OUT: 36, Forecast.SECOND_PERSON: 2},
            exceptions=(
                exception(ItemProblem.DECIDED, who="Ben"),
                exception(ItemProblem.NO_RIGHT, card_url="https://acme.slack.com/archives/C0/p1"),
            ),
        ),
        "",
        EN,
    )
    is_sound_modal(view)
    words = said(view["blocks"])
    for expected in (
        "You chose 40 cases.",
        "36 go out at once",
        "2 wait for a second person",
        "2 cases are not done:",
        "already decided (Ben was first)",
        "no right in force",
    ):
        assert expected in words
    assert view["submit"]["text"] == "Confirm 38"
    assert json.loads(view["private_metadata"]) == {"act": "a" * 32}


def test_where_nothing_can_be_done_nothing_can_be_sent() -> None:
    view = bulk_modal(preview(total=1, exceptions=(exception(ItemProblem.MOVED_ON),)), "", EN)
    is_sound_modal(view)
    assert "submit" not in view


@pytest.mark.parametrize("deed", ACTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_deed_has_a_sound_form_of_its_own(deed: BulkDeed, language: str) -> None:
    view = bulk_modal(preview(deed, forecasts={Forecast.SETTLED: 40}, left_out=7), "{}", LANGUAGES[language])
    is_sound_modal(view)
    assert view["callback_id"] == ACTIONS[deed]
    has_reason = any(block["type"] == "input" for block in view["blocks"])
    assert has_reason == (deed in {BulkDeed.DISMISS, BulkDeed.DECLINE})


def test_every_problem_and_deed_has_words() -> None:
    assert set(PROBLEMS) == set(ItemProblem)
    assert set(TITLES) == set(BulkDeed)
    assert set(UNDONE) == TAKEN_BACK


def test_the_card_says_how_far_it_is_and_takes_it_all_back() -> None:
    card = act_card(
        shown(problems={ItemProblem.DECIDED: 3}, exceptions=(exception(ItemProblem.DECIDED, who="Ben"),)), EN
    )
    is_sound(card)
    assert card.text == "Confirm takedowns: 120 of 200 done, 3 could not"
    assert "and 2 more" in said(card.blocks)
    assert action_ids(card) == ["case_history", "bulk_take_back"]
    assert card.blocks[-1]["elements"][0]["confirm"]["title"]["text"] == "Take it all back?"


@pytest.mark.parametrize(
    "more",
    [
        {"retracted_at": NOW},
        {"deed": BulkDeed.ACCEPT},
        {"deed": BulkDeed.TAKE_BACK},
        {"done": 0, "total": 1, "problems": {ItemProblem.MOVED_ON: 1}, "finished_at": NOW},
    ],
)
def test_what_cannot_be_taken_back_has_no_button_for_it(more: dict[str, Any]) -> None:
    card = act_card(shown(**more), EN)
    is_sound(card)
    assert "bulk_take_back" not in action_ids(card)


@settings(max_examples=40, deadline=None)
@given(NAMES, NAMES, st.sampled_from(ItemProblem), st.integers(0, 190))
def test_whatever_names_are_in_it_slack_takes_it(
    brand: str, who: str, problem: ItemProblem, more: int
) -> None:
    exceptions = tuple(
        exception(problem, brand=brand, who=who, number=f"AC-{n:05}") for n in range(min(10, more + 1))
    )
    card = act_card(shown(problems={problem: more + 1}, exceptions=exceptions, finished_at=NOW), EN)
    is_sound(card)
    is_sound_modal(bulk_modal(preview(total=more + 1, exceptions=exceptions), "", EN))
