"""What somebody may read, as one STIX 2.1 bundle, written while it is read: a page in memory at a time."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

import orjson

from aacabot.domain.audit import Deed
from aacabot.domain.errors import NeedsRole
from aacabot.domain.intel.items import Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.stix.clearing_house import identity, identity_id
from aacabot.domain.intel.stix.extensions import EXTENSIONS, definition
from aacabot.domain.intel.stix.mapping import ItemOut, Stix, objects_of
from aacabot.domain.intel.stix.markings import marking
from aacabot.domain.intel.verdicts import VerdictsShown
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.clearing_house import clearing_house
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.verdicts_shown import verdicts_shown
from aacabot.store.intel import around
from aacabot.store.intel import exports as store
from aacabot.store.intel.exports import Leaving
from aacabot.store.marketplaces import all_marketplaces
from aacabot.store.models import IntelItem

PAGE = 500
"""Items in memory at a time."""


@dataclass(frozen=True)
class StixExport:
    """A bundle about to be written: `items` when it was asked for, and its bytes, which can be read once."""

    items: int
    chunks: AsyncIterator[bytes]


def narrowed(person: Person, member_id: str) -> Person:
    """The person with their roles for one member only: as whom a key of that member reads.

    Raises NeedsRole where they have none any more.
    """
    if member_id not in person.member_ids:
        raise NeedsRole("share_intel", "")
    return replace(person, grants=tuple(one for one in person.grants if one.member_id == member_id))


async def export_stix(hub: Hub, person: Person, member_id: str | None = None) -> StixExport:
    """Export what a person may read, for one member alone if it is named, noted before any of it leaves.

    TLP:RED stays inside. Every item counts as viewed, for its source. Raises NeedsRole.
    """
    if member_id is not None:
        person = narrowed(person, member_id)
    house, name = await clearing_house(hub)
    async with hub.unit(EVERYONE) as unit:
        leaving = Leaving(await reader_of(unit, person), member_id)
        items = await store.count_leaving(unit.session, leaving)
        note_deed(
            unit, Deed.INTEL_EXPORTED, "intel", by=person, member_id=member_id or person.of_member,
            details={"format": "stix", "items": items},
        )  # fmt: skip
    return StixExport(items, _chunks(hub, person, member_id, house, name))


async def _chunks(
    hub: Hub, person: Person, member_id: str | None, house: str, name: str
) -> AsyncIterator[bytes]:
    producer = identity_id(house)
    head = [
        identity(house, name),
        *(definition(one, producer, hub.settings.public_url) for one in EXTENSIONS),
        *(marking(label) for label in Label if label is not Label.RED),
    ]
    yield b'{"type":"bundle","id":"bundle--' + str(uuid4()).encode() + b'","objects":[\n' + _joined(head)
    async for page in _pages(hub, person, member_id):
        yield b",\n" + _joined(one for item in page for one in objects_of(item, producer))
    yield b"\n]}\n"


def _joined(objects: Iterable[Stix]) -> bytes:
    return b",\n".join(orjson.dumps(one) for one in objects)


async def _pages(hub: Hub, person: Person, member_id: str | None) -> AsyncIterator[list[ItemOut]]:
    """Page after page, each in a commit of its own that counts its views: who reads slowly holds nothing."""
    after: str | None = None
    while True:
        async with hub.unit(EVERYONE) as unit:
            leaving = Leaving(await reader_of(unit, person), member_id)
            rows = await store.items_after(unit.session, leaving, after, PAGE)
            own = await around.own_among(unit.session, leaving.reader, [row.id for row in rows])
            page = await _outgoing(unit, leaving, rows, own) if rows else []
            await around.count_views(
                unit.session, [row.id for row in rows if row.id not in own], unit.now.date()
            )
        if page:
            yield page
        if len(rows) < PAGE:
            return
        after = rows[-1].id


async def _outgoing(
    unit: Unit, leaving: Leaving, rows: Sequence[IntelItem], own: Collection[str]
) -> list[ItemOut]:
    said = await verdicts_shown(unit, rows, own)
    sellers = await around.sellers_of(unit.session, [row.id for row in rows])
    accounts = await store.accounts_of(unit.session, [row.id for row in rows])
    marketplaces = {one.id: one.key for one in await all_marketplaces(unit.session)}
    listed = {row.key for row in rows if row.key and row.kind == IntelKind.LISTING.value}
    carried = await store.carriers(unit.session, leaving, listed) if listed else {}
    return [
        replace(
            _out(row, said[row.id], marketplaces, carried),
            sellers=sellers.get(row.id, ()),
            account=accounts.get(row.id),
        )
        for row in rows
    ]


def _out(
    row: IntelItem,
    said: VerdictsShown,
    marketplaces: dict[str, str],
    carried: dict[str, tuple[str, Label]],
) -> ItemOut:
    carrier, widest = carried.get(row.value or "", (row.id, Label(row.label)))
    return ItemOut(
        id=row.id,
        kind=IntelKind(row.kind),
        label=Label(row.label),
        value=row.value,
        text=row.text,
        reliability=Reliability(row.reliability),
        confidence=row.confidence,
        category=row.category,
        marketplace=marketplaces.get(row.marketplace_id or ""),
        shared_on=row.shared_on,
        last_seen_on=row.last_seen_on,
        met=said.met,
        wrong=said.wrong,
        outdated=said.outdated,
        for_group=row.group_id is not None,
        carries_url=carrier == row.id,
        url_label=widest,
    )
