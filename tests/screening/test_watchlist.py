"""What a watchlist refuses, and how it treats the shortest marks."""

import pytest

from aacabot.screening import Subject, UnscreenableMark, WatchedMark, Watchlist, screen


@pytest.mark.parametrize("text", ["", " ", "x", "!!", "\u200b", "7"])
def test_a_mark_that_would_be_everywhere_is_refused_by_name(text: str) -> None:
    with pytest.raises(UnscreenableMark) as refusal:
        Watchlist.build([WatchedMark("m-1", text)])
    assert refusal.value.mark_id == "m-1"
    assert refusal.value.text == text
    assert repr(text) in str(refusal.value)


def test_a_spelling_that_would_be_everywhere_is_refused_too() -> None:
    with pytest.raises(UnscreenableMark):
        Watchlist.build([WatchedMark("m-1", "Nordvik", {"Latn": ("N",)})])


def test_one_syllable_counts_only_on_its_own() -> None:
    watchlist = Watchlist.build([WatchedMark("m", "Makk", {"ko": ("맥",)})])
    found = screen(watchlist, [Subject("맥 립스틱"), Subject("맥주 컵")])
    assert [len(matches) for matches in found] == [1, 0]


def test_two_marks_may_share_a_spelling() -> None:
    watchlist = Watchlist.build([WatchedMark("a", "Nordvik"), WatchedMark("b", "NORDVIK")])
    (matches,) = screen(watchlist, [Subject("nordvik cap")])
    assert {m.mark_id for m in matches} == {"a", "b"}
