"""What is shared, as search finds it: an item's words are written when it is, and anew when it changes.

Only what others may read is in the index: an item that waits for counsel or was withdrawn is not.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from aacabot.domain.intel.items import ItemState
from aacabot.services.hub import Unit
from aacabot.services.intel.spellings import may_differ, spellings_of
from aacabot.services.intel.words import words_of
from aacabot.store.intel import words as store
from aacabot.store.intel.words import Posting, audience_of
from aacabot.store.models import IntelItem

EVERY = "*"
"""The word every item has."""
_MOST_WORDS = 400
"""Of one item; those of its value come first."""


def index_item(unit: Unit, row: IntelItem, since: date | None = None) -> None:
    """Bring the index in line with an item at the end of the unit, together with all others it touched.

    To be called whenever an item is added or its text, label, group, state or sellers change, in a unit of
    EVERYONE. `since` is the day from which those who may read it now could: the day it was shared, unless it
    was passed on more widely. Saved searches go by it.
    """
    unit.at_the_end("index_intel", row.id, (row.id, since), _index)


def kind_word(kind: str) -> str:
    """The word all items of a kind have; no text has it, for words have no colon."""
    return f"kind:{kind}"


def postings_of(row: IntelItem, sellers: str, since: date | None = None) -> Iterator[Posting]:
    """Every word of an item with where it is looked up."""
    texts = (row.value or "", sellers, row.category or "", row.text)
    found = list(dict.fromkeys(word for text in texts for word in words_of(text)))[:_MOST_WORDS]
    audience = audience_of(row)
    for word in (EVERY, kind_word(row.kind), *found):
        yield (word, audience, since or row.shared_on, row.id)


async def _index(unit: Unit, touched: list[tuple[str, date | None]]) -> None:
    await unit.session.flush()
    since = dict(touched)
    item_ids = list(since)
    rows = await store.items_by_id(unit.session, item_ids)
    sellers = await store.sellers_in_words(unit.session, item_ids)
    shared = [row for row in rows if row.state == ItemState.SHARED.value]
    await store.forget_words(unit.session, item_ids)
    await write(
        unit, [one for row in shared for one in postings_of(row, sellers.get(row.id, ""), since[row.id])]
    )


async def write(unit: Unit, postings: Collection[Posting]) -> None:
    """Words of many items at once, and the spellings of those that had none yet."""
    await store.write_words(unit.session, postings)
    words = sorted({word for word, *_ in postings if may_differ(word)})
    known = await store.words_with_spellings(unit.session, words)
    await store.write_spellings(unit.session, set(_spelt(word for word in words if word not in known)))


def _spelt(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((spelling, word) for word in words for spelling in spellings_of(word))
