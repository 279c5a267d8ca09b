"""The word on a right that runs out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aacabot.slack.views.expiry import right_expires
from tests.slack.views.checks import is_sound
from tests.slack.views.samples import EN

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200) | st.sampled_from(
    ["<!channel>", "https://evil.example", "\u202egnp.exe", "💥" * 100]
)


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES, st.integers(-7, 60))
def test_the_word_on_a_right_is_sound_whatever_it_is_called(brand: str, label: str, left: int) -> None:
    values = {
        "right_id": "r1", "kind": "trademark", "label": label, "brand": brand, "expires": "2027-01-01",
        "days_left": left,
    }  # fmt: skip
    message = right_expires(values, EN)
    is_sound(message)
    assert "<!channel>" not in message.text
    assert message.blocks[-1]["elements"][0]["value"] == "r1"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (60, "A right of Zephyrine ends in 60 days"),
        (1, "A right of Zephyrine ends in 1 day"),
        (0, "A right of Zephyrine ends today"),
        (-2, "A right of Zephyrine has expired"),
    ],
)
def test_it_says_how_long_the_right_still_lasts(left: int, said: str) -> None:
    values = {
        "right_id": "r1", "kind": "trademark", "label": "EUIPO 018", "brand": "Zephyrine",
        "expires": "2027-01-01", "days_left": left,
    }  # fmt: skip
    message = right_expires(values, EN)
    assert message.text == said
    assert "trade mark EUIPO 018, last day 1 Jan 2027" in message.blocks[0]["text"]["text"]
