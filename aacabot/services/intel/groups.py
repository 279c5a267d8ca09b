"""Groups of members who share among themselves: made, joined by a code, left, closed.

Nobody outside learns that a group exists. There is no list of members to choose from: whoever is in a group
hands a one-time code to whom they know, outside the hub, as invite codes are handed over.
"""

from aacabot.domain import invites as codes
from aacabot.domain.audit import Deed
from aacabot.domain.errors import FieldProblem, IntelNotFound, NeedsRole
from aacabot.domain.features import Feature
from aacabot.domain.ids import new_id
from aacabot.domain.intel.groups import (
    CODE_LIVES,
    MOST_CODES,
    MOST_GROUPS,
    NAME_LIMIT,
    PURPOSE_LIMIT,
    GroupShown,
    MadeCode,
)
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.roles import Permission
from aacabot.domain.untrusted import one_line
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.group_words import require_sayable
from aacabot.services.intel.passing_on import show_again
from aacabot.services.phases import require_open
from aacabot.store.attempts import count_attempt
from aacabot.store.intel import groups as store
from aacabot.store.intel.keepers import keepers_of
from aacabot.store.models import IntelGroup, IntelGroupCode, IntelGroupMember, Member

CODE_FIELD, NAME_FIELD = "intel_group_code", "intel_group_name"


def may_manage_groups(person: Person, member_id: str) -> bool:
    """The member's own admins and counsel; agencies' people act for clients, and join nothing for them."""
    return person.of_member == member_id and person.may(Permission.KEEP, member_id)


async def list_groups(hub: Hub, person: Person) -> list[GroupShown]:
    """The groups of the person's own member; none for agencies' and the operator's people."""
    member_id = person.of_member
    if member_id is None or member_id not in person.member_ids:
        return []
    async with hub.unit(EVERYONE) as unit:
        return await _shown(unit, person, member_id)


async def make(hub: Hub, person: Person, name: str, purpose: str) -> str:
    """Make a group whose only member is the person's own; returns its id.

    Raises NeedsRole, FieldProblem, or SharingRefused for what its name and purpose may not say.
    """
    async with hub.unit(EVERYONE) as unit:
        member = await _own_member(unit, person)
        called = one_line(name, NAME_LIMIT)
        if not called:
            raise FieldProblem(NAME_FIELD, "required")
        meant = one_line(purpose, PURPOSE_LIMIT)
        await require_sayable(unit, member.id, called, meant)
        await _require_room(unit, member, NAME_FIELD)
        group = IntelGroup(id=new_id(), name=called, purpose=meant, made_at=unit.now)
        unit.session.add(group)
        await unit.session.flush()
        unit.session.add(
            IntelGroupMember(group_id=group.id, member_id=member.id, invited_at=unit.now, joined_at=unit.now)
        )
        _note(unit, person, member.id, group.id, "made")
        return group.id


async def invite(hub: Hub, person: Person, group_id: str) -> MadeCode:
    """A one-time code for one more member. Raises NeedsRole, IntelNotFound, or FieldProblem."""
    async with hub.unit(EVERYONE) as unit:
        member = await _own_member(unit, person)
        group, _ = await _held(unit, member.id, group_id)
        if await store.count_open_codes(unit.session, group.id, member.id, unit.now) >= MOST_CODES:
            raise FieldProblem(CODE_FIELD, "too_many_codes")
        code, expires_at = codes.new_code(), unit.now + CODE_LIVES
        unit.session.add(
            IntelGroupCode(
                id=new_id(),
                group_id=group.id,
                member_id=member.id,
                code_hash=codes.hashes(code, hub.settings.secret_keys)[0],
                made_by=person.id,
                made_at=unit.now,
                expires_at=expires_at,
            )
        )
        _note(unit, person, member.id, group.id, "invited")
        return MadeCode(group=group.name, code=code, expires_on=expires_at.date())


