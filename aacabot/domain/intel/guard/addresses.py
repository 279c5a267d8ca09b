"""Where somebody lives or works, to the door: a street with a house number, a room, a box, coordinates.

A warehouse or a facility is shared as an area or a city (domain.md 4.9); the exact address goes to the
authorities, or to one member by introduction.
"""

import re
from collections.abc import Iterator

from aacabot.domain.intel.guard.contacts import URL, Piece
from aacabot.domain.intel.guard.findings import GuardRule
from aacabot.domain.intel.guard.folding import Reading, masked, with_digits

_WORD = (
    r"(?!(?:the|on|in|of|a|an|this|that|same|other|to|at|from|and|per|by|off|with)(?![a-z]))[a-z][a-z'’.\-]*"
)
_ENGLISH = re.compile(
    rf"(?<![\w.,])\d{{1,5}}\s?[a-z]?,?\s+(?:{_WORD}\s+){{1,4}}"
    r"(?:street|str|road|rd|avenue|ave|lane|boulevard|blvd|terrace|crescent|highway|hwy|alley|quay|wharf)(?![a-z])"
)
_ENGLISH_CASED = re.compile(
    r"(?<![\w.,])\d{1,5}\s?[A-Za-z]?,?\s+(?:[A-Z][\w'’.\-]*\s+){1,4}"
    r"(?:St|Dr|Drive|Way|Place|Pl|Court|Ct|Close|Row|Square|Sq|Ln|Park|Gardens|Hill|Walk|Mews|Parade|Grove)(?![a-z])"
    r"|(?<!\w)(?:Via|Viale|Corso|Piazza|Rua|Calle|Avenida|Carrer|Plaza)\s+[A-Z][\w'’.\- ]{1,40}?"
    r",?\s*(?:n[.º°]*\s*)?\d+"
)
_EUROPEAN = re.compile(
    r"(?<!\w)[a-z][a-z\-]*(?:strasse|straat|gatan|weg|allee|platz|gasse|laan|str\.)\s+\d+"
    r"|(?<!\w)\d+,?\s*(?:bis|ter)?,?\s*(?:rue|avenue|boulevard|allee|chemin|impasse|place|quai)\s+(?:d[eu']|des|la|le)?\s*[a-z]+"
    r"|(?<!\w)(?:ul|ulica|ulitsa|ул)\.?\s+\w+\s+\d+"
)
_CHINESE = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:路|街|道|巷|弄|大道|胡同|村|镇|工业区|工业园)[^\d\n。，,]{0,8}"
    r"[\d十百千]+(?:\s*[-之]\s*\d+)?\s*(?:号|弄|室|栋|幢)"
    r"|(?<![\d十百])[\d十百]+\s*(?:号楼|号院|栋|幢|单元|座)\s*\d*\s*(?:室|层|楼|号)?"
)
_BOX = re.compile(r"(?<![a-z])p\.?\s?o\.?\s?box\s*\d+|邮政?信箱\s*\d+|(?<![a-z])postfach\s*\d+")
_COORDINATES = re.compile(
    r"(?<![\d.])-?\d{1,2}\.\d{3,}°?\s*[ns]?\s*[,; ]\s*-?\d{1,3}\.\d{3,}°?\s*[ew]?(?![\d.])"
)
_ROOM = re.compile(
    r"(?<![a-z])(?:unit|suite|apartment|apt|flat|room|building|bldg|block|gate|dock|lot|plot|house|warehouse|floor)"
    r"\s*(?:no\.?|number|#)?\s*[a-z]?-?\d+[a-z]?(?![\w])|(?<!\d)\d+\s*(?:室|层|楼|号)(?![\u4e00-\u9fff]*(?:线|港|仓))"
)
_POSTCODE = re.compile(
    r"(?<!\w)[a-z]{1,2}\d[a-z\d]?\s\d[a-z]{2}(?!\w)"
    r"|(?<!\w)(?:zip|postcode|post code|邮编)[^\w\n]{0,3}[\w\-]{4,9}"
)


def addressed(reading: Reading, cased: Reading, *, of_place: bool) -> Iterator[Piece]:
    """Addresses to the door; `of_place`: in a warehouse's item a room or a postcode is one too."""
    seen = masked(reading, URL)
    patterns = [(_ENGLISH, seen), (_EUROPEAN, seen), (_BOX, seen), (_COORDINATES, seen)]
    patterns += [(_ENGLISH_CASED, masked(cased, URL)), (_CHINESE, with_digits(seen))]
    if of_place:
        patterns += [(_ROOM, with_digits(seen)), (_POSTCODE, seen)]
    for pattern, text in patterns:
        for found in pattern.finditer(text.text):
            yield GuardRule.ADDRESS, *text.span(*found.span())
