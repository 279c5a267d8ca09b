"""The home's rota: who is on duty this week, where nobody is, and who is away."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from aacabot.domain.duty import MINUTES_PER_DAY, Cover, Shift, Watch
from aacabot.domain.rotas import AwayShown, Rota
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.duty import DutyActionId
from aacabot.slack.views.blocks import actions, button, dialog, section
from aacabot.slack.views.duty import WEEKDAYS
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.texts import shown

PER_PAGE = 20
NAME = 80

_COVERED_BY = {
    Cover.DESK: N_("the desk covers"),
    Cover.AGENCY: N_("your agency covers"),
    Cover.NOBODY: N_("nobody covers"),
}


def duty_tab(rota: Rota, place: Place, words: Words) -> list[Block]:
    """The week in the reader's zone, gaps in words, the shifts a page at a time, and one's own absence."""
    return [
        *_own(rota.own_absence, words),
        *(_week(rota, words) if rota.organisation else []),
        *_shifts(rota, place, words),
    ]


def _own(own: AwayShown | None, words: Words) -> list[Block]:
    if own is None:
        said = words("You are here. Critical alerts reach you while you are on duty.")
        go = button(DutyActionId.DUTY_AWAY, words("I am away"), "away")
        return [section("own", said, go)]
    back = button(DutyActionId.DUTY_BACK, words("I am back"), "back", style="primary")
    return [section("own", " ".join(_away(own, words, mine=True)), back)]


def _away(away: AwayShown, words: Words, *, mine: bool = False) -> Iterator[str]:
    person = shown(away.person, NAME)
    if away.until:
        at = words.moment(away.until)
        yield (
            words("You are away until {at}.", at=at)
            if mine
            else words("{person} is away until {at}.", person=person, at=at)
        )
    else:
        yield words("You are away.") if mine else words("{person} is away.", person=person)
    if away.deputy:
        yield words("{person} stands in.", person=shown(away.deputy, NAME))


def _week(rota: Rota, words: Words) -> list[Block]:
    organisation = shown(rota.organisation, NAME)
    heading = words("On duty for {organisation}, in your time", organisation=organisation)
    absent = [line(" ".join(_away(away, words))) for away in rota.away]
    away = [rich("absent", bullets(*absent))] if absent else []
    if not rota.shifts:
        return [rich("rota", line(bold(heading)), line(_no_rota(rota, words))), *away]
    days = [
        section(f"day_{number}", f"{words.weekday(day)}, {words.day(day)}\n{_day(rota, day, words)}")
        for number, day in enumerate(_days(rota.week, words))
    ]
    return [rich("rota", line(bold(heading))), *days, *_gaps(rota, words), *away]


def _no_rota(rota: Rota, words: Words) -> str:
    if rota.cover is None:
        return words("The desk has no rota yet: critical alerts only reach this channel of the desk.")
    return words("There is no rota yet: {covered}.", covered=words(_COVERED_BY[rota.cover]))


def _days(week: Sequence[Watch], words: Words) -> Iterator[datetime]:
    day, end = week[0].begins.astimezone(words.timezone), week[-1].ends
    while day < end:
        yield day
        day = (day + timedelta(hours=36)).replace(hour=0, minute=0)


def _day(rota: Rota, day: datetime, words: Words) -> str:
    ends = (day + timedelta(hours=36)).replace(hour=0, minute=0)
    stretches = [one for one in rota.week if one.begins < ends and day < one.ends]
    return "\n".join(
        _stretch(rota, one, max(one.begins, day), min(one.ends, ends), words) for one in stretches
    )


def _stretch(rota: Rota, one: Watch, begins: datetime, ends: datetime, words: Words) -> str:
    named = [shown(rota.names.get(person), NAME) or "?" for person in one.people]
    who = words.listing_of(named) if named else words("nobody")
    return f"{words.clock(begins)}-{_end(ends, words)} {who}"


def _end(ends: datetime, words: Words) -> str:
    clock = words.clock(ends)
    return "24:00" if clock == "00:00" else clock


def _gaps(rota: Rota, words: Words) -> list[Block]:
    """Where nobody is on duty, and who covers then."""
    gaps = [one for one in rota.week if not one.people]
    if not gaps:
        return [section("gaps", words("Somebody is on duty round the clock."))]
    told = [
        words(
            "Nobody is on duty {begins} to {ends}",
            begins=f"{words.weekday(gap.begins)} {words.clock(gap.begins)}",
            ends=f"{words.weekday(gap.ends)} {words.clock(gap.ends)}",
        )
        for gap in gaps
    ]
    covered = words(_COVERED_BY[rota.cover]) if rota.cover else words("alerts go to this channel of the desk")
    after = words("Then: {covered}.", covered=covered)
    return [rich("gaps", bullets(*(line(one) for one in told)), line(after))]


def _shifts(rota: Rota, place: Place, words: Words) -> list[Block]:
    add = button(DutyActionId.DUTY_ADD, words("Add a shift"), "add") if rota.may_change else None
    page = min(place.page, max(-(-len(rota.shifts) // PER_PAGE), 1))
    some = rota.shifts[(page - 1) * PER_PAGE : page * PER_PAGE]
    title = words("Shifts, on the clocks of their own zone")
    listed = [_shift(rota, shift, words) for shift in some]
    offered = [actions(BlockId.ACTIONS, add)] if add else []
    if not listed and not offered:
        return []
    return [
        rich("shifts", line(bold(title))),
        *listed,
        *pages(place, PER_PAGE, len(rota.shifts), words),
        *offered,
    ]


def _shift(rota: Rota, shift: Shift, words: Words) -> Block:
    person = shown(rota.names.get(shift.person_id), NAME) or "?"
    told = words(
        "{person}: {days}, {begins} to {ends} ({zone})",
        person=person,
        days=shift_days(shift, words),
        begins=clock_of(shift.from_minute),
        ends=clock_of(shift.to_minute),
        zone=shift.timezone,
    )
    return section(f"{BlockId.LINE}_{shift.id}", told, _remove(shift, words) if rota.may_change else None)


def _remove(shift: Shift, words: Words) -> Block:
    asked = dialog(
        words("Take the shift off the rota?"),
        words("From now on nobody is on duty by it."),
        words("Remove"),
        words("Keep it"),
    )
    return button(DutyActionId.DUTY_REMOVE, words("Remove"), shift.id, dialog=asked)


def shift_days(shift: Shift, words: Words) -> str:
    if len(shift.weekdays) == len(WEEKDAYS):
        return words("every day")
    return words.listing_of([words(WEEKDAYS[day]) for day in sorted(shift.weekdays)])


def clock_of(minute: int) -> str:
    """Minutes since midnight as `09:00`."""
    return f"{minute % MINUTES_PER_DAY // 60:02}:{minute % 60:02}"
