"""Invite codes: made for a member by whoever may, shown once, withdrawn while they wait."""

from dataclasses import dataclass
from datetime import timedelta

from aacabot.domain import invites as rules
from aacabot.domain.alliance_file.entries import Region
from aacabot.domain.audit import Deed
from aacabot.domain.connections import Room
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.ids import new_id
from aacabot.domain.invites import MadeInvite
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.untrusted import one_line
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.store import connections
from aacabot.store import invites as store
from aacabot.store.alliance import wait_for_turn
from aacabot.store.marketplaces import get_alliance
from aacabot.store.members import all_members, member_with_key, members_like
from aacabot.store.models import Invite, Member

NAME = 200
SUGGESTIONS = 50


@dataclass(frozen=True, kw_only=True)
class NewMember:
    """A member that is made together with its first code."""

    key: str
    name: str
    region: str | None = None


@dataclass(frozen=True, kw_only=True)
class ListedMember:
    """A member as `aacabot member list` prints it."""

    key: str
    name: str
    place: str
    joined: bool
    open_codes: int


Inviter = Person | str
"""A person, or the name of a command line's user, who may do everything."""


async def invite(hub: Hub, by: Inviter, member_id: str, days: int, room: Room | None = None) -> MadeInvite:
    """Make a code for a member. With `room`, post a card there with which only this code can be used.

    Raises NeedsRole, or FieldProblem for a member that is not there, days out of range, too many open codes,
    or a channel that is somebody's already.
    """
    async with hub.unit(EVERYONE) as unit:
        await wait_for_turn(unit.session)
        member = await unit.session.get(Member, member_id)
        if member is None or member.withdrawn_at is not None:
            _require(by, "", "")
            raise FieldProblem("invite_member", "unknown")
        _require(by, member.id, member.name)
        return await _make(hub, unit, by, member, days, room)


async def invite_new(
    hub: Hub, by: Inviter, new: NewMember, days: int, room: Room | None = None
) -> MadeInvite:
    """Make a member and its first code, both or neither. Raises as `invite`, and for a key that is taken."""
    async with hub.unit(EVERYONE) as unit:
        await wait_for_turn(unit.session)
        _require(by, "", "")
        member = await _new_member(unit, new)
        note_deed(
            unit, Deed.MEMBER_ADDED, "member", by=by, member_id=member.id, subject_id=member.id,
            details={"key": member.key},
        )  # fmt: skip
        return await _make(hub, unit, by, member, days, room)


async def invite_by_key(hub: Hub, by: str, key: str, days: int) -> MadeInvite:
    """Make a code from the command line. Raises as `invite`."""
    async with hub.database.read(EVERYONE) as session:
        member = await member_with_key(session, key)
    return await invite(hub, by, member.id if member else "", days)


async def withdraw(hub: Hub, person: Person, invite_id: str) -> None:
    """Withdraw a code that waits; one that is used or over already stays as it is. Raises NeedsRole."""
    async with hub.unit(EVERYONE) as unit:
        found = await store.withdraw_invite(unit.session, person.viewer, invite_id, unit.now)
        if found is None:
            return
        member = await unit.session.get_one(Member, found.member_id)
        _require(person, member.id, member.name)
        note_deed(unit, Deed.INVITE_WITHDRAWN, "invite", by=person, member_id=member.id, subject_id=found.id)


async def who_can_be_invited(hub: Hub, person: Person, typed: str) -> list[tuple[str, str]]:
    """(id, name) of members for which the person may make a code, as they type. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        found = await members_like(session, person.viewer, typed, SUGGESTIONS)
    return [(member.id, member.name) for member in found if rules.may_invite(person, member.id)]


def require_inviter(person: Person, organisation: str) -> None:
    """Raise NeedsRole unless there is a member the person may make a code for."""
    if not rules.serves_members(person) and not any(map(person.administers, person.member_ids)):
        raise NeedsRole("invite", organisation)


async def named(hub: Hub, person: Person, member_id: str) -> tuple[str, str] | None:
    """(id, name) of a member the person may make a code for."""
    async with hub.database.read(person.viewer) as session:
        member = await session.get(Member, member_id) if rules.may_invite(person, member_id) else None
    return (member.id, member.name) if member and member.withdrawn_at is None else None


async def is_operators(hub: Hub, team_id: str) -> bool:
    """Whether a workspace is the operator's own."""
    async with hub.database.read(EVERYONE) as session:
        alliance = await get_alliance(session)
    return alliance is not None and alliance.operator_team_id == team_id


