"""The words of a text as search knows them, the same for what is stored and for what is asked.

A word is a run of letters and digits, folded as screening folds titles: compatibility forms, case, accents
and traditional characters undone, nothing invisible in it. Scripts written without spaces are cut into pairs
of characters. A word that passes for a Latin one is also read as that. Addresses are their host and path.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from aacabot.domain.untrusted import clean
from aacabot.screening.characters import UNREADABLE, lookalike, plain
from aacabot.screening.views import UNSPACED, WORD

LONGEST = 40
"""Characters of a word that count."""
_ADDRESS = re.compile(r"\bhttps?://\S+", re.IGNORECASE)
_STOP = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "com", "for", "from", "http", "https", "in", "is", "it",
     "its", "of", "on", "or", "that", "the", "this", "to", "was", "with", "www"}
)  # fmt: skip


def words_of(text: str) -> list[str]:
    """Each word once, in the order they stand; a word and what it passes for are two."""
    return list(dict.fromkeys(word for term in terms_of(text) for word in term))


def terms_of(text: str) -> list[tuple[str, ...]]:
    """The words in their order, each with its readings: any of them stands for it. No stop words."""
    readable = _ADDRESS.sub(lambda found: _address(found[0]), clean(text))
    return list(dict.fromkeys(term for found in WORD.finditer(readable) for term in _terms(found[0])))


def is_only_stop_words(text: str) -> bool:
    """Whether there are words in the text, but none that search would look for."""
    return bool(WORD.search(clean(text))) and not terms_of(text)


def _address(url: str) -> str:
    """Host and path: what follows them differs from one reader to the next."""
    try:
        parts = urlsplit(url)
        return f" {parts.hostname or ''} {unquote(parts.path)} "
    except ValueError:  # such as a bracket left open in the host
        return f" {url} "


def _terms(run: str) -> Iterator[tuple[str, ...]]:
    for found in WORD.finditer(run.translate(plain())):
        if UNSPACED.match(found[0]):
            yield from ((pair,) for pair in _pairs(found[0]))
        elif (word := found[0][:LONGEST]) not in _STOP:
            yield _readings(run, word)


def _pairs(run: str) -> Iterator[str]:
    """`跑步鞋` is 跑步 and 步鞋; a character that stands alone is itself."""
    if len(run) == 1:
        yield run
    yield from (run[at : at + 2] for at in range(len(run) - 1))


def _readings(run: str, word: str) -> tuple[str, ...]:
    if word.isascii():
        return (word,)
    resembled = run.translate(lookalike())[:LONGEST]
    passes = UNREADABLE not in resembled and resembled.isascii() and resembled.isalnum()
    return (word, resembled) if passes and resembled != word else (word,)
