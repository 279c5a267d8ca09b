"""Watching a seller: who does is told when what hangs together with it moves (`following`)."""

from aacabot.domain.errors import IntelNotFound, NeedsRole
from aacabot.domain.ids import is_id, new_id
from aacabot.domain.intel.watching import MOST_WATCHES, Watch, Watches, Watching
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.clusters import sellers_asked
from aacabot.services.intel.search import require_reader
from aacabot.store.intel import watches as store
from aacabot.store.models import IntelFollow

PER_PAGE = 10


async def watch(hub: Hub, person: Person, item_id: str) -> Watching:
    """Watch the seller an item is about; again changes nothing.

    Raises IntelNotFound, NeedsRole or FeatureNotOpen.
    """
    async with hub.unit(EVERYONE) as unit:
        reader = await require_reader(unit, person)
        seller_ids = await sellers_asked(unit, reader, item_id)
        members = sorted(reader.own_ids or reader.client_ids)
        if not members:
            raise NeedsRole("watch_seller", "")
        await store.hold_person(unit.session, person.id)
        if await store.watch_of(unit.session, person.id, seller_ids) is not None:
            return Watching.WATCHED
        if await store.count_watches(unit.session, person.id) >= MOST_WATCHES:
            return Watching.TOO_MANY
        unit.session.add(_follow(unit, person, members[0], seller_ids[0]))
        return Watching.WATCHED


def _follow(unit: Unit, person: Person, member_id: str, seller_id: str) -> IntelFollow:
    return IntelFollow(
        id=new_id(),
        person_id=person.id,
        member_id=member_id,
        kind=store.SELLER,
        seller_row_id=seller_id,
        made_at=unit.now,
    )


async def unwatch(hub: Hub, person: Person, follow_id: str) -> None:
    """Watch it no longer. Raises IntelNotFound unless it is the person's own."""
    async with hub.unit(EVERYONE) as unit:
        row = await unit.session.get(IntelFollow, follow_id) if is_id(follow_id) else None
        if row is None or row.person_id != person.id:
            raise IntelNotFound
        await unit.session.delete(row)


async def watches_of(hub: Hub, person: Person, page: int = 1) -> Watches:
    """A page of the sellers the person watches, the latest first."""
    page = max(page, 1)
    async with hub.database.read(EVERYONE) as session:
        rows = await store.watches_of(session, person.id, limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE)
    watches = tuple(
        Watch(id=row.id, seller=seller.name or seller.seller_id, since=row.made_at.date())
        for row, seller in rows[:PER_PAGE]
    )
    return Watches(watches=watches, page=page, more=len(rows) > PER_PAGE)
