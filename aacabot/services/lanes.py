"""The safety switches: stop every takedown, or one member's, and open the lane again."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlmodel import col

from aacabot.domain.alerts import LaneShown
from aacabot.domain.audit import Deed
from aacabot.domain.people import Person
from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages, takedowns
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.store.marketplaces import all_marketplaces, get_alliance
from aacabot.store.models import Alliance, CaseRow, Member, TakedownRow


@dataclass(eq=False)
class NoSuchMember(Exception):
    """No member of the alliance has this key."""

    key: str


By = Person | str | None
"""Who does it, for the audit trail: a person, or a command line's user."""


async def stop(hub: Hub, who: str, member_key: str | None = None, *, by: By = None) -> None:
    """Let nothing more go out, for all or for one member. What is owed waits; nothing is lost.

    `who` is told on the control card.
    """
    async with hub.unit(EVERYONE) as unit:
        switch = await _switch(unit, member_key)
        _note(unit, switch, by, "stopped")
        switch.lane_stopped_at, switch.lane_stopped_by = unit.now, who
        await _show_waiting(unit)
        await messages.show_lane(unit)


async def reopen(hub: Hub, member_key: str | None = None, *, by: By = None) -> None:
    """Let takedowns go out again; those that waited are due now."""
    async with hub.unit(EVERYONE) as unit:
        switch = await _switch(unit, member_key)
        _note(unit, switch, by, "opened")
        switch.lane_stopped_at = switch.lane_stopped_by = None
        await unit.session.execute(
            update(TakedownRow)
            .where(
                col(TakedownRow.state) == TakedownState.OWED.value,
                col(TakedownRow.problem) == takedowns.LANE_STOPPED,
            )
            .values(due_at=unit.now, problem=None)
        )
        for marketplace in await all_marketplaces(unit.session):
            takedowns.wake(unit, marketplace.id)
        await _show_waiting(unit)
        await messages.show_lane(unit)


async def reopen_everything(hub: Hub, *, by: By = None) -> None:
    """Open the lane for all, and for every member that was stopped."""
    async with hub.database.read(EVERYONE) as session:
        rows = await session.execute(
            select(col(Member.key)).where(col(Member.lane_stopped_at).is_not(None)).order_by(col(Member.key))
        )
        keys = list(rows.scalars())
    for key in (*keys, None):
        await reopen(hub, key, by=by)


async def flowing_members(hub: Hub) -> dict[str, str]:
    """The members whose takedowns go out, names by key: those that can be stopped."""
    async with hub.database.read(EVERYONE) as session:
        rows = await session.execute(
            select(Member)
            .where(col(Member.lane_stopped_at).is_(None), col(Member.withdrawn_at).is_(None))
            .order_by(col(Member.name))
        )
        return {member.key: member.name for member in rows.scalars()}


async def _switch(unit: Unit, member_key: str | None) -> Alliance | Member:
    if member_key is None:
        return (await unit.session.execute(select(Alliance))).scalar_one()
    found = await unit.session.execute(select(Member).where(col(Member.key) == member_key))
    member = found.scalar_one_or_none()
    if member is None:
        raise NoSuchMember(member_key)
    return member


def _note(unit: Unit, switch: Alliance | Member, by: By, done: str) -> None:
    member_id = switch.id if isinstance(switch, Member) else None
    note_deed(
        unit,
        Deed.LANE_CHANGED,
        "lane",
        by=by,
        member_id=member_id,
        subject_id=switch.id,
        details={"to": done},
    )


async def _show_waiting(unit: Unit) -> None:
    """The cards of takedowns that have not gone out say whether they wait for the lane."""
    rows = await unit.session.execute(
        select(CaseRow)
        .join(TakedownRow, col(TakedownRow.case_id) == col(CaseRow.id))
        .where(col(TakedownRow.state) == TakedownState.OWED.value)
        .limit(500)
    )
    for case in rows.scalars():
        messages.show_case(unit, case)


async def shown(hub: Hub) -> LaneShown:
    """How the switches stand, for the control card and the command line."""
    async with hub.database.read(EVERYONE) as session:
        alliance = await get_alliance(session)
        members = await session.execute(
            select(col(Member.name))
            .where(col(Member.lane_stopped_at).is_not(None))
            .order_by(col(Member.name))
        )
        return LaneShown(
            stopped_at=alliance.lane_stopped_at if alliance else None,
            stopped_by=alliance.lane_stopped_by if alliance else None,
            stopped_members=tuple(members.scalars()),
        )
