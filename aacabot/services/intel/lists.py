"""What a person reads in the Intel tab, a page at a time: what others shared, and what their own side did."""

from dataclasses import dataclass

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.items import ItemShown
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.showing import note_views, show_items
from aacabot.store.intel import lists as store
from aacabot.store.models import IntelItem

PER_PAGE = 8


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A page of items; `more` says that another follows. How many there are in all is not counted."""

    items: tuple[ItemShown, ...] = ()
    more: bool = False


async def new_for(hub: Hub, person: Person, page: int = 1) -> Listed:
    """What others share with the person, the latest day first; each is counted as a view of it."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        reader = await reader_of(unit, person)
        rows = await store.latest_from_others(session, reader, limit=PER_PAGE + 1, offset=_offset(page))
        found = await _listed(unit, reader, rows)
    if found.items:
        async with hub.unit(EVERYONE) as unit:
            await note_views(unit, found.items)
    return found


async def shared_by(hub: Hub, person: Person, page: int = 1) -> Listed:
    """What the person's member shared, or they for their clients, whatever became of it."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        reader = await reader_of(unit, person)
        rows = await store.latest_of_ours(session, reader, limit=PER_PAGE + 1, offset=_offset(page))
        return await _listed(unit, reader, rows)


def _offset(page: int) -> int:
    return (max(page, 1) - 1) * PER_PAGE


async def _listed(unit: Unit, reader: IntelReader, rows: list[IntelItem]) -> Listed:
    items = await show_items(unit, reader, rows[:PER_PAGE])
    return Listed(items=tuple(items), more=len(rows) > PER_PAGE)
