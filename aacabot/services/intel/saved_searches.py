"""Searches people save, to be told when something new has their words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from aacabot.domain.ids import new_id
from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.follows import MOST_SEARCHES, SEARCH, SavedSearch, Saving
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.asking import question_of
from aacabot.services.intel.candidates import candidates
from aacabot.services.intel.search import may_follow, require_reader
from aacabot.store.intel import follows as store
from aacabot.store.intel.around import own_among
from aacabot.store.intel.items import items_of
from aacabot.store.intel.watches import hold_person
from aacabot.store.models import IntelFollow


@dataclass(frozen=True, kw_only=True)
class News:
    """New items for a saved search, by id, the newest first; `told` is what its row is to remember then.

    `widened` are those of them that were shared before, and passed on more widely since.
    """

    item_ids: tuple[str, ...]
    widened: frozenset[str]
    told: dict[str, Any]


async def save_search(hub: Hub, person: Person, words: str) -> Saving:
    """Keep a search on behalf of the person's member, or of a client. Raises NeedsRole or FeatureNotOpen."""
    question = question_of(words)
    async with hub.unit(EVERYONE) as unit:
        reader = await require_reader(unit, person)
        if not may_follow(reader) or not (question.terms or question.narrows):
            return Saving.NO_WORDS
        await hold_person(unit.session, person.id)
        kept = await store.searches_of(unit.session, person.id)
        if any((one.words or "").casefold() == question.words.casefold() for one in kept):
            return Saving.THERE_ALREADY
        if len(kept) >= MOST_SEARCHES:
            return Saving.TOO_MANY
        unit.session.add(await _follow(unit, person, reader, question.words))
        return Saving.SAVED


async def saved_searches(hub: Hub, person: Person) -> list[SavedSearch]:
    """The person's saved searches, the oldest first."""
    async with hub.database.read(EVERYONE) as session:
        rows = await store.searches_of(session, person.id)
    return [SavedSearch(id=row.id, words=row.words or "") for row in rows]


async def remove_search(hub: Hub, person: Person, follow_id: str) -> None:
    """Forget a search of the person's own; of anybody else's nothing happens."""
    async with hub.unit(EVERYONE) as unit:
        await store.forget_search(unit.session, person.id, follow_id)


async def new_for(unit: Unit, reader: IntelReader, follow: IntelFollow) -> News:
    """What the reader may read that has all words of a saved search, and that they were not told of.

    Items of their own side are no news. A day is what is known of an item, so what was seen of that day is
    remembered. Nothing is written: store `told` in the row with the message.
    """
    since = date.fromisoformat(str(follow.told.get("since") or follow.made_at.date().isoformat()))
    seen = {str(one) for one in follow.told.get("seen") or []}
    found = await candidates(unit, reader, question_of(follow.words or ""), since)
    days = dict(zip(found.item_ids, found.days, strict=True)) if found.has_all else {}
    ids = tuple(days)
    rows = {row.id: row for row in await items_of(unit.session, reader, ids)}
    own = await own_among(unit.session, reader, ids) if ids else set()
    new = tuple(ident for ident in ids if ident in rows and ident not in seen | own)
    today = unit.now.date().isoformat()
    return News(
        item_ids=new,
        widened=frozenset(one for one in new if days[one] > rows[one].shared_on.isoformat()),
        told={"since": today, "seen": sorted(ident for ident in rows if days[ident] >= today)},
    )


async def _follow(unit: Unit, person: Person, reader: IntelReader, words: str) -> IntelFollow:
    """What is there already is no news."""
    row = IntelFollow(
        id=new_id(),
        person_id=person.id,
        member_id=reader.member_id or min(reader.client_ids),
        kind=SEARCH,
        words=words,
        told={},
        made_at=unit.now,
    )
    row.told = (await new_for(unit, reader, row)).told
    return row
