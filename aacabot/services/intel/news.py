"""What one follow is told: what its person may read now, of what moved since they last heard."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.follows import SEARCH
from aacabot.domain.intel.labels import Label
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.services import messages
from aacabot.services.hub import Unit
from aacabot.services.intel.clusters import cluster_in
from aacabot.services.intel.moves import Move
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.saved_searches import new_for
from aacabot.store import people
from aacabot.store.intel.around import own_among
from aacabot.store.intel.items import items_of
from aacabot.store.models import IntelFollow, IntelItem, SellerRow

NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What a follow is to be told, and to remember then: worked out while nothing is held.

    `before` is what it remembered when this was worked out. `values` are None where there is nothing to tell.
    """

    person_id: str | None
    before: dict[str, Any]
    told: dict[str, Any]
    values: dict[str, Any] | None = None


async def look(unit: Unit, follow: IntelFollow) -> Ready:
    """What there is to tell a follow that is due, as far as its person may read; in a reading of EVERYONE.

    Who reads for no member just now is told nothing.
    """
    before = dict(follow.told)
    person = await people.person_by_id(unit.session, follow.person_id, unit.now)
    if person is None:
        return Ready(person_id=None, before=before, told=before)
    reader = await reader_of(unit, person)
    news, told = await (_of_search if follow.kind == SEARCH else _of_seller)(unit, reader, follow)
    rows = await _tellable(unit, reader, news)
    values = await _values(unit, follow, rows, news) if rows else None
    return Ready(person_id=person.id, before=before, told=told, values=values)


async def tell_follower(unit: Unit, follow: IntelFollow, ready: Ready) -> bool:
    """Tell a follow, held by the caller, what is ready; in a unit of EVERYONE.

    Whose person has left is forgotten. Where more became news since it was worked out, it stays due.
    """
    if follow.told != ready.before:
        return False
    if ready.person_id is None:
        await unit.session.delete(follow)
        return False
    follow.look_at, follow.told = None, ready.told
    if ready.values is None:
        return False
    subject = f"{follow.id}:{unit.now:%Y-%m-%dT%H}"
    notice = Notice(kind=NoticeKind.INTEL_MOVED, values=ready.values)
    await messages.tell_person(unit, ready.person_id, notice, subject, member_id=follow.member_id)
    return True


_News = tuple[dict[str, str], dict[str, Any]]
"""What moved, by item, and what the follow is to remember."""


async def _of_seller(unit: Unit, reader: IntelReader, follow: IntelFollow) -> _News:
    """What moved within the cluster as this reader knows it now."""
    moved: dict[str, str] = dict(follow.told.get("news") or {})
    cluster = await cluster_in(unit, reader, [str(follow.seller_row_id)], with_red=False)
    news = {item_id: what for item_id, what in moved.items() if item_id in cluster.items}
    return news, {key: value for key, value in follow.told.items() if key != "news"}


async def _of_search(unit: Unit, reader: IntelReader, follow: IntelFollow) -> _News:
    found = await new_for(unit, reader, follow)
    return {
        one: (Move.WIDENED if one in found.widened else Move.SHARED).value for one in found.item_ids
    }, found.told


async def _tellable(unit: Unit, reader: IntelReader, news: Mapping[str, str]) -> list[IntelItem]:
    """What may be spoken of: never what is under RED or doubted, and not what is their own side's.

    That another member met an own item is told to its source by the day (`telling`), in another message.
    """
    if not news:
        return []
    ids = sorted(news)
    rows = [row for row in await items_of(unit.session, reader, ids) if row.label != Label.RED]
    own = await own_among(unit.session, reader, ids)
    kept = [row for row in rows if not row.doubted and row.id not in own]
    return sorted(kept, key=lambda row: (news[row.id], row.kind, row.id))


async def _values(
    unit: Unit, follow: IntelFollow, rows: list[IntelItem], news: Mapping[str, str]
) -> dict[str, Any]:
    """Kinds and labels, and no text of any item: opening one asks again who reads."""
    seller = await unit.session.get(SellerRow, follow.seller_row_id) if follow.seller_row_id else None
    return {
        "kind": follow.kind,
        "about": (seller.name or seller.seller_id) if seller else follow.words or "",
        "items": [
            {"id": row.id, "kind": row.kind, "label": row.label, "what": news[row.id]} for row in rows[:NAMED]
        ],
        "more": max(len(rows) - NAMED, 0),
    }
