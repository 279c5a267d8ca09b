"""The source hears what others made of its items: once an item and day, never who, and never when."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time
from itertools import groupby

from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.score import is_doubted
from aacabot.domain.intel.verdicts import ToldSource, Verdict, told_of
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.meant import how_many_meant
from aacabot.store import people
from aacabot.store.intel import verdicts as store
from aacabot.store.intel.items import origin_of
from aacabot.store.models import IntelItem, IntelOrigin, IntelVerdict

_AT_ONCE = 100
ABOUT = 80


async def tell_sources(hub: Hub) -> int:
    """Tell the authors of items what was said of them until yesterday; returns of how many items.

    Made to run every minute on every node. A day (UTC) is told when it is over: a message at the moment of a
    click would tell who was at work just then.
    """
    today = datetime.combine(hub.clock().astimezone(UTC).date(), time(), UTC)
    async with hub.database.read(EVERYONE) as session:
        if not await store.any_untold(session, today):
            return 0
    async with hub.unit(EVERYONE) as unit:
        held = await store.hold_untold(unit.session, today, _AT_ONCE)
        told = 0
        for item_id, rows in groupby(held, key=lambda one: one.item_id):
            told += await _tell(unit, item_id, list(rows))
        return told


async def _tell(unit: Unit, item_id: str, rows: Sequence[IntelVerdict]) -> int:
    for row in rows:
        row.told = True
    item, origin = await unit.session.get_one(IntelItem, item_id), await origin_of(unit.session, item_id)
    if origin is None or item.state != ItemState.SHARED or not await _still_theirs(unit, origin):
        return 0
    said = told_of(await _counted(unit, rows), await how_many_meant(unit, item, origin.member_id))
    await unit.session.flush()
    told = (await store.sides_told(unit.session, [item_id])).get(item_id, {})
    doubted = is_doubted(told.get(Verdict.MET, 0), told.get(Verdict.WRONG, 0))
    notice = Notice(kind=NoticeKind.INTEL_JUDGED, values=_values(item, said, doubted))
    subject = f"{item_id}:{unit.now.date().isoformat()}"
    await messages.tell_person(unit, str(origin.person_id), notice, subject, member_id=origin.member_id)
    return 1


async def _counted(unit: Unit, rows: Sequence[IntelVerdict]) -> Counter[Verdict]:
    """How many sides said what: an agency is one, for however many clients it speaks."""
    agencies = await store.agencies_of(unit.session, {row.person_id for row in rows if row.person_id})
    sides = {(agencies.get(row.person_id or "", row.member_id), row.kind) for row in rows}
    return Counter(Verdict(kind) for _, kind in sides)


async def _still_theirs(unit: Unit, origin: IntelOrigin) -> bool:
    """Whether the author is still there, and still acts for the source."""
    author = await people.person_by_id(unit.session, origin.person_id, unit.now) if origin.person_id else None
    return author is not None and author.acts_for(origin.member_id)


def _values(item: IntelItem, said: ToldSource, doubted: bool) -> dict[str, object]:
    """What an author may be reminded of in their own message; of an item under RED only its kind."""
    is_red = item.label == Label.RED
    return {
        "item_id": item.id,
        "item_kind": item.kind,
        "label": item.label,
        "about": "" if is_red else (item.value or item.text)[:ABOUT],
        "said": [one.value for one in said.said],
        "counts": {one.value: count for one, count in said.counts.items()} if said.counts else None,
        "doubted": doubted,
    }
