"""Critical alerts wake people: who is on duty at once, then deputies, then whom the member chose as cover."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.severity import Severity
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.calls import DESK, Call, calls_due, staff_of
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
    staff = await staff_of(unit, cases)
    wanted = calls_due(unit, staff, cases, pause)
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
    homes = await duties.channels_of(unit.session, {call.person_id for call in calls} - {DESK})
    reach: dict[tuple[str, str | None], list[str]] = {}
    for call in calls:
        if call.reached not in reach:
            reach[call.reached] = [
                await _reached(unit, home, call.member_id) for home in homes.get(call.person_id, [])
            ]
    alliance = await get_alliance(unit.session)
    if alliance is not None:
        reach[DESK, None] = [sent.channel_key(alliance.operator_team_id, alliance.operator_channel_id)]
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
            "card_url": await _card_url(unit, call.case),
        },
    )


async def _card_url(unit: Unit, case: CaseRow) -> str | None:
    """The way to the card, once it is posted."""
    card = await messages.card_of(unit, case)
    return link_to(card) if card else None
