"""Joining by an invite code: a workspace or channel is linked, and who brings the code becomes an admin."""

from dataclasses import dataclass
from typing import Any

from aacabot.domain import invites as rules
from aacabot.domain.audit import Deed
from aacabot.domain.connections import Room
from aacabot.domain.errors import FieldProblem
from aacabot.domain.ids import new_id
from aacabot.domain.invites import JoinProblem
from aacabot.domain.messages import MessageKind
from aacabot.domain.notices import NoticeKind
from aacabot.domain.people import Grant, Person, Role
from aacabot.domain.untrusted import one_line
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.people import Reader, identify
from aacabot.store import connections
from aacabot.store import invites as store
from aacabot.store.alliance import wait_for_turn
from aacabot.store.attempts import count_attempt
from aacabot.store.marketplaces import get_alliance
from aacabot.store.messages import channel_key, find_message_in
from aacabot.store.models import GrantRow, Invite, Member
from aacabot.store.newcomers import Identified, add_admin, has_admin, identified, reinstate

CODE = "join_code"
NAME = 80


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Who enters a code: their own workspace and user id, and the workspace the app is installed in.

    `channel_id` is where they pressed the card that the operator posted; None for the App Home.
    """

    team_id: str
    user_id: str
    name: str
    installed_team_id: str
    channel_id: str | None = None

    @property
    def room(self) -> Room | None:
        return Room(team_id=self.installed_team_id, channel_id=self.channel_id) if self.channel_id else None


@dataclass(frozen=True, kw_only=True)
class Joined:
    """What a code has opened."""

    reader: Reader
    member_id: str


@dataclass(frozen=True)
class _Outcome:
    """Why not, or whom for; refusals are committed too, because tries are counted."""

    problem: JoinProblem | None = None
    member: Member | None = None
    is_news: bool = True


async def redeem(hub: Hub, bearer: Bearer, typed: str) -> Joined:
    """Use a code up: link where it was entered to the code's member, and let the bearer in.

    Of two who enter one code at once, one is let in. Raises FieldProblem: with the same words, after the same
    work, for a code that is unknown, used, over or withdrawn; and where the workspace or channel is another
    member's, or the bearer belongs to another organisation. Every try is counted, refused ones too.
    """
    hashes = rules.hashes(typed, hub.settings.secret_keys)
    async with hub.unit(EVERYONE) as unit:
        outcome = await _try(unit, bearer, hashes)
        if outcome.problem is not None and outcome.is_news:
            _note_refusal(unit, bearer, outcome)
    if outcome.problem is not None or outcome.member is None:
        raise FieldProblem(CODE, outcome.problem or JoinProblem.CODE)
    reader = await identify(hub, bearer.team_id, bearer.user_id)
    return Joined(reader=reader, member_id=outcome.member.id)


async def _try(unit: Unit, bearer: Bearer, hashes: list[str]) -> _Outcome:
    over = await _tries_over(unit, bearer)
    if over:
        # Written down when it begins: a machine that goes on trying must not fill the audit trail.
        return _Outcome(JoinProblem.TRIES, is_news=over == 1)
    # A file applied at the same time, or a channel chosen, must not take the workspace in between.
    await wait_for_turn(unit.session)
    found = await store.find_invite(unit.session, hashes)
    kept = found[0].code_hash if found else "0" * len(hashes[0])
    is_known = rules.is_one_of(kept, hashes)
    invite, member = found if found and is_known else (None, None)
    if invite is None or member is None or not await _can_be_used(unit, invite, member, bearer):
        return _Outcome(JoinProblem.CODE, member)
    person = await identified(unit.session, bearer.team_id, bearer.user_id)
    problem = await _stands_in_the_way(unit, member, bearer, person)
    if problem is not None:
        return _Outcome(problem, member)
    await _let_in(unit, bearer, person, invite, member)
    return _Outcome(None, member)


async def _tries_over(unit: Unit, bearer: Bearer) -> int:
    """By how many tries a limit is passed. Whoever is over their own does not use up the others'."""
    for key, most in (
        (f"invite:person:{bearer.team_id}:{bearer.user_id}", rules.TRIES_OF_A_PERSON),
        (f"invite:team:{bearer.team_id}", rules.TRIES_OF_A_WORKSPACE),
        ("invite:all", rules.TRIES_OF_ALL),
    ):
        tried = await count_attempt(unit.session, key, unit.now, rules.TRIES_WITHIN)
        if tried > most:
            return tried - most
    return 0


