"""Items as a reader sees them: never whose they are, days instead of moments, and each reading counted."""

from collections.abc import Sequence

from aacabot.domain.errors import IntelNotFound
from aacabot.domain.ids import is_id
from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.items import ItemShown, ItemState, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.score import score_of
from aacabot.domain.intel.verdicts import Verdict
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.verdicts_shown import verdicts_shown
from aacabot.store.intel import around
from aacabot.store.intel.items import read_item
from aacabot.store.intel.verdicts import said_by
from aacabot.store.marketplaces import all_marketplaces
from aacabot.store.models import IntelItem


async def open_item(hub: Hub, person: Person, item_id: str) -> ItemShown:
    """One item for a person, counted as a view of it. Raises IntelNotFound where they may not read it."""
    async with hub.unit(EVERYONE) as unit:
        reader = await reader_of(unit, person)
        row = await read_item(unit.session, reader, item_id) if is_id(item_id) else None
        if row is None:
            raise IntelNotFound
        (item,) = await show_items(unit, reader, [row])
        await note_views(unit, [item])
        return item


async def show_items(
    unit: Unit, reader: IntelReader, rows: Sequence[IntelItem], *, to_others: bool = False
) -> list[ItemShown]:
    """Rows the reader may read, in their order. What only the source sees is there for the source alone.

    `to_others`: the reader shows them to others, who see of nobody what only their own side sees.
    """
    ids = [row.id for row in rows]
    own = set() if to_others else await around.own_among(unit.session, reader, ids)
    said = await verdicts_shown(unit, rows, own)
    ours = {} if to_others else await said_by(unit.session, set(ids) - own, reader.own_ids, reader.person_id)
    views = await around.views_of(unit.session, own) if own else {}
    sellers = await around.sellers_of(unit.session, ids)
    evidence = await around.evidence_of(unit.session, ids)
    groups = await around.group_names(unit.session, {row.group_id for row in rows if row.group_id})
    marketplaces = {one.id: one.name for one in await all_marketplaces(unit.session)}
    today = unit.now.date()
    return [
        ItemShown(
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
            met=said[row.id].met,
            wrong=said[row.id].wrong,
            outdated=said[row.id].outdated,
            some=said[row.id].some,
            own_said=tuple(one for one in Verdict if one.value in ours.get(row.id, ())),
            score=score_of(
                IntelKind(row.kind), row.confidence, Reliability(row.reliability),
                last_seen_on=row.last_seen_on, today=today,
                met=said[row.id].met, wrong=said[row.id].wrong, outdated=said[row.id].outdated,
            ),
            age=max((today - row.last_seen_on).days, 0),
            evidence=evidence.get(row.id, 0),
            doubted=said[row.id].doubted,
            is_own=row.id in own,
            group=groups.get(row.group_id or ""),
            views=views.get(row.id, 0) if row.id in own else None,
            state=ItemState(row.state),
            sellers=sellers.get(row.id, ()),
        )
        for row in rows
    ]  # fmt: skip


async def note_views(unit: Unit, items: Sequence[ItemShown]) -> None:
    """Count a reading of each item that is not the reader's own, in a unit that writes."""
    await around.count_views(unit.session, [item.id for item in items if not item.is_own], unit.now.date())
