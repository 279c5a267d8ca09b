"""Amounts of money, exact, in the smallest unit of their currency."""

import re
from dataclasses import dataclass
from decimal import Decimal

from aacabot.locales.currencies import is_currency, minor_digits

# Fits a signed 64-bit column with room for sums of a thousand amounts, and no honest price lies beyond it.
LARGEST_MINOR = 10**15
_AMOUNT = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,20})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Money:
    """A price or total: `minor` in the currency's smallest unit (cents), `currency` by ISO 4217."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not is_currency(self.currency):
            raise ValueError(f"{self.currency!r} is not a currency; use a code such as EUR")
        if not 0 <= self.minor <= LARGEST_MINOR:
            raise ValueError(f"an amount must be between 0 and {LARGEST_MINOR} in the smallest unit")

    @classmethod
    def parse(cls, amount: str, currency: str) -> "Money":
        """Read an amount such as `129.90` exactly; ValueError says in words what is wrong with it.

        A point separates decimals and nothing separates thousands, because a comma means both in the world.
        More decimals than the currency has are refused unless they are zeros: `12.500 EUR` is 12.50.
        """
        written, code = amount.strip(), currency.strip().upper()
        if not is_currency(code):
            raise ValueError(f"{_quoted(currency)} is not a currency; use a code such as EUR")
        if written.startswith("-"):
            raise ValueError(f"the amount {_quoted(amount)} is negative; a price is zero or more")
        if not _AMOUNT.fullmatch(written):
            raise ValueError(f"the amount {_quoted(amount)} is not a plain number; write it like 129.90")
        return cls(_in_minor_units(written, code), code)

    @property
    def amount(self) -> Decimal:
        """The amount in the currency's main unit, with all its decimals: 129.90."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))


def _in_minor_units(written: str, currency: str) -> int:
    whole, _, decimals = written.partition(".")
    digits = minor_digits(currency)
    if decimals[digits:].strip("0"):
        allowed = f"{digits} decimals" if digits else "no decimals"
        raise ValueError(f"the amount {_quoted(written)} is too precise; {currency} has {allowed}")
    minor = int(whole + decimals[:digits].ljust(digits, "0"))
    if minor > LARGEST_MINOR:
        raise ValueError(f"the amount {_quoted(written)} is too large")
    return minor


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 30 else text[:29] + "…")
