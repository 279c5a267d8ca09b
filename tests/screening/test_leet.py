"""Digits and symbols read as letters."""

import pytest

from aacabot.screening.leet import decoded, is_leet


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("N1|<3", "nike"),
        ("|3O5C|-|", "bosch"),
        ("$@m5ung", "samsung"),
        ("pouuermat", "powermat"),
        ("g0Pr0", "gopro"),
    ],
)
def test_a_run_is_read_as_the_word_it_spells(written: str, word: str) -> None:
    assert word in decoded(written)


def test_a_very_long_or_ambiguous_run_costs_little() -> None:
    assert decoded("1" * 65) == []
    assert len(decoded("1" * 60)) <= 96


def test_plain_letters_are_no_leet() -> None:
    assert not is_leet("acme")
    assert is_leet("acm3")
