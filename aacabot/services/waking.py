"""Critical alerts wake people: who is on duty at once, then deputies, then whom the member chose as cover."""

from collections import Counter, defaultdict
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
"""Cases looked at in one go, and told of in one commit."""
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

    @property
    def member_id(self) -> str | None:
        """In whose language, and from whose workspace where need be; the desk's own people in theirs."""
        return None if self.role == "desk" else self.case.member_id

    @property
    def reached(self) -> tuple[str, str | None]:
        return self.person_id, self.member_id


@dataclass(frozen=True)
class Staff:
    """Who could be woken for some members: rotas, absences, and who may act for what."""

    members: dict[str, Member]
    brands: dict[str, Brand]
    rotas: dict[str | None, list[Shift]]
    absences: list[Away]
    deciders: dict[str, list[duties.Grantee]]
    desk: frozenset[str]


@dataclass(frozen=True)
class Turn:
    """Whose turn it is for a brand's alerts, step by step, and why theirs."""

    steps: tuple[tuple[str, ...], ...]
    present: frozenset[str]
    covering: frozenset[str]
    desk_covers: bool

    def role_of(self, person_id: str) -> str:
        if person_id in self.present:
            return "on_duty"
        return "covers" if person_id in self.covering else "stands_in"


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
    after, new = None, 0
    while True:
        async with hub.database.read(EVERYONE) as session:
            unit = Unit(session, EVERYONE, hub.clock())
            cases = await store.unanswered_critical(session, unit.now, AT_ONCE, after)
            calls = await _calls(unit, cases, pause) if cases else []
        if calls:
            async with hub.unit(EVERYONE) as unit:
                await _tell(unit, calls)
        new += len(calls)
        if len(cases) < AT_ONCE:
            return new
        after = (cases[-1].opened_at, cases[-1].id)


async def _calls(unit: Unit, cases: Sequence[CaseRow], pause: timedelta) -> list[Call]:
    """Whom these cases should wake by now and have not."""
    staff = await _staff(unit, cases)
    wanted = _wanted(unit, staff, cases, pause)
    told = await sent.already_told(unit.session, [f"{NoticeKind.CRITICAL_ALERT}:{case.id}" for case in cases])
    reach = await _reach(unit, wanted)
    return [
        call
        for call in wanted
        if any(
            (channel, f"{NoticeKind.CRITICAL_ALERT}:{call.case.id}") not in told
            for channel in reach.get(call.reached, [])
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
        deciders=_by_member(await duties.deciders_of(session, member_ids, today)),
        desk=frozenset(one.person_id for one in await duties.desk_people(session, today)),
    )


def _by_member(grantees: Sequence[duties.Grantee]) -> dict[str, list[duties.Grantee]]:
    found: dict[str, list[duties.Grantee]] = defaultdict(list)
    for one in grantees:
        found[one.member_id or ""].append(one)
    return found


def _wanted(unit: Unit, staff: Staff, cases: Sequence[CaseRow], pause: timedelta) -> list[Call]:
    """Everybody who should have heard of these cases by now, whether told or not."""
    # Looking through rotas in their zones takes long: once for a brand, not for each of its cases.
    desk = whom_to_wake(staff.rotas[None], staff.absences, unit.now, may=staff.desk)
    turns: dict[str, Turn] = {}
    calls = []
    for case in cases:
        if case.brand_id not in turns:
            turns[case.brand_id] = _turn(unit, staff, case)
        calls += _due(case, turns[case.brand_id], desk, due_steps(case.opened_at, unit.now, pause))
    return calls


def _turn(unit: Unit, staff: Staff, case: CaseRow) -> Turn:
    member, now = staff.members[case.member_id], unit.now
    deciders = [one for one in staff.deciders[case.member_id] if one.brand_id in (None, case.brand_id)]
    may = frozenset(one.person_id for one in deciders)
    shifts, cover = staff.rotas[case.member_id], Cover(member.cover)
    agency = [one.person_id for one in deciders if one.agency_id and cover is Cover.AGENCY]
    return Turn(
        steps=whom_to_wake(shifts, staff.absences, now, may=may, cover=agency),
        present=frozenset(on_duty(shifts, staff.absences, now)),
        covering=frozenset(agency) - frozenset(on_shift(shifts, now)),
        desk_covers=cover is Cover.DESK,
    )


def _due(case: CaseRow, turn: Turn, desk: Sequence[tuple[str, ...]], due: int) -> list[Call]:
    calls = [Call(case, person, turn.role_of(person)) for step in turn.steps[:due] for person in step]
    if turn.desk_covers:
        left = max(due - len(turn.steps), 0)
        calls += [Call(case, person, "desk") for step in (*desk, (_DESK,))[:left] for person in step]
    return calls


async def _tell(unit: Unit, calls: Sequence[Call]) -> None:
    """Say it where each is told things; beyond so many in an hour, only once that there are more."""
    reach = await _reach(unit, calls)
    places = {channel for channels in reach.values() for channel in channels}
    begins, since = f"{NoticeKind.CRITICAL_ALERT}:", unit.now - timedelta(hours=1)
    lately = Counter(await store.told_since(unit.session, places, begins, since))
    more, hour = Notice(kind=NoticeKind.CRITICAL_MANY, values={}), unit.now.strftime("%Y-%m-%dT%H")
    rung = set()
    for call in calls:
        for channel in reach.get(call.reached, []):
            place = channel.split(":", 1)
            lately[channel] += 1
            singly = lately[channel] <= TOLD_SINGLY
            if not singly and channel in rung:
                continue
            if not singly:
                rung.add(channel)
            told, subject = (await _notice(unit, call), call.case.id) if singly else (more, hour)
            await messages.tell_channel(unit, place[0], place[1], told, subject, member_id=call.member_id)


async def _reach(unit: Unit, calls: Sequence[Call]) -> dict[tuple[str, str | None], list[str]]:
    """Where those who are called are told things: people in person, the desk in its channel.

    Somebody in whose own workspace the app is not is written to from the member's.
    """
    homes = await duties.channels_of(unit.session, {call.person_id for call in calls} - {_DESK})
    reach: dict[tuple[str, str | None], list[str]] = {}
    for call in calls:
        if call.reached not in reach:
            reach[call.reached] = [
                await _reached(unit, home, call.member_id) for home in homes.get(call.person_id, [])
            ]
    alliance = await get_alliance(unit.session)
    if alliance is not None:
        reach[_DESK, None] = [sent.channel_key(alliance.operator_team_id, alliance.operator_channel_id)]
    return reach


async def _reached(unit: Unit, home: str, member_id: str | None) -> str:
    home_id, user_id = home.split(":", 1)
    return sent.channel_key(await messages.reached_from(unit, home_id, member_id), user_id)


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