async def is_free(hub: Hub, team_id: str, channel_id: str) -> bool:
    """Whether a channel is nobody's alert channel, and not the desk's."""
    async with hub.database.read(EVERYONE) as session:
        room = Room(team_id=team_id, channel_id=channel_id)
        return not await connections.room_is_taken(session, room, "")


async def listed(hub: Hub) -> list[ListedMember]:
    """Every member, for the command line."""
    async with hub.database.read(EVERYONE) as session:
        members, waiting = await all_members(session), await store.count_open(session, hub.clock())
    return [
        ListedMember(
            key=member.key,
            name=member.name,
            place=":".join(part for part in (member.team_id, member.channel_id) if part),
            joined=member.joined_at is not None,
            open_codes=waiting.get(member.id, 0),
        )
        for member in members
    ]


def _require(by: Inviter, member_id: str, organisation: str) -> None:
    if isinstance(by, Person) and not rules.may_invite(by, member_id):
        # Who sends another member's id must not learn whose it is.
        raise NeedsRole("invite", organisation if by.viewer.sees(member_id) else "")


async def _new_member(unit: Unit, new: NewMember) -> Member:
    name = one_line(new.name, NAME)
    if not name:
        raise FieldProblem("invite_name", "required")
    if not rules.is_key(new.key):
        raise FieldProblem("invite_key", "not_a_key")
    if await member_with_key(unit.session, new.key) is not None:
        raise FieldProblem("invite_key", "key_taken")
    if new.region is not None and new.region not in set(Region):
        raise FieldProblem("invite_region", "unknown")
    member = Member(id=new_id(), key=new.key, name=name, region=new.region)
    unit.session.add(member)
    await unit.session.flush()
    return member


async def _make(
    hub: Hub, unit: Unit, by: Inviter, member: Member, days: int, room: Room | None
) -> MadeInvite:
    if not 1 <= days <= rules.LONGEST_DAYS:
        raise FieldProblem("invite_days", "unknown")
    if len(await store.open_invites(unit.session, EVERYONE, member.id, unit.now)) >= rules.MOST_OPEN:
        raise FieldProblem("invite_member", "too_many_codes")
    code = rules.new_code()
    row = Invite(
        id=new_id(),
        member_id=member.id,
        code_hash=rules.hashes(code, hub.settings.secret_keys)[0],
        made_by=by.id if isinstance(by, Person) else None,
        made_at=unit.now,
        expires_at=unit.now + timedelta(days=days),
    )
    unit.session.add(row)
    await unit.session.flush()
    if room is not None:
        await _post_card(unit, row, member, room)
    details = {"days": days, **({"channel": room.channel_id} if room else {})}
    note_deed(
        unit, Deed.INVITE_MADE, "invite", by=by, member_id=member.id, subject_id=row.id, details=details
    )
    return MadeInvite(
        id=row.id, member_id=member.id, member=member.name, code=code, expires_at=row.expires_at
    )


async def _post_card(unit: Unit, row: Invite, member: Member, room: Room) -> None:
    alliance = await get_alliance(unit.session)
    if alliance is None or alliance.operator_team_id != room.team_id:
        raise FieldProblem("invite_channel", "workspace_not_linked")
    if await connections.room_is_taken(unit.session, room, member.id):
        raise FieldProblem("invite_channel", rules.JoinProblem.CHANNEL)
    notice = Notice(kind=NoticeKind.JOIN_HERE, values={"until": row.expires_at.isoformat()})
    await messages.tell_channel(unit, room.team_id, room.channel_id, notice, row.id, member_id=member.id)
