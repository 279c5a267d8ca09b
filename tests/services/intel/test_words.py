"""Words as search knows them, and how those that are misspelt find the right one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.services.intel.spellings import may_differ, nearest, spellings_of
from aacabot.services.intel.words import is_only_stop_words, terms_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zéphyr RUNNER, 2nd-hand", ["zephyr", "runner", "2nd", "hand"]),
        (
            "https://www.market.example/shop/Best_Deals?utm=1#top",
            ["market", "example", "shop", "best", "deals"],
        ),
        ("https://market.example/%E8%B7%91%E6%AD%A5%E9%9E%8B", ["market", "example", "跑步", "步鞋"]),
        ("https://[broken/x", ["broken", "x"]),
        ("跑步鞋 top", ["跑步", "步鞋", "top"]),
        ("鞋", ["鞋"]),
        ("Z\u200bephyr \u202ernur\u202c", ["zephyr", "rnur"]),
        ("кроссовки", ["кроссовки"]),
        ("ｆｕｌｌ width", ["full", "width"]),
        ("the and of", []),
        ("\u202e \x00 %_*\"'()", []),
    ],
)
def test_a_text_is_cut_into_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_word_that_passes_for_a_latin_one_is_read_as_that_too() -> None:
    assert terms_of("Zерhуr") == [("zерhуr", "zephyr")]


def test_traditional_and_simplified_characters_are_one() -> None:
    assert words_of("運動鞋") == words_of("运动鞋")


def test_words_that_are_everywhere_are_told_apart_from_none() -> None:
    assert is_only_stop_words("for the") and not is_only_stop_words("") and not is_only_stop_words("the shop")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zephir", "zephyr"), ("zephyrr", "zephyr"), ("zphyr", "zephyr"), ("ezphyr", "zephyr"),
        ("marchele", "marchelle"), ("marhcelle", "marchelle"), ("marchello", "marchelle"),
        ("counterfiet", "counterfeit"), ("warehose", "warehouse"), ("storefrnot", "storefront"),
    ],
)  # fmt: skip
def test_a_typo_shares_a_spelling_with_what_was_meant(typed: str, meant: str) -> None:
    assert set(spellings_of(typed)) & set(spellings_of(meant))
    assert nearest(typed, [meant, "somethingelse"], 3) == [meant]


@pytest.mark.parametrize("word", ["abc", "l04711", "x1carbon", "跑步"])
def test_short_words_and_numbers_are_never_corrected(word: str) -> None:
    assert may_differ(word) == 0 and spellings_of(word) == []


@given(st.text(max_size=200))
def test_cutting_a_text_into_words_never_fails_and_words_are_their_own(text: str) -> None:
    for term in terms_of(text):
        assert term and all(term)
        assert term[0] in words_of(text)
