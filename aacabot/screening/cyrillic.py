"""Cyrillic letters by the Latin letters a seller means when writing a foreign name phonetically."""

import re

CYRILLIC = re.compile("[\u0400-\u052f]")

_ONE_LETTER = zip("абвгдеёєзиіїйклмнопрстуўфхцыэґ", "abvgdeeeziiiyklmnoprstuufhcyeg", strict=True)

LATIN: dict[str, str] = dict(_ONE_LETTER) | {
    "ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "ъ": "", "ь": "",
}  # fmt: skip
