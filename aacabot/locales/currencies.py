"""How many digits a currency's smallest unit has, and how an amount is written for a reader."""

import re
from decimal import Decimal
from functools import cache

from babel.core import Locale, get_global
from babel.numbers import format_currency, get_currency_symbol

# ISO 4217 list one (SIX, "Table A.1"): every currency not named here has 2 minor digits. CLDR's own counts
# are not used: they say how people write prices (RSD, IRR, LBP 0), so they would refuse lawful amounts.
_OTHER_THAN_TWO = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_MINOR_DIGITS = {code: digits for digits, codes in _OTHER_THAN_TWO.items() for code in codes.split()}


def is_currency(code: str) -> bool:
    """Whether this is a currency code of ISO 4217, in capitals."""
    return code in _codes()


def minor_digits(code: str) -> int:
    """Return how many decimal digits the smallest unit has: 2 for EUR, 0 for JPY, 3 for KWD."""
    if not is_currency(code):
        raise ValueError(f"{code!r} is not a currency; use a code such as EUR")
    return _MINOR_DIGITS.get(code, 2)


def format_money(minor_units: int, code: str, formats: Locale) -> str:
    """Write an amount given in the smallest unit as the locale does, with all its minor digits.

    Letters do not touch the digits: `RUB 3,490.00`, but `US$3,490.00` (CLDR's alphaNextToNumber; UTS #35
    part 3, "Currency Formats").
    """
    digits = minor_digits(code)
    written = _spaced(formats.currency_formats["standard"].pattern, get_currency_symbol(code, formats))
    pattern = written.replace("0.00", f"0.{'0' * digits}" if digits else "0")
    amount = Decimal(minor_units).scaleb(-digits)
    return format_currency(amount, code, format=pattern, locale=formats, currency_digits=False)


def _spaced(pattern: str, symbol: str) -> str:
    """The pattern with a no-break space where a letter of the symbol would stand beside a digit."""
    if symbol[-1].isalpha():
        pattern = re.sub(r"¤(?=[#0])", "¤\N{NO-BREAK SPACE}", pattern)
    if symbol[0].isalpha():
        pattern = re.sub(r"(?<=[#0])¤", "\N{NO-BREAK SPACE}¤", pattern)
    return pattern


@cache
def _codes() -> frozenset[str]:
    return frozenset(get_global("all_currencies"))
