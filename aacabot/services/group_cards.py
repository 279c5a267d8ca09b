"""A grouped card as it is shown now, and those whose time has come."""

from collections.abc import Sequence

from aacabot.domain.alert_groups import MOST, SHOWN_OF_MANY, AlertGroupShown, GroupKind
from aacabot.domain.alerts import Alert
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alerts, messages
from aacabot.services.hub import Hub, Unit
from aacabot.services.sweeps import together
from aacabot.store import alert_groups as store
from aacabot.store.models import AlertGroup, Brand, Member

AT_ONCE = 50
"""Cards that were held back and are shown in one commit; the rest follow a minute later."""
DECIDED_SHOWN = 5
"""Decided cases that the card of very many still names, the latest first."""


async def read_group(unit: Unit, group_id: str, *, with_met: bool = False) -> AlertGroupShown:
    """A grouped card's values: for the hub's own work. `with_met` as in `alerts.read_alerts`."""
    group = await unit.session.get_one(AlertGroup, group_id)
    member = await unit.session.get_one(Member, group.member_id)
    brand = await unit.session.get(Brand, group.brand_id) if group.brand_id else None
    kind = GroupKind(group.kind)
    rows = await _rows(unit, group, kind, with_met)
    first_at, last_at, next_by = await store.span_of(unit.session, group.id)
    listing = rows[0].listing if rows and kind is GroupKind.SELLER else None
    return AlertGroupShown(
        group_id=group.id,
        kind=kind,
        member=member.name,
        brand=brand.name if brand else None,
        storefront=listing.storefront if listing else None,
        marketplace=listing.marketplace if listing else None,
        rows=rows,
        counts=await store.counts(unit.session, group.id),
        # Two nodes at once may have put its cases elsewhere: an empty card is still a card.
        first_at=first_at or group.opened_at,
        last_at=last_at or group.opened_at,
        next_by=next_by,
        at=unit.now,
    )


async def _rows(unit: Unit, group: AlertGroup, kind: GroupKind, with_met: bool) -> tuple[Alert, ...]:
    """All of a card that names all, in the order they came; of others the most urgent, then the decided."""
    if kind.names_all:
        ids = await store.all_in(unit.session, group.id, MOST)
    else:
        waiting = await store.waiting_in(unit.session, group.id, SHOWN_OF_MANY)
        ids = [*waiting, *await store.decided_in(unit.session, group.id, DECIDED_SHOWN)]
    read = await alerts.read_alerts(unit, ids, with_met=with_met)
    return tuple(read[ident] for ident in ids)


async def show_held(hub: Hub) -> int:
    """Show the cards that waited for the end of quiet hours, or for the next digest; returns how many.

    Made for a tick: several nodes may run it, and a card is shown once.
    """
    async with hub.database.read(EVERYONE) as session:
        due = await store.due_groups(session, hub.clock(), AT_ONCE)
    return await together(due, lambda idents: _show(hub, idents))


async def _show(hub: Hub, due: Sequence[str]) -> int:
    async with hub.unit(EVERYONE) as unit:
        for ident in due:
            group = await unit.session.get_one(AlertGroup, ident, with_for_update=True)
            if group.closed_at is None:
                group.closed_at = unit.now
                await messages.show_group(unit, group)
    return len(due)


async def end_windows(hub: Hub) -> None:
    """Cards whose window is over gather no more. Made for a tick."""
    async with hub.unit(EVERYONE) as unit:
        await store.close_full(unit.session, unit.now)
