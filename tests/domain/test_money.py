"""Amounts are exact, and what cannot be an amount is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.money import LARGEST_MINOR, Money

CURRENCIES = st.sampled_from(["EUR", "USD", "CNY", "JPY", "KWD", "RSD", "CLF"])


@given(st.integers(0, LARGEST_MINOR), CURRENCIES)
def test_what_is_written_out_reads_back_exactly(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(f"{money.amount:f}", currency) == money


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("129.90", "EUR", 12990),
        (" 129.9 ", "eur", 12990),
        ("0.29", "USD", 29),
        ("12.500", "EUR", 1250),
        ("1500", "JPY", 1500),
        ("1500.00", "JPY", 1500),
        ("1.234", "KWD", 1234),
        ("10.50", "RSD", 1050),
        ("0", "CNY", 0),
    ],
)
def test_an_amount_counts_the_smallest_unit_of_its_currency(amount: str, currency: str, minor: int) -> None:
    assert Money.parse(amount, currency).minor == minor


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("-1", "EUR", "negative"),
        ("1,50", "EUR", "not a plain number"),
        ("1e5", "EUR", "not a plain number"),
        ("NaN", "EUR", "not a plain number"),
        ("١٢", "EUR", "not a plain number"),
        ("", "EUR", "not a plain number"),
        ("9" * 4000, "EUR", "not a plain number"),
        ("9" * 18, "EUR", "too large"),
        ("1.005", "EUR", "EUR has 2 decimals"),
        ("1.5", "JPY", "JPY has no decimals"),
        ("1", "EURO", "not a currency"),
        ("1", "", "not a currency"),
    ],
)
def test_what_is_not_an_amount_is_refused_in_words(amount: str, currency: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        Money.parse(amount, currency)
    assert len(str(refused.value)) < 120


@given(st.text(max_size=30), st.text(max_size=5))
def test_any_text_is_either_money_or_refused(amount: str, currency: str) -> None:
    try:
        money = Money.parse(amount, currency)
    except ValueError:
        return
    assert 0 <= money.minor <= LARGEST_MINOR


@pytest.mark.parametrize(("minor", "currency"), [(-1, "EUR"), (LARGEST_MINOR + 1, "EUR"), (1, "eur")])
def test_money_out_of_bounds_cannot_exist(minor: int, currency: str) -> None:
    with pytest.raises(ValueError, match=r"between 0 and|not a currency"):
        Money(minor, currency)
