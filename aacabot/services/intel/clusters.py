"""Which sellers hang together, for one reader: found ring by ring over what they may read, and bounded."""

from collections.abc import Collection

from aacabot.domain.errors import IntelNotFound
from aacabot.domain.ids import is_id
from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.clusters import Cluster, ClusterShown, LinkItem, cluster_around
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.readers import reader_of
from aacabot.store.intel import clusters as store
from aacabot.store.intel import watches
from aacabot.store.intel.clusters import Counts
from aacabot.store.intel.items import read_item
from aacabot.store.marketplaces import all_marketplaces

MOST_SELLERS = 200
MOST_ITEMS = 2_000
MOST_RINGS = 20
CANDIDATES = 50


async def open_cluster(hub: Hub, person: Person, item_id: str) -> ClusterShown:
    """The cluster around the seller an item is about. Raises IntelNotFound where they may not read it."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        reader = await reader_of(unit, person)
        seller_ids = await sellers_asked(unit, reader, item_id)
        cluster = await cluster_in(unit, reader, seller_ids)
        about = seller_ids[0]
        named = await store.sellers_named(session, _all_sellers(cluster) | {about})
        names = {named[one].name for one in cluster.sellers if one in named}
        counts = store.counting(reader)
        alike = await store.same_named(session, counts, names, CANDIDATES + len(cluster.sellers))
        return ClusterShown(
            item_id=item_id,
            about=named[about],
            cluster=cluster,
            named=named,
            same_name=tuple(one for one in alike if one.id not in cluster.sellers)[:CANDIDATES],
            marketplaces={one.id: one.name for one in await all_marketplaces(session)},
            follow_id=await watches.watch_of(session, person.id, seller_ids),
        )


async def sellers_asked(unit: Unit, reader: IntelReader, item_id: str) -> list[str]:
    """The sellers an item is about, in a steady order. Raises IntelNotFound."""
    row = await read_item(unit.session, reader, item_id) if is_id(item_id) else None
    sellers = await watches.sellers_of_item(unit.session, item_id) if row is not None else []
    if not sellers:
        raise IntelNotFound
    return sellers


def _all_sellers(cluster: Cluster) -> set[str]:
    return set().union(cluster.sellers, *(one.sellers for one in (*cluster.links, *cluster.candidates)))


async def cluster_in(
    unit: Unit, reader: IntelReader, seller_ids: Collection[str], *, with_red: bool = True
) -> Cluster:
    """The sellers that hang together with those asked for, as far as the reader may know.

    At most `MOST_SELLERS`, found in at most `MOST_RINGS` steps of three questions each.
    """
    counts = store.counting(reader, with_red=with_red)
    items, partial = await reach(unit, counts, seller_ids, MOST_SELLERS, MOST_ITEMS)
    return cluster_around(seller_ids, items, partial=partial)


async def reach(
    unit: Unit, counts: Counts, seller_ids: Collection[str], most_sellers: int, most_items: int
) -> tuple[list[LinkItem], bool]:
    """Every item that hangs together with these sellers by items that count, and whether it was cut short."""
    found: dict[str, LinkItem] = {}
    seen, edge, asked_keys = set(seller_ids), set(seller_ids), set[str]()
    for _ in range(MOST_RINGS):
        if not edge:
            return list(found.values()), False
        new = await _ring(unit, counts, edge, asked_keys, most_items)
        found |= {one.id: one for one in new}
        edge = _joined(edge, new) - seen
        seen |= edge
        if len(seen) > most_sellers or len(found) >= most_items:
            return list(found.values()), True
    return list(found.values()), bool(edge)


async def _ring(
    unit: Unit, counts: Counts, edge: set[str], asked_keys: set[str], limit: int
) -> list[LinkItem]:
    about = await store.ids_about(unit.session, counts, edge, limit)
    keys = {key for _, key in about if key} - asked_keys
    asked_keys |= keys
    ids = {item_id for item_id, _ in about}
    if keys:
        ids |= set(await store.ids_with_keys(unit.session, counts, keys, limit))
    return await store.link_items(unit.session, counts, ids) if ids else []


def _joined(edge: set[str], items: Collection[LinkItem]) -> set[str]:
    """The sellers one step of links further; candidates by name do not lead on."""
    return set(cluster_around(edge, items).sellers)
