"""Search over what is shared: whatever is asked, the answer is made of what the reader may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement

from aacabot.domain.errors import NeedsRole
from aacabot.domain.features import Feature
from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.found import Advice, Found
from aacabot.domain.intel.items import ItemShown, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.score import score_of
from aacabot.domain.intel.verdicts import shown_from
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.asking import Question, question_of
from aacabot.services.intel.candidates import candidates
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.rules import sharing_rules
from aacabot.services.intel.showing import note_views, show_items
from aacabot.services.phases import require_open
from aacabot.store.intel import searching as store
from aacabot.store.intel.exports import Leaving
from aacabot.store.intel.items import items_given
from aacabot.store.intel.visible import visible_to
from aacabot.store.models import Member

PER_PAGE = 4
MOST_FOUND = 100
"""Items an answer is made of at most: the newest of those that fit."""
_LIKENESS, _SCORE = 0.7, 0.3
_TEXT_READ = 200
"""Characters of an item's text that its place in the answer goes by."""


async def search(
    hub: Hub, person: Person, words: str, page: int = 1, *, leaving_for: str | None = None
) -> Found:
    """A page of what the person may read that has the words, misspelt or not; the latest without words.

    `leaving_for`: the member whose tool asks: what may not leave (`Leaving`) is not found then. What is shown
    is counted as read. Raises NeedsRole or FeatureNotOpen for people shared intelligence is not for.
    """
    question = question_of(words)
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        reader = await require_reader(unit, person)
        asker = _Asker(
            reader, visible_to(reader) if leaving_for is None else Leaving(reader, leaving_for).rule
        )
        ranked, has_all = await _ranked(unit, asker, question)
    pages = max((len(ranked) + PER_PAGE - 1) // PER_PAGE, 1)
    page = min(max(page, 1), pages)
    return Found(
        words=question.words,
        items=await _shown(hub, asker, ranked[(page - 1) * PER_PAGE : page * PER_PAGE]),
        page=page,
        pages=pages,
        advice=_advice(question, bool(ranked), has_all),
        may_save=bool(question.terms or question.narrows) and may_follow(reader),
    )


@dataclass(frozen=True)
class _Asker:
    """Who asks, and the rule for what they may be given."""

    reader: IntelReader
    rule: ColumnElement[bool]


def may_follow(reader: IntelReader) -> bool:
    """Whether the reader is of a member, or acts for one: on whose behalf they follow what is shared."""
    return bool(reader.own_ids or reader.client_ids)


async def require_reader(unit: Unit, person: Person) -> IntelReader:
    """The person as a reader. Raises FeatureNotOpen or NeedsRole where nothing is for them to read."""
    reader = await reader_of(unit, person)
    if not reader.is_known:
        for member_id in sorted(person.member_ids):
            await require_open(unit, Feature.SHARING, await unit.session.get_one(Member, member_id))
        raise NeedsRole("read_intel", "")
    return reader


async def _ranked(unit: Unit, asker: _Asker, question: Question) -> tuple[list[str], bool]:
    """The ids of what was found, the best first, and whether it has all of the words."""
    if question.words and not (question.terms or question.narrows):
        return [], True
    found = await candidates(unit, asker.reader, question, rule=asker.rule)
    rows = await store.in_short(unit.session, asker.rule, found.item_ids[:MOST_FOUND])
    today, least = unit.now.date(), (await sharing_rules(unit)).least_count

    def rank(row: Any) -> tuple[float, Any, str]:
        likeness = _likeness(question.words.casefold(), row) if question.terms else 0.0
        score = score_of(
            IntelKind(row.kind), row.confidence, Reliability(row.reliability),
            last_seen_on=row.last_seen_on, today=today, met=shown_from(row.met, least),
            wrong=shown_from(row.wrong, least), outdated=shown_from(row.outdated, least),
        ) if question.terms else 0  # fmt: skip
        return (round(_LIKENESS * likeness + _SCORE * score), row.shared_on, row.id)

    return [row.id for row in sorted(rows, key=rank, reverse=True)], found.has_all


def _likeness(asked: str, row: Any) -> float:
    """0 to 100: how much of what was asked its value has; what only its text has counts for less."""
    value, text = (row.value or "").casefold(), row.text[:_TEXT_READ].casefold()
    of_value = fuzz.token_set_ratio(asked, value)
    return max(of_value, 0.85 * fuzz.token_set_ratio(asked, f"{value} {text}")) if text else of_value


async def _shown(hub: Hub, asker: _Asker, item_ids: Sequence[str]) -> tuple[ItemShown, ...]:
    """The items in this order, those the asker may still be given, counted as read."""
    if not item_ids:
        return ()
    async with hub.unit(EVERYONE) as unit:
        rows = {row.id: row for row in await items_given(unit.session, asker.rule, item_ids)}
        items = await show_items(unit, asker.reader, [rows[ident] for ident in item_ids if ident in rows])
        await note_views(unit, items)
    return tuple(items)


def _advice(question: Question, found: bool, has_all: bool) -> Advice | None:
    if question.words and not (question.terms or question.narrows):
        return Advice.TOO_COMMON if question.is_common else Advice.NO_WORDS
    if not found:
        return Advice.NOTHING
    return None if has_all else Advice.ONLY_SOME_WORDS
