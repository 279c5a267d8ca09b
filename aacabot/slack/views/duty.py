"""The forms of the rota and of absences, and what people on duty are told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aacabot.locales import N_, Words
from aacabot.slack.ids import COMMAND, ActionId, BlockId
from aacabot.slack.ids.duty import DutyActionId, DutyInputId
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.forms import field, modal, option, select
from aacabot.slack.views.listing import fetchable
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.notices import notice
from aacabot.slack.views.pickers import date_picker, line_input, several, time_picker
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import lock_screen, shown

NAME = 80
_GROUP = 100  # block-kit/block-elements/select-menu-element: as many options, and as many groups of them

WEEKDAYS: Mapping[int, str] = {
    1: N_("Monday"),
    2: N_("Tuesday"),
    3: N_("Wednesday"),
    4: N_("Thursday"),
    5: N_("Friday"),
    6: N_("Saturday"),
    7: N_("Sunday"),
}


def people_menu(action_id: str, placeholder: str, people: Mapping[str, str]) -> Block:
    """One of some people, by id; more than a menu takes stand in groups, named by who is first."""
    options = [option(shown(name, NAME) or "?", ident) for ident, name in people.items()]
    menu = select(action_id, placeholder, options)
    if len(options) <= _GROUP:
        return menu
    groups = [options[start : start + _GROUP] for start in range(0, len(options), _GROUP)]
    named = [{"label": group[0]["text"], "options": group} for group in groups[:_GROUP]]
    return {name: value for name, value in menu.items() if name != "options"} | {"option_groups": named}


def shift_modal(people: Mapping[str, str], zone: str, place: str, words: Words) -> Block:
    """Who is on duty every week, on which days, from when to when on the clocks of which zone."""
    if not people:
        said = words("Nobody here may decide for a brand yet. Give somebody a role first.")
        return notice(DutyActionId.DUTY_ADD, words("Add a shift"), [said], words)
    days = [option(words(name), str(number)) for number, name in WEEKDAYS.items()]
    hint = words("A shift that ends at or before its begin ends on the next day.")
    return modal(
        DutyActionId.DUTY_ADD,
        words("Add a shift"),
        [
            field(
                DutyInputId.PERSON,
                words("Who"),
                people_menu(DutyInputId.PERSON, words("Choose a person"), people),
            ),
            field(
                DutyInputId.WEEKDAYS,
                words("Begins on"),
                several(DutyInputId.WEEKDAYS, words("Choose days"), days),
            ),
            field(DutyInputId.FROM, words("From"), time_picker(DutyInputId.FROM, "09:00")),
            field(DutyInputId.TO, words("To"), time_picker(DutyInputId.TO, "17:00")),
            field(DutyInputId.ZONE, words("Time zone"), line_input(DutyInputId.ZONE, zone, most=60)),
            section(BlockId.HINT, hint),
        ],
        close=words("Cancel"),
        submit=words("Add"),
        metadata={"place": place},
    )


def away_modal(deputies: Mapping[str, str], place: str | None, words: Words) -> Block:
    """Until when somebody is away, and who stands in; both may be left open."""
    until = field(DutyInputId.UNTIL, words("Last day away"), date_picker(DutyInputId.UNTIL), optional=True)
    who = [
        field(
            DutyInputId.DEPUTY,
            words("Who stands in for you"),
            people_menu(DutyInputId.DEPUTY, words("Choose a person"), deputies),
            optional=True,
        )
    ]
    nobody = [section(BlockId.TEXT, words("None of your colleagues can stand in at the moment."))]
    return modal(
        DutyActionId.DUTY_AWAY,
        words("I am away"),
        [until, *(who if deputies else nobody)],
        close=words("Cancel"),
        submit=words("I am away"),
        metadata={"place": place} if place else {},
    )


def stands_in(values: Mapping[str, Any], words: Words) -> Message:
    """Whoever stands in for somebody is told so."""
    person, until = shown(values["person"], NAME), values.get("until")
    said = (
        words("You stand in for {person} until {at}.", person=person, at=_moment(until, words))
        if until
        else words("You stand in for {person} until they are back.", person=person)
    )
    title = words("You stand in for a colleague")
    after = words("Critical alerts that come while they would be on duty reach you.")
    return Message(title, [rich(BlockId.TEXT, line(bold(title)), line(said), line(after))])


ROLES: Mapping[str, str] = {
    "on_duty": N_("You are on duty."),
    "stands_in": N_("You stand in for somebody who would be on duty."),
    "covers": N_("Nobody of {member} has answered: you cover for them."),
    "desk": N_("Nobody of {member} has answered: the desk covers for them."),
}


def critical_alert(values: Mapping[str, Any], words: Words) -> Message:
    """A critical alert wakes somebody: number, brand and clock, and the way to it. No seller text."""
    brand, number = shown(values["brand"], NAME), str(values["number"])
    why = words(ROLES[values["role"]], member=shown(values["member"], NAME))
    said = rich(
        BlockId.TEXT,
        line(bold(words("Critical: {brand} · {number}", brand=brand, number=number))),
        line(why),
        line(words("Decide by {at}", at=_moment(values["decide_by"], words))),
        line(words("Goods of this kind can hurt people.")),
    )
    look = button(ActionId.CASE_HISTORY, words("Look at it"), values["case_id"], style="primary")
    buttons = actions(BlockId.ACTIONS, look, _card(values, words))
    return Message(lock_screen(words, number, values["brand"], words("critical")), [said, buttons])


def _card(values: Mapping[str, Any], words: Words) -> Block | None:
    url = values.get("card_url")
    if not url or not fetchable(url):
        return None
    return button(ActionId.CASE_CARD, words("Open card"), values["case_id"], url=url)


def critical_many(values: Mapping[str, Any], words: Words) -> Message:
    """Beyond so many in an hour alerts are not told one by one."""
    title = words("More critical alerts wait than are told one by one")
    after = words("All of them are in the Home tab of this app, the most urgent first.")
    return Message(title, [rich(BlockId.TEXT, line(bold(title)), line(after))])


def _moment(iso: str, words: Words) -> str:
    return words.moment(datetime.fromisoformat(iso))


def away_reply(until: datetime | None, deputy: str | None, words: Words) -> Message:
    """After `/aaca away`."""
    said = words("You are away until {at}.", at=words.moment(until)) if until else words("You are away.")
    person = shown(deputy, NAME)
    who = words("{person} stands in.", person=person) if person else words("Nobody stands in for you.")
    after = words("{command} back ends it.", command=COMMAND)
    return said_reply(" ".join((said, who, after)))


def back_reply(was_away: bool, words: Words) -> Message:
    """After `/aaca back`."""
    return said_reply(
        words("You are back.") if was_away else words("You were not away. Nothing was changed.")
    )


CANNOT_BE_AWAY: Mapping[str, str] = {
    "unknown_time": N_("I do not understand until when."),
    "unknown_name": N_("I find no such colleague who can stand in."),
    "in_the_past": N_("This time is already over."),
    "oneself": N_("You cannot stand in for yourself."),
    "unknown": N_("I find no such colleague who can stand in."),
    "away_too": N_("They are away themselves."),
}


def cannot_be_away_reply(problem: str, words: Words) -> Message:
    """What was typed could not be used, and how to type it."""
    known = CANNOT_BE_AWAY.get(problem, N_("This cannot be used."))
    how = words("Type for example: {command} away 2026-12-24 @Ann, or {command} away 8h.", command=COMMAND)
    return said_reply(words("{problem} Nothing was changed. {how}", problem=words(known), how=how))