async def enter(hub: Hub, person: Person, typed: str) -> None:
    """Use a code: the member is invited, and its admins answer. Every try is counted, refused ones too.

    Raises NeedsRole, or FieldProblem with the same words for whatever stands in the way.
    """
    async with hub.unit(EVERYONE) as unit:
        member = await _own_member(unit, person)
        problem = await _enter(unit, hub, person, member, typed)
    if problem is not None:
        raise FieldProblem(CODE_FIELD, problem)


async def _enter(unit: Unit, hub: Hub, person: Person, member: Member, typed: str) -> str | None:
    key, within = f"group_code:{person.id}", codes.TRIES_WITHIN
    if await count_attempt(unit.session, key, unit.now, within) > codes.TRIES_OF_A_PERSON:
        return codes.JoinProblem.TRIES
    hashes = codes.hashes(typed, hub.settings.secret_keys)
    group_id = await store.group_of_code(unit.session, hashes)
    if group_id is None:
        return codes.JoinProblem.CODE
    await store.hold_memberships(unit.session, group_id)  # before its codes, as whoever leaves does
    code = await store.hold_code(unit.session, hashes)
    if code is None or code.used_at is not None or code.expires_at <= unit.now:
        return codes.JoinProblem.CODE
    group = await store.open_group(unit.session, code.group_id)
    row = await store.hold_membership(unit.session, code.group_id, member.id)
    if group is None or (row is not None and row.left_at is None):
        return codes.JoinProblem.CODE
    await _require_room(unit, member, CODE_FIELD)
    code.used_at = unit.now
    if row is None:
        row = IntelGroupMember(group_id=group.id, member_id=member.id, invited_at=unit.now)
        unit.session.add(row)
    row.invited_by, row.invited_at, row.joined_at, row.left_at = code.made_by, unit.now, None, None
    _note(unit, person, member.id, group.id, "code_used")
    return None


async def join(hub: Hub, person: Person, group_id: str) -> None:
    """Accept an invitation: from now on the members see one another. Raises NeedsRole or IntelNotFound."""
    await answer(hub, person, group_id, joins=True)


async def decline(hub: Hub, person: Person, group_id: str) -> None:
    """Decline an invitation; the members of the group are not told. Raises NeedsRole or IntelNotFound."""
    await answer(hub, person, group_id, joins=False)


async def require_manager(hub: Hub, person: Person) -> None:
    """Raise NeedsRole or FeatureNotOpen unless the person may make and join groups for their member."""
    async with hub.database.read(EVERYONE) as session:
        await _own_member(Unit(session, EVERYONE, hub.clock()), person)


async def answer(hub: Hub, person: Person, group_id: str, *, joins: bool) -> None:
    """Accept or decline an invitation. Raises NeedsRole or IntelNotFound."""
    async with hub.unit(EVERYONE) as unit:
        member = await _own_member(unit, person)
        group, row = await _held(unit, member.id, group_id, invited=True)
        if joins:
            row.joined_at = unit.now
            await _tell_others(unit, group, member, "joined")
        else:
            row.left_at = unit.now
        _note(unit, person, member.id, group.id, "joined" if joins else "declined")


async def leave(hub: Hub, person: Person, group_id: str) -> None:
    """Leave: from this commit on the member reads nothing of the group but what it shared itself.

    What was posted in channels its people are in is taken back. The last to leave closes the group.

    Raises NeedsRole or IntelNotFound.
    """
    async with hub.unit(EVERYONE) as unit:
        member = await _own_member(unit, person)
        await store.hold_memberships(unit.session, group_id)
        group, row = await _held(unit, member.id, group_id)
        row.left_at = unit.now
        await unit.session.flush()
        await _show_posts_again(unit, group)
        await store.withdraw_codes(unit.session, group.id, member.id, unit.now)
        _note(unit, person, member.id, group.id, "left")
        if (await store.members_in(unit.session, [group.id])).get(group.id):
            await _tell_others(unit, group, member, "left")
        else:
            group.closed_at = unit.now