async def _can_be_used(unit: Unit, invite: Invite, member: Member, bearer: Bearer) -> bool:
    waits = invite.used_at is None and invite.withdrawn_at is None and unit.now < invite.expires_at
    if not waits or member.withdrawn_at is not None:
        return False
    room = bearer.room
    return room is None or await _card(unit, room, invite.id) is not None


async def _stands_in_the_way(
    unit: Unit, member: Member, bearer: Bearer, person: Identified | None
) -> JoinProblem | None:
    if person is not None and not person.withdrawn and person.member_id != member.id:
        return JoinProblem.ELSEWHERE
    alliance = await get_alliance(unit.session)
    is_operators = alliance is not None and alliance.operator_team_id == bearer.installed_team_id
    if bearer.room is not None:
        if not is_operators or await connections.room_is_taken(unit.session, bearer.room, member.id):
            return JoinProblem.CHANNEL
        return None
    if not is_operators and await connections.team_is_taken(
        unit.session, bearer.installed_team_id, member.id
    ):
        return JoinProblem.WORKSPACE
    return None


async def _let_in(
    unit: Unit, bearer: Bearer, known: Identified | None, invite: Invite, member: Member
) -> None:
    person_id, becomes_admin = await _person(unit, bearer, known, member)
    if not await store.use_invite(unit.session, invite.id, person_id, bearer.installed_team_id, unit.now):
        raise AssertionError("the invite was held and waited to be used")
    await connections.link_team(unit.session, member.id, bearer.installed_team_id, person_id, unit.now)
    if member.team_id is None:
        member.team_id = bearer.installed_team_id
    if bearer.channel_id and member.channel_id is None and member.team_id == bearer.installed_team_id:
        member.channel_id = bearer.channel_id
    member.joined_at = member.joined_at or unit.now
    await _show_joined(unit, bearer, invite, member)
    by = _as_person(bearer, person_id, member.id)
    place = {"workspace": bearer.installed_team_id, "channel": bearer.channel_id}
    note_deed(
        unit, Deed.INVITE_USED, "invite", by=by, member_id=member.id, subject_id=invite.id, details=place
    )
    if becomes_admin:
        note_deed(
            unit, Deed.ROLE_GRANTED, "person", by=by, member_id=member.id, subject_id=person_id,
            details={"role": Role.ADMIN.value, "invite": invite.id},
        )  # fmt: skip


async def _person(unit: Unit, bearer: Bearer, known: Identified | None, member: Member) -> tuple[str, bool]:
    """The bearer as a person of the member, and whether they become its admin now.

    Somebody the member has already keeps their roles, unless the member has no admin at all.
    """
    if known is not None and known.member_id == member.id:
        if known.withdrawn:
            await reinstate(unit.session, known.person_id)
        elif await has_admin(unit.session, member.id, unit.now):
            return known.person_id, False
        person_id = known.person_id
    else:
        person_id = new_id()
    name = one_line(bearer.name, NAME) or bearer.user_id
    await add_admin(
        unit.session,
        person_id=person_id,
        name=name,
        member_id=member.id,
        identity=(bearer.team_id, bearer.user_id),
        grant=GrantRow(
            id=new_id(), person_id=person_id, role=Role.ADMIN.value, member_id=member.id, granted_at=unit.now
        ),
    )
    return person_id, True


def _as_person(bearer: Bearer, person_id: str, member_id: str) -> Person:
    grants = (Grant(role=Role.ADMIN, member_id=member_id),)
    return Person(
        id=person_id, name=bearer.name, team_id=bearer.team_id, user_id=bearer.user_id,
        grants=grants, of_member=member_id,
    )  # fmt: skip


async def _card(unit: Unit, room: Room, invite_id: str) -> Any:
    """The card with which this very code can be used in a channel, if the operator posted one there."""
    subject = f"{NoticeKind.JOIN_HERE}:{invite_id}"
    channel = channel_key(room.team_id, room.channel_id)
    return await find_message_in(unit.session, channel, MessageKind.NOTICE, subject)


async def _show_joined(unit: Unit, bearer: Bearer, invite: Invite, member: Member) -> None:
    """The card in the channel says who has joined, and offers the setting up."""
    card = await _card(unit, bearer.room, invite.id) if bearer.room else None
    if card is not None:
        values = {"member": member.name, "member_id": member.id}
        await messages.change_notice(unit, card, values)


def _note_refusal(unit: Unit, bearer: Bearer, outcome: _Outcome) -> None:
    """Without a name: whoever tried is nobody the hub knows."""
    details = {"why": outcome.problem, "workspace": bearer.team_id}
    member_id = outcome.member.id if outcome.member else None
    note_deed(unit, Deed.INVITE_REFUSED, "invite", by=None, member_id=member_id, details=details)
