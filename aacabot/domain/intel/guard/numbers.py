"""Numbers that stand for a person: accounts and cards by check digits, identity documents by country."""

import re
from collections.abc import Callable, Iterator

from stdnum import iban, luhn
from stdnum.br import cpf
from stdnum.cn import ric
from stdnum.es import dni, nie
from stdnum.exceptions import ValidationError
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.kr import rrn
from stdnum.mx import curp
from stdnum.us import ssn

from aacabot.domain.intel.guard.contacts import URL, Piece
from aacabot.domain.intel.guard.findings import GuardRule
from aacabot.domain.intel.guard.folding import Reading, masked, overlapping

_GAP = r"[ \-./]{0,2}"
_IBAN = re.compile(rf"(?<![a-z0-9])(?=([a-z]{{2}}\s?\d\s?\d(?:{_GAP}[a-z0-9]){{11,30}}))")
_WALLET = re.compile(r"(?<!\w)(?:bc1[a-z0-9]{25,60}|0x[a-f0-9]{40}|t[a-z0-9]{33})(?!\w)")
_CARD = re.compile(rf"(?<![\w.])\d(?:{_GAP}\d){{12,18}}(?!\w)")
_SHORTEST_IBAN = 15

Check = Callable[[str], bool]
_DOCUMENTS: tuple[tuple[re.Pattern[str], Check], ...] = (
    (re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{16}}{_GAP}[\dx](?!\w)"), lambda number: _is_chinese(number)),
    (re.compile(r"(?<!\w)[a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z](?!\w)"), codicefiscale.is_valid),
    (re.compile(r"(?<!\w)[a-z]{4}\d{6}[hm][a-z]{5}[a-z\d]\d(?!\w)"), curp.is_valid),
    (re.compile(r"(?<!\w)\d{6}[-+a]\d{3}[\da-y](?!\w)"), hetu.is_valid),
)
"""So long or so shaped that nothing else looks like them."""
_IN_WORDS: tuple[tuple[re.Pattern[str], Check], ...] = (
    (re.compile(r"(?<![\w-])\d{3}[- ]\d{2}[- ]\d{4}(?![\w-])"), ssn.is_valid),
    (re.compile(rf"(?<!\w)[12](?:{_GAP}\d){{14}}(?!\w)"), nir.is_valid),
    (re.compile(r"(?<!\w)\d{8}-?[a-z](?!\w)"), dni.is_valid),
    (re.compile(r"(?<!\w)[xyz]-?\d{7}-?[a-z](?!\w)"), nie.is_valid),
    (re.compile(r"(?<!\w)\d{6}-[1-4]\d{6}(?!\w)"), rrn.is_valid),
    (re.compile(r"(?<!\w)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\w)"), cpf.is_valid),
    (
        re.compile(
            r"(?<!\w)(?!bg|gb|nk|kn|tn|nt|zz)[a-ceghj-prtw-z][a-ceghj-npr-tw-z] ?(?:\d{2} ?){3}[a-d](?!\w)"
        ),
        bool,
    ),
    (re.compile(r"(?<!\w)[a-z]{1,2}\d{6}\([\da]\)"), bool),
    (re.compile(r"(?<!\w)[a-z][12]\d{8}(?!\w)"), lambda number: _is_taiwanese(number)),
)
"""Short ones, which a model's number could look like by chance: looked for in sentences alone.

The two without a check are the United Kingdom's national insurance number and Hong Kong's identity card.
"""
_NAMED = re.compile(
    r"(?:passport|identity card|id card|id no|national insurance|social security"
    r"|driving licen[cs]e|driver'?s licen[cs]e"
    r"|护照号?码?|身份证号?码?|驾驶证)[^\w\n]{0,4}(?:(?:no|number|nr|is)[^\w\n]{0,4})*(?=[a-z]{0,3}\d)([a-z0-9\-]{5,20})"
)
_BORN = re.compile(
    r"(?:(?<![a-z])(?:dob|date of birth|born(?: on)?|birthday)|出生日期|生日)"
    r"[^\w\n]{0,4}\d{1,4}[-./ ]\w{1,9}[-./ ]\d{2,4}"
)


def numbered(reading: Reading, *, in_words: bool, may_be_ids: bool) -> Iterator[Piece]:
    """Account, card and identity numbers. `may_be_ids`: long numbers here are a marketplace's own."""
    seen = masked(reading, URL)
    yield from _ibans(seen)
    for found in _WALLET.finditer(seen.text):
        if re.search(r"\d", found[0]):
            yield GuardRule.ACCOUNT, *seen.span(*found.span())
    if not may_be_ids:
        for found in overlapping(_CARD, seen.text):
            digits = re.sub(r"\D", "", found[0])
            if luhn.is_valid(digits) and len(set(digits)) > 1:
                yield GuardRule.CARD, *seen.span(*found.span())
    for pattern, check in (*_DOCUMENTS, *(_IN_WORDS if in_words else ())):
        for found in overlapping(pattern, seen.text):
            if check(re.sub(r"[ ./]", "", found[0]).upper()):
                yield GuardRule.IDENTITY, *seen.span(*found.span())
    for pattern in (_NAMED, _BORN):
        for found in pattern.finditer(seen.text):
            yield GuardRule.IDENTITY, *seen.span(*found.span())


def _ibans(reading: Reading) -> Iterator[Piece]:
    """The longest beginning of each candidate that is an IBAN: what follows it may be the next word."""
    for found in _IBAN.finditer(reading.text):
        kept = [place for place in range(*found.span(1)) if reading.text[place].isalnum()]
        for length in range(len(kept), _SHORTEST_IBAN - 1, -1):
            if iban.is_valid("".join(reading.text[place] for place in kept[:length]).upper()):
                yield GuardRule.ACCOUNT, *reading.span(found.start(), kept[length - 1] + 1)
                break


def _is_chinese(number: str) -> bool:
    """By its day of birth and check digit (GB 11643-1999); the library's list of counties has gaps."""
    digits = re.sub(r"[^0-9X]", "", number)
    try:
        ric.get_birth_date(digits)
    except ValidationError:
        return False
    return ric.calc_check_digit(digits) == digits[-1]


_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""Their number is 10 plus their place here (Ministry of the Interior's rule for identity cards)."""


def _is_taiwanese(number: str) -> bool:
    area = _TAIWAN_LETTERS.index(number[0]) + 10
    weights = (8, 7, 6, 5, 4, 3, 2, 1, 1)
    total = area // 10 + area % 10 * 9 + sum(int(d) * w for d, w in zip(number[1:], weights, strict=True))
    return total % 10 == 0