async def close(hub: Hub, person: Person, group_id: str) -> None:
    """End the group for all: whoever has been in it longest may. What was shared stays its source's.

    Raises NeedsRole or IntelNotFound.
    """
    async with hub.unit(EVERYONE) as unit:
        member = await _own_member(unit, person)
        await store.hold_memberships(unit.session, group_id)
        group, _ = await _held(unit, member.id, group_id)
        if (await store.members_in(unit.session, [group.id]))[group.id][0][0] != member.id:
            raise NeedsRole("close_group", member.name)
        await _tell_others(unit, group, member, "closed")
        group.closed_at = unit.now
        await _show_posts_again(unit, group)
        _note(unit, person, member.id, group.id, "closed")


async def _show_posts_again(unit: Unit, group: IntelGroup) -> None:
    """What stands in channels is looked at anew: whether it may stand there with those who are left."""
    for item_id in await store.posted_in(unit.session, group.id):
        show_again(unit, item_id)


async def hold_group_for(unit: Unit, member_id: str, group_id: str) -> None:
    """Hold a member's place in a group until the commit: what it shares there, it shares while it is in.

    Raises FieldProblem where it is not.
    """
    row = await store.hold_membership(unit.session, group_id, member_id)
    is_in = row is not None and row.joined_at is not None and row.left_at is None
    if not is_in or await store.open_group(unit.session, group_id) is None:
        raise FieldProblem("intel_audience", "unknown")


async def _own_member(unit: Unit, person: Person) -> Member:
    """The person's own member, where they may manage its groups and sharing is open to it."""
    member = await unit.session.get(Member, person.of_member) if person.of_member else None
    if member is None or member.withdrawn_at is not None or not may_manage_groups(person, member.id):
        raise NeedsRole("manage_groups", member.name if member else "")
    await require_open(unit, Feature.SHARING, member)
    return member


async def _held(
    unit: Unit, member_id: str, group_id: str, *, invited: bool = False
) -> tuple[IntelGroup, IntelGroupMember]:
    """An open group the member is in, or with `invited` is asked to join, and its row, held."""
    row = await store.hold_membership(unit.session, group_id, member_id)
    group = await store.open_group(unit.session, group_id)
    if row is None or group is None or row.left_at is not None or (row.joined_at is None) != invited:
        raise IntelNotFound
    return group, row


async def _require_room(unit: Unit, member: Member, field: str) -> None:
    if len(await store.groups_with(unit.session, member.id)) >= MOST_GROUPS:
        raise FieldProblem(field, "too_many_groups")


async def _shown(unit: Unit, person: Person, member_id: str) -> list[GroupShown]:
    found = await store.groups_with(unit.session, member_id)
    members = await store.members_in(unit.session, [group.id for group, row in found if row.joined_at])
    manages = may_manage_groups(person, member_id)
    return [
        GroupShown(
            id=group.id,
            member_id=member_id,
            name=group.name,
            purpose=group.purpose,
            made_on=group.made_at.date(),
            is_in=row.joined_at is not None,
            members=tuple(name for _, name in members.get(group.id, [])),
            may_manage=manages,
            may_close=manages and [one for one, _ in members.get(group.id, [])][:1] == [member_id],
        )
        for group, row in found
    ]


async def _tell_others(unit: Unit, group: IntelGroup, member: Member, what: str) -> None:
    """Tell the admins and counsel of the other members: they must know who reads what they share."""
    await unit.session.flush()
    others = (await store.members_in(unit.session, [group.id])).get(group.id, [])
    values = {"what": what, "group": group.name, "member": member.name}
    notice = Notice(kind=NoticeKind.INTEL_GROUP, values=values)
    for other_id in sorted(one for one, _ in others if one != member.id):
        for keeper in await keepers_of(unit.session, other_id, unit.now):
            if keeper.agency_id is None:
                subject = f"{group.id}:{member.id}:{what}:{int(unit.now.timestamp())}"
                await messages.tell_person(unit, keeper.person_id, notice, subject, member_id=other_id)


def _note(unit: Unit, person: Person, member_id: str, group_id: str, what: str) -> None:
    """In the acting member's own trail alone; the operator's people are not shown it (`store.audit`)."""
    note_deed(
        unit, Deed.GROUP_CHANGED, "group", by=person, member_id=member_id, subject_id=group_id,
        details={"what": what},
    )  # fmt: skip
