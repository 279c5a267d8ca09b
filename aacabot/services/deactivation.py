"""Slack deactivates an account: whoever it was loses everything at once."""

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.audit import Deed
from aacabot.domain.membership import OPERATOR, House
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.membership import lose
from aacabot.store import membership as store
from aacabot.store.models import PersonRow, SlackIdentity
from aacabot.store.people import known_in_organisation, slack_ids_of


async def deactivate(hub: Hub, team_id: str, user_id: str) -> bool:
    """Withdraw this identity, and with somebody's last one the person; returns whether anybody was known.

    Told again, it has no second effect. Coming back in Slack gives nothing back: an admin adds them anew.
    """
    async with hub.database.read(EVERYONE) as session:
        if not await _is_active(session, team_id, user_id):
            # Named by an organisation the account is gone from all its workspaces; by one, from that alone.
            is_org = team_id.startswith("E")
            elsewhere = await known_in_organisation(session, team_id, user_id) if is_org else None
            if elsewhere is None or not await _is_active(session, elsewhere, user_id):
                return False
            team_id = elsewhere
    async with hub.unit(EVERYONE) as unit:
        row = await _held(unit, team_id, user_id)
        if row is None:
            return False
        last = len(await slack_ids_of(unit.session, row.id)) == 1
        if last:
            await _lose(unit, row)
        else:
            identity = await unit.session.get_one(SlackIdentity, (team_id, user_id))
            await unit.session.delete(identity)
        note_deed(
            unit, Deed.PERSON_DEACTIVATED, "person", by=None, member_id=row.member_id, subject_id=row.id,
            details={"team_id": team_id, "last": last},
        )  # fmt: skip
    log(__name__).info("deactivated in Slack", team=team_id, person=row.id, last=last)
    return True


async def _is_active(session: AsyncSession, team_id: str, user_id: str) -> bool:
    row = await store.known_by(session, team_id, user_id)
    return row is not None and row.withdrawn_at is None


async def _held(unit: Unit, team_id: str, user_id: str) -> PersonRow | None:
    """The active person of an identity, held with their organisation: their other one may be going too."""
    row = await store.known_by(unit.session, team_id, user_id)
    if row is None:
        return None
    if (house := _house(row)) is not None:
        await store.hold_house(unit.session, house)
    await unit.session.refresh(row, with_for_update={"key_share": True})
    known = await unit.session.get(SlackIdentity, (team_id, user_id), populate_existing=True)
    is_theirs = known is not None and known.person_id == row.id
    return row if is_theirs and row.withdrawn_at is None else None


def _house(row: PersonRow) -> House | None:
    return House(row.member_id) if row.member_id else None if row.agency_id else OPERATOR


async def _lose(unit: Unit, row: PersonRow) -> None:
    house = _house(row)
    name = await store.hold_house(unit.session, house) if house else ""
    was_admin = house is not None and row.id in await store.admins_of(unit.session, house, unit.now)
    await lose(unit, row)
    if house and was_admin and not await store.admins_of(unit.session, house, unit.now):
        notice = Notice(kind=NoticeKind.NO_ADMIN_LEFT, values={"organisation": name, "person": row.name})
        await messages.tell_desk(unit, notice, f"{row.id}:{unit.now.isoformat()}")
