"""What a question may mean among what its reader may read: bounded, however many items have its words.

Found is what has the rarest of the words, the newest first; then each is asked for the other words.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.kinds import IntelKind
from aacabot.services.hub import Unit
from aacabot.services.intel.asking import Question
from aacabot.services.intel.audiences import Audiences, audiences_of
from aacabot.services.intel.indexing import EVERY, kind_word
from aacabot.services.intel.spellings import nearest, spellings_of
from aacabot.store.intel import searching as store
from aacabot.store.intel.elsewhere import newest_of
from aacabot.store.intel.searching import Hit
from aacabot.store.intel.visible import visible_to

LOOKED_AT = 500
"""Items with a word that are looked at, the newest: of a word that fewer have, every one."""
_LOOKED_AT_ELSEWHERE = 200
"""The same where only some items are the reader's: what names them, or is their own."""
_FEW = 10
"""Below so many, words that are spelt alike are looked for too."""
_ALIKE = 3
_MOST_TERMS = 8
_DRIVERS = 2

Words = tuple[str, ...]
"""Words of which any will do."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A word asked for, with what may stand for it; `size` is how many items have it, up to a bound."""

    words: Words
    size: int


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """Items in the order of their days, the newest first. `has_all`: whether they have every word.

    `days` are the days, as ISO dates, since which those who may read the items now could.
    """

    item_ids: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    has_all: bool = True


async def candidates(
    unit: Unit,
    reader: IntelReader,
    question: Question,
    since: date | None = None,
    *,
    rule: ColumnElement[bool] | None = None,
) -> Candidates:
    """Those the reader may read that have all of the words, or else as many as any has.

    `rule` is what they may be given, where that is less.
    """
    given = visible_to(reader) if rule is None else rule
    places = await _places(unit, reader, question)
    narrowing = tuple(kind_word(kind) for kind in sorted(question.kinds) if kind in set(IntelKind))
    if not places.every or (question.kinds and not narrowing):
        return Candidates()
    terms = (await _terms(unit, question.terms, places))[:_MOST_TERMS]
    asked = [*(term.words for term in terms), *([narrowing] if narrowing else [])]
    drivers = await _drivers(unit, terms, narrowing, places)
    hits: dict[str, Hit] = {}
    for hit in await _elsewhere(unit, reader, given, drivers, asked, places, since):
        hits.setdefault(hit.item_id, hit)
    for driver in drivers:
        if not driver.size:
            continue
        for hit in await store.newest(unit.session, driver.words, asked, places.sure, LOOKED_AT, since):
            hits.setdefault(hit.item_id, hit)
        if any(all(hit.has) for hit in hits.values()):
            break  # whatever has all of the words has this one
    return _best([hit for hit in hits.values() if not narrowing or hit.has[-1]], len(terms))


async def _places(unit: Unit, reader: IntelReader, question: Question) -> Audiences:
    places, known = await audiences_of(unit, reader)
    if not question.groups:
        return places.narrowed(question.labels, None)
    named = {ident for ident, name in known.items() if name.casefold().startswith(tuple(question.groups))}
    return places.narrowed(question.labels, frozenset(named))


async def _terms(unit: Unit, asked: tuple[Words, ...], places: Audiences) -> list[_Term]:
    """The terms, the rarest first, each with the words that are spelt alike where few have it as asked.

    Counted is in the sure audiences alone: what the reader may not read changes nothing about the answer.
    """
    sizes = await _sizes(unit, {word for words in asked for word in words}, places)
    few = [words for words in asked if _sum(sizes, words) < _FEW]
    alike = await _alike(unit, few, places)
    sizes |= await _sizes(unit, {word for words in alike.values() for word in words} - {*sizes}, places)
    terms = [(*words, *alike.get(words, ())) for words in asked]
    return sorted((_Term(words, _sum(sizes, words)) for words in terms), key=lambda term: term.size)


async def _sizes(unit: Unit, words: set[str], places: Audiences) -> dict[str, int]:
    return await store.sizes(unit.session, words, places.sure, LOOKED_AT)


def _sum(sizes: dict[str, int], words: Words) -> int:
    return sum(sizes.get(word, 0) for word in words)


async def _alike(unit: Unit, terms: list[Words], places: Audiences) -> dict[Words, list[str]]:
    spellings = {spelling for words in terms for word in words for spelling in spellings_of(word)}
    others = await store.spelt_alike(unit.session, spellings, places.sure)
    return {
        words: [other for word in words for other in nearest(word, others, _ALIKE) if other not in words]
        for words in terms
    }


async def _drivers(unit: Unit, terms: list[_Term], narrowing: Words, places: Audiences) -> list[_Term]:
    """The words to walk by: the rarest that anybody has, or the kind asked for where that is rarer.

    Terms that nothing sure has come besides: an item of the reader's own may have them.
    """
    if not terms:
        return [_Term(narrowing or (EVERY,), LOOKED_AT)]
    there = [term for term in terms if term.size]
    nowhere = [term for term in terms if not term.size]
    if narrowing and there:
        size = _sum(await _sizes(unit, {*narrowing}, places), narrowing)
        if size < there[0].size:
            return [*nowhere[:_DRIVERS], _Term(narrowing, size)]
    return [*nowhere[:_DRIVERS], *there[:_DRIVERS]]


async def _elsewhere(
    unit: Unit,
    reader: IntelReader,
    given: ColumnElement[bool],
    drivers: list[_Term],
    asked: list[Words],
    places: Audiences,
    since: date | None,
) -> list[Hit]:
    """Those of the audiences that are not the reader's, as far as the reader is given them all the same."""
    words = [word for driver in drivers for word in driver.words]
    return await newest_of(
        unit.session, reader, given, words, asked, places.perhaps, _LOOKED_AT_ELSEWHERE, since
    )


def _best(hits: list[Hit], terms: int) -> Candidates:
    """Those with the most of the words."""
    counted = [(sum(hit.has[:terms]), hit) for hit in hits]
    most = max((count for count, _ in counted), default=0)
    best = [hit for count, hit in counted if count == most]
    ordered = sorted(best, key=lambda hit: (hit.shared_on, hit.item_id), reverse=True)
    return Candidates(
        item_ids=tuple(hit.item_id for hit in ordered),
        days=tuple(hit.shared_on for hit in ordered),
        has_all=most == terms,
    )
