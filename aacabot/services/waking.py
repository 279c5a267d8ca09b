"""Critical alerts wake people: who is on duty at once, then deputies, then whom the member chose as cover."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.duty import Away, Cover, Shift, due_steps, on_duty, on_shift, whom_to_wake
from aacabot.domain.messages import MessageKind
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.severity import Severity
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub, Unit
from aacabot.services.lookup import link_to
from aacabot.store import duty as duties
from aacabot.store import messages as sent
from aacabot.store import waking as store
from aacabot.store.marketplaces import get_alliance
from aacabot.store.models import Brand, CaseRow, Member

AT_ONCE = 500
"""Cases looked at in one tick."""
TOLD_SINGLY = 10
"""Critical alerts a person hears one by one in an hour; of the rest they are told that there are more."""
_DESK = ""
"""The operator's channel: where the desk covers, the last to be told."""


@dataclass(frozen=True)
class Call:
    """One alert that is to be told to one person, or to the desk's channel (`_DESK`), and why them."""

    case: CaseRow
    person_id: str
    role: str


@dataclass(frozen=True)
class Staff:
    """Who could be woken for some members: rotas, absences, and who may act for what."""

    members: dict[str, Member]
    brands: dict[str, Brand]
    rotas: dict[str | None, list[Shift]]
    absences: list[Away]
    deciders: list[duties.Grantee]
    desk: frozenset[str]


def wake(unit: Unit, case: CaseRow) -> None:
    """A case has just been opened: if it is critical, whoever is on duty hears of it with its card."""
    if case.severity == Severity.CRITICAL:
        unit.at_the_end("wake", case.id, case, _wake)


async def _wake(unit: Unit, cases: list[CaseRow]) -> None:
    await _tell(unit, await _calls(unit, cases, timedelta(days=1)))


async def wake_for_critical(hub: Hub) -> int:
    """Wake whoever is due for critical alerts nobody has answered; returns how many calls were new.

    Made for a tick: it tells nobody twice, however many nodes run it, and writes only when there is news.
    """
    pause = timedelta(minutes=hub.settings.wake_minutes)
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        cases = await store.unanswered_critical(session, unit.now, AT_ONCE)
        calls = await _calls(unit, cases, pause) if cases else []
    if not calls:
        return 0
    async with hub.unit(EVERYONE) as unit:
        await _tell(unit, calls)
    return len(calls)


async def _calls(unit: Unit, cases: Sequence[CaseRow], pause: timedelta) -> list[Call]:
    """Whom these cases should wake by now and have not."""
    staff = await _staff(unit, cases)
    wanted = [call for case in cases for call in _due(unit, staff, case, pause)]
    told = await sent.already_told(unit.session, [f"{NoticeKind.CRITICAL_ALERT}:{case.id}" for case in cases])
    reach = await _reach(unit, wanted)
    return [
        call
        for call in wanted
        if any(
            (channel, f"{NoticeKind.CRITICAL_ALERT}:{call.case.id}") not in told
            for channel in reach.get(call.person_id, [])
        )
    ]


async def _staff(unit: Unit, cases: Sequence[CaseRow]) -> Staff:
    session, today = unit.session, unit.now.date()
    member_ids = sorted({case.member_id for case in cases})
    members = await session.execute(select(Member).where(col(Member.id).in_(member_ids)))
    brands = await session.execute(select(Brand).where(col(Brand.id).in_({case.brand_id for case in cases})))
    return Staff(
        members={row.id: row for row in members.scalars()},
        brands={row.id: row for row in brands.scalars()},
        rotas=await duties.shifts_of(session, [None, *member_ids]),
        absences=await duties.absences_at(session, unit.now),
        deciders=await duties.deciders_of(session, member_ids, today),
        desk=frozenset(one.person_id for one in await duties.desk_people(session, today)),
    )


def _due(unit: Unit, staff: Staff, case: CaseRow, pause: timedelta) -> list[Call]:
    """Everybody who should have heard of a case by now, whether told or not."""
    member, now = staff.members[case.member_id], unit.now
    deciders = [
        one
        for one in staff.deciders
        if one.member_id == case.member_id and one.brand_id in (None, case.brand_id)
    ]
    may = frozenset(one.person_id for one in deciders)
    shifts, cover = staff.rotas[case.member_id], Cover(member.cover)
    agency = [one.person_id for one in deciders if one.agency_id and cover is Cover.AGENCY]
    own = whom_to_wake(shifts, staff.absences, now, may=may, cover=agency)
    desk = whom_to_wake(staff.rotas[None], staff.absences, now, may=staff.desk)
    due = due_steps(case.opened_at, now, pause)
    present = on_duty(shifts, staff.absences, now)
    covering = set(agency) - set(on_shift(shifts, now))
    calls = [
        Call(
            case, person, "on_duty" if person in present else "covers" if person in covering else "stands_in"
        )
        for step in own[:due]
        for person in step
    ]
    if cover is Cover.DESK:
        left = max(due - len(own), 0)
        calls += [Call(case, person, "desk") for step in (*desk, (_DESK,))[:left] for person in step]
    return calls


async def _tell(unit: Unit, calls: Sequence[Call]) -> None:
    """Say it where each is told things; beyond so many in an hour, only once that there are more."""
    reach = await _reach(unit, calls)
    places = {channel for channels in reach.values() for channel in channels}
    begins, since = f"{NoticeKind.CRITICAL_ALERT}:", unit.now - timedelta(hours=1)
    lately = Counter(await store.told_since(unit.session, places, begins, since))
    more, hour = Notice(kind=NoticeKind.CRITICAL_MANY, values={}), unit.now.strftime("%Y-%m-%dT%H")
    for call in calls:
        # In the member's language, but the desk's own people in theirs.
        member_id = None if call.role == "desk" else call.case.member_id
        for channel in reach.get(call.person_id, []):
            place = channel.split(":", 1)
            lately[channel] += 1
            singly = lately[channel] <= TOLD_SINGLY
            told, subject = (await _notice(unit, call), call.case.id) if singly else (more, hour)
            await messages.tell_channel(unit, place[0], place[1], told, subject, member_id=member_id)


async def _reach(unit: Unit, calls: Sequence[Call]) -> dict[str, list[str]]:
    """Where those who are called are told things: people in person, the desk in its channel."""
    reach = await duties.channels_of(unit.session, {call.person_id for call in calls} - {_DESK})
    alliance = await get_alliance(unit.session)
    if alliance is not None:
        reach[_DESK] = [sent.channel_key(alliance.operator_team_id, alliance.operator_channel_id)]
    return reach


async def _notice(unit: Unit, call: Call) -> Notice:
    """Number, brand and clock, and nothing a seller wrote: direct messages stand on lock screens."""
    brand = await unit.session.get_one(Brand, call.case.brand_id)
    member = await unit.session.get_one(Member, call.case.member_id)
    return Notice(
        kind=NoticeKind.CRITICAL_ALERT,
        values={
            "case_id": call.case.id,
            "number": call.case.number,
            "brand": brand.name,
            "member": member.name,
            "decide_by": call.case.decide_by.isoformat(),
            "role": call.role,
            "card_url": await _card_url(unit, call.case.id),
        },
    )


async def _card_url(unit: Unit, case_id: str) -> str | None:
    """The way to the card, once it is posted."""
    card = await sent.find_message(unit.session, MessageKind.CASE, case_id)
    return link_to(card) if card else None
