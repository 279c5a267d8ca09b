"""Words that call somebody a criminal. GDPR, Art. 10: data on convictions and offences is not for us to keep.

What may be said is what was seen: a suspected listing, a seller that several members met.
"""

import re
from collections.abc import Iterator

from aacabot.domain.intel.guard.contacts import Piece
from aacabot.domain.intel.guard.findings import GuardRule
from aacabot.domain.intel.guard.folding import Reading, joined, unleeted

_LABELS = (
    r"criminals?|criminality|criminally|offend(?:er|ers|ed)|convict(?:s|ed|ion|ions)?|felons?|felony|fraudsters?"
    r"|fraudulent(?:ly)?|frauds?|scam(?:s|mer|mers|ming)?|swindlers?|crooks?|counterfeiters?|forgers?|racketeers?"
    r"|launderers?|money\s?laundering|smugglers?|culprits?|perpetrators?|guilty|ex-?con|jailed|imprisoned"
    r"|sentenced|crime\s(?:ring|gang|group|family|boss)|organi[sz]ed\scrime|repeat\soffen\w+|rap\ssheet"
    r"|criminal\srecord|betruger\w*|kriminell\w*|verbrecher\w*|criminel(?:le)?s?|escrocs?|estafador\w*|truffator\w*"
)
_ON_GOODS = (
    r"mafia|mafios[oi]|gang(?:s|ster|sters)?|thugs?|thie(?:f|ves)|pirates?|outlaws?|cartels?|triads?"
    r"|mobsters?"
)
_CHINESE = (
    "犯罪|罪犯|犯人|嫌犯|骗子|诈骗犯?|惯犯|罪行|有罪|判刑|定罪|坐牢|前科|黑社会|黑帮|犯罪团伙|团伙"
    "|造假者|制假者|售假者|假货贩子|走私犯|小偷|奸商"
)


def _as_words(words: str) -> str:
    return rf"(?<![a-z])(?:{words})(?![a-z])"


_EVERYWHERE = re.compile(f"{_as_words(_LABELS)}|{_CHINESE}")
_IN_WORDS = re.compile(_as_words(_ON_GOODS))


def labelled(reading: Reading, *, in_words: bool) -> Iterator[Piece]:
    """Criminal labels. Some of the words also stand on goods: those count in sentences alone (`in_words`)."""
    for seen in (reading, joined(reading), unleeted(reading)):
        for pattern in (_EVERYWHERE, *((_IN_WORDS,) if in_words else ())):
            for found in pattern.finditer(seen.text):
                yield GuardRule.CRIMINAL, *seen.span(*found.span())
