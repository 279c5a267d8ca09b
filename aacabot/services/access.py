"""Somebody the hub does not know asks a member's admins to be let in, and hears what they answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aacabot.domain.audit import Deed
from aacabot.domain.errors import AccessSettled, AlreadyKnown, NeedsRole, NobodyToAsk, NoSuchColleague
from aacabot.domain.ids import is_id, new_id
from aacabot.domain.membership import House, Newcomer
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.roles import Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import admission, messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.store import access as store
from aacabot.store import membership as people
from aacabot.store.models import AccessRequest, Member

ASK_AGAIN_AFTER = timedelta(days=7)
"""How long a refusal stands before the same person may ask the same member again."""
STRANGER = "stranger"
"""The actor of what somebody does whom the hub does not know."""
GRANTED, REFUSED = "granted", "refused"


@dataclass(frozen=True, kw_only=True)
class Met:
    """Where a stranger was met: a card's case, a channel, and the workspace the app is installed in."""

    team_id: str
    channel_id: str = ""
    case_id: str = ""


async def ask(hub: Hub, newcomer: Newcomer, met: Met) -> str:
    """Put the question to the admins of the member whose card or channel it was; returns its name.

    Asked twice, it is put once. Raises NobodyToAsk, AlreadyKnown, or AccessSettled while a refusal stands.
    """
    async with hub.unit(admission.AT_ONCE) as unit:
        known = await people.known_by(unit.session, newcomer.team_id, newcomer.user_id)
        if known is not None and known.withdrawn_at is None:
            raise AlreadyKnown(known.name)
        member = await _asked_member(unit, met)
        if member is None:
            raise NobodyToAsk
        await people.hold_house(unit.session, House(member.id))
        earlier = await store.request_of(unit.session, member.id, newcomer.team_id, newcomer.user_id)
        if earlier is not None and earlier.settled_at is None:
            return member.name
        if earlier is not None and _stands(earlier, unit.now):
            raise AccessSettled(member.name, REFUSED)
        request = earlier or AccessRequest(
            id=new_id(), member_id=member.id, team_id=newcomer.team_id, user_id=newcomer.user_id,
            name="", asked_at=unit.now,
        )  # fmt: skip
        request.name, request.asked_at = newcomer.name[: admission.NAME_LIMIT], unit.now
        request.settled_at = request.settled_by = request.outcome = None
        unit.session.add(request)
        note_deed(
            unit, Deed.ACCESS_ASKED, "access_request", by=STRANGER, member_id=member.id,
            subject_id=request.id,
        )  # fmt: skip
        await _tell_admins(unit, member, request)
        return member.name


def _stands(earlier: AccessRequest, now: datetime) -> bool:
    """Whether an admin's no still stands."""
    settled = earlier.settled_at
    return earlier.outcome == REFUSED and settled is not None and now - settled < ASK_AGAIN_AFTER


async def _asked_member(unit: Unit, met: Met) -> Member | None:
    """By the card; where there is none by the channel; else where the workspace is one member's alone."""
    place = (met.team_id, met.channel_id)
    if is_id(met.case_id) and (found := await store.member_of_card(unit.session, met.case_id, *place)):
        return found
    if met.channel_id and (found := await store.member_of_channel(unit.session, met.team_id, met.channel_id)):
        return found
    return await store.only_member_of(unit.session, met.team_id)


async def _tell_admins(unit: Unit, member: Member, request: AccessRequest) -> None:
    """The member's admins; the desk where there is none."""
    values = {
        "request_id": request.id,
        "name": request.name,
        "user_id": request.user_id,
        "team_id": request.team_id,
        "organisation": member.name,
    }
    notice = Notice(kind=NoticeKind.ACCESS_ASKED, values=values)
    subject = f"{request.id}:{request.asked_at.isoformat()}"
    admins = await people.admins_of(unit.session, House(member.id), unit.now)
    for person_id in admins:
        await messages.tell_person(unit, person_id, notice, subject, member_id=member.id)
    if not admins:
        await messages.tell_desk(unit, notice, subject)


async def asked(hub: Hub, person: Person, request_id: str) -> tuple[str, str]:
    """(name, member's id) of an open question, for who may answer it.

    Raises NoSuchColleague, NeedsRole, or AccessSettled where somebody was first.
    """
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        request, _ = await _open(unit, person, request_id)
        return request.name, request.member_id


async def _open(unit: Unit, person: Person, request_id: str) -> tuple[AccessRequest, Member]:
    request = await _held(unit, request_id) if is_id(request_id) else None
    # What another member was asked does not exist for this person.
    if request is None or not (person.is_operator_admin or person.viewer.sees(request.member_id)):
        raise NoSuchColleague
    member = await unit.session.get_one(Member, request.member_id)
    if not person.administers(member.id) and not person.is_operator_admin:
        raise NeedsRole("grant", member.name)
    if request.settled_at is not None:
        raise AccessSettled(request.name, request.outcome or GRANTED)
    return request, member


async def _held(unit: Unit, request_id: str) -> AccessRequest | None:
    """The question, held after the member's people: in the order in which it is asked, too."""
    member_id = await store.asked_of(unit.session, request_id)
    if member_id is None:
        return None
    await people.hold_house(unit.session, House(member_id))
    return await store.hold_request(unit.session, request_id)


async def grant(hub: Hub, person: Person, request_id: str, role: str, brand_ids: Sequence[str]) -> str:
    """Let the stranger in with a role; returns their name. They hear of it.

    An operator's admin answers for a member without one of its own, by appointing its admin.
    """
    async with hub.unit(admission.AT_ONCE) as unit:
        request, member = await _open(unit, person, request_id)
        house = House(member.id)
        if person.administers(member.id):
            await admission.open_house(unit, person, house)
        elif role != Role.ADMIN:
            raise NeedsRole("grant", member.name)
        newcomer = Newcomer(team_id=request.team_id, user_id=request.user_id, name=request.name)
        row = await admission.admit(unit, house, newcomer, person)
        await admission.give(unit, house, row, role, brand_ids, person)
        await _settle(unit, person, request, member, GRANTED)
        return request.name


async def refuse(hub: Hub, person: Person, request_id: str) -> str:
    """Answer no; returns their name. They hear of it."""
    async with hub.unit(admission.AT_ONCE) as unit:
        request, member = await _open(unit, person, request_id)
        await _settle(unit, person, request, member, REFUSED)
        return request.name


async def _settle(unit: Unit, person: Person, request: AccessRequest, member: Member, outcome: str) -> None:
    request.settled_at, request.settled_by, request.outcome = unit.now, person.id, outcome
    note_deed(
        unit, Deed.ACCESS_SETTLED, "access_request", by=person, member_id=member.id,
        subject_id=request.id, details={"outcome": outcome},
    )  # fmt: skip
    notice = Notice(kind=NoticeKind.ACCESS_SETTLED, values={"organisation": member.name, "outcome": outcome})
    team_id = await messages.reached_from(unit, request.team_id, member.id)
    subject = f"{request.id}:{unit.now.isoformat()}"
    await messages.tell_channel(unit, team_id, request.user_id, notice, subject, member_id=member.id)
