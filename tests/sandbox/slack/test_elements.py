"""Plain values and the shapes Slack makes of them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aacabot.sandbox.slack import SandboxRefusal
from aacabot.sandbox.slack.clock import SandboxClock
from aacabot.sandbox.slack.elements import chosen, is_empty
from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.ids import Timestamps, ts_value
from aacabot.sandbox.slack.limits import RateLimit
from tests.sandbox.slack.slack_builders import plain

OPTIONS = [{"text": plain(word), "value": word} for word in ("a", "b", "c")]


@pytest.mark.parametrize(
    ("element", "value", "state"),
    [
        ({"type": "plain_text_input"}, "hello", {"value": "hello"}),
        ({"type": "plain_text_input"}, "", {"value": None}),
        ({"type": "number_input"}, 3, {"value": "3"}),
        ({"type": "static_select", "options": OPTIONS}, "b", {"selected_option": OPTIONS[1]}),
        ({"type": "radio_buttons", "options": OPTIONS}, None, {"selected_option": None}),
        (
            {"type": "checkboxes", "options": OPTIONS},
            ["a", "c"],
            {"selected_options": [OPTIONS[0], OPTIONS[2]]},
        ),
        ({"type": "multi_users_select"}, ["U0ANN"], {"selected_users": ["U0ANN"]}),
        ({"type": "users_select"}, "U0ANN", {"selected_user": "U0ANN"}),
        ({"type": "datepicker"}, "2026-03-31", {"selected_date": "2026-03-31"}),
        ({"type": "datetimepicker"}, "2026-03-31T12:00", {"selected_date_time": 1774951200}),
    ],
)
def test_a_value_takes_the_shape_of_its_element(
    element: dict[str, Any], value: Any, state: dict[str, Any]
) -> None:
    assert chosen(element, value, tz="Europe/Paris") == {"type": element["type"], **state}


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "static_select", "options": OPTIONS}, "z"),
        ({"type": "plain_text_input", "max_length": 3}, "four"),
        ({"type": "plain_text_input", "min_length": 3}, "no"),
        ({"type": "multi_static_select", "options": OPTIONS, "max_selected_items": 1}, ["a", "b"]),
        ({"type": "button"}, "x"),
    ],
)
def test_a_client_would_not_allow_it(element: dict[str, Any], value: Any) -> None:
    with pytest.raises(SandboxRefusal):
        chosen(element, value)


@settings(deadline=None)
@given(st.sets(st.sampled_from(["a", "b", "c"])))
def test_checkboxes_are_empty_only_without_a_tick(values: set[str]) -> None:
    assert is_empty(chosen({"type": "checkboxes", "options": OPTIONS}, sorted(values))) == (not values)


@settings(deadline=None)
@given(st.integers(2, 200))
def test_timestamps_only_grow(count: int) -> None:
    stamps = Timestamps(SandboxClock())
    made = [stamps.next() for _ in range(count)]
    assert sorted(made, key=ts_value) == made and len(set(made)) == count


@settings(deadline=None)
@given(burst=st.integers(1, 5), waits=st.lists(st.floats(0, 3), max_size=30))
def test_no_schedule_gets_more_than_the_burst_and_the_rate(burst: int, waits: list[float]) -> None:
    clock = SandboxClock()
    limit, taken, passed = RateLimit(clock, 1.0, burst), 0, 0.0
    for wait in waits:
        clock.advance(wait)
        passed += wait
        try:
            limit.take("C0")
            taken += 1
        except SlackError as refused:
            assert refused.status == 429 and int(refused.headers["Retry-After"]) >= 1
    assert taken <= burst + passed + 1
