"""Where a title uses a mark."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.explanations import explanation
from aacabot.domain.keywords import ROOM, bracketed, title_span


def match(title: str, surface: str, field: str = "title") -> dict[str, Any]:
    start = title.find(surface)
    return {"field": field, "span": [start, start + len(surface)], "surface": surface}


def test_the_mark_stands_out_in_its_context() -> None:
    title = "New Acme-style runner"
    span = title_span(title, [match(title, "Acme")])
    assert span is not None
    assert bracketed(span) == "New [Acme]-style runner"
    assert (span.start, span.end) == (4, 8)


def test_long_titles_are_clipped_on_both_sides() -> None:
    title = f"{'a' * 100} Acme {'b' * 100}"
    span = title_span(title, [match(title, "Acme")])
    assert span is not None
    assert span.before.startswith("…a")
    assert span.after.endswith("b…")
    assert len(span.before) == len(span.after) == ROOM + 1


def test_a_title_that_changed_since_or_never_named_it_has_no_span() -> None:
    found = match("Acme runner", "Acme")
    assert title_span("Nice runner", [found]) is None
    assert title_span("Acme runner", [match("Acme runner", "Acme", "description")]) is None
    assert title_span("Acme runner", []) is None
    assert title_span("Acme runner", [{"field": "title", "surface": "", "span": []}]) is None


@given(st.text(max_size=200), st.text(min_size=1, max_size=10), st.text(max_size=200))
def test_the_span_is_always_the_titles_own_slice(before: str, mark: str, after: str) -> None:
    title = before + mark + after
    span = title_span(title, [{"field": "title", "span": [len(before), len(before + mark)], "surface": mark}])
    assert span is not None
    assert title[span.start : span.end] == span.marked == mark


def test_an_explanation_says_the_title_and_each_sentence_once() -> None:
    title = "New Acme\u202e-style"
    span = title_span(title, [match(title, "Acme")])
    notes = [("tell", "no hologram"), ("tell", "no hologram"), ("image", "of the hub"), ("other", " ")]
    assert explanation(span, notes) == (
        "The title uses the mark where the brackets stand: New [Acme]-style\nWhat gives it away: no hologram"
    )


def test_nothing_to_say_is_no_explanation() -> None:
    assert explanation(None, [("test_buy", "")]) is None
