"""What characters stand for once folded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.screening.characters import HIDDEN, lookalike, plain


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("É", "e"),
        ("ﬁ", "fi"),
        ("Ａ", "a"),
        ("達", "达"),
        ("\u200b", HIDDEN),
        ("\t", " "),
        ("٣", "3"),
        ("Ж", "ж"),
    ],
)
def test_plain_keeps_the_script(written: str, folded: str) -> None:
    assert written.translate(plain()) == folded


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("а", "a"),
        ("Ν", "n"),
        ("ᴀ", "a"),
        ("ϲ", "c"),
        ("ł", "l"),
        ("🅰", "a"),
        ("₳", "a"),
        ("Α", "a"),
        ("о", "o"),
    ],
)
def test_lookalike_reads_other_scripts_as_latin(written: str, folded: str) -> None:
    assert written.translate(lookalike()) == folded


def test_voiced_kana_differ_from_voiceless_in_every_width() -> None:
    assert "ガ".translate(plain()) == "ｶﾞ".translate(plain()) != "カ".translate(plain())


@given(st.text(max_size=30))
def test_folding_ascii_changes_no_length(text: str) -> None:
    ascii_text = text.encode("ascii", "ignore").decode()
    assert len(ascii_text.translate(plain())) == len(ascii_text)
