"""When a member's alerts come: the form, and how it stands now."""

from collections.abc import Sequence

from aacabot.domain.connections import Connections
from aacabot.domain.quiet_hours import DIGEST_EVERY, HOURS, AlertMode, AlertTimes
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.alert_groups import AlertGroupActionId, AlertGroupInputId
from aacabot.slack.ids.joining import JoiningActionId
from aacabot.slack.views.blocks import actions, button, header, section
from aacabot.slack.views.forms import field, modal, option, select
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bullets, line, rich
from aacabot.slack.views.setting_up import COUNTED, COVERS, GUIDED, LANGUAGE_NAMES
from aacabot.slack.views.texts import shown

NAME = 75
NEVER = "never"
MODES = {
    AlertMode.EACH: N_("Each at once; those that belong together on one card"),
    AlertMode.DIGEST: N_("Together, every few hours"),
}
SHOWN = 10
"""Members of whom one answer tells."""


def alert_times_modal(member: Connections, kept: dict[str, str], words: Words) -> Block:
    """Quiet hours, and whether alerts come one by one or as a digest."""
    times = member.times
    said = words(
        "Critical alerts always come at once. The time to decide runs on while others wait. "
        "Hours are those of your time zone, {zone}.",
        zone=member.timezone,
    )
    hours = [option(words("No quiet hours"), NEVER), *(option(_clock(hour), str(hour)) for hour in HOURS)]
    modes = [option(words(label), mode.value) for mode, label in MODES.items()]
    every = [option(words.plural("{n} hour", "{n} hours", n), str(n)) for n in DIGEST_EVERY]
    blocks = [
        section(BlockId.TEXT, said),
        _menu(AlertGroupInputId.ALERT_MODE, words("New alerts come"), modes, times.mode.value, words),
        _menu(
            AlertGroupInputId.DIGEST_EVERY,
            words("If together: every"),
            every,
            str(times.digest_every),
            words,
        ),
        _menu(AlertGroupInputId.QUIET_FROM, words("Quiet from"), hours, _value(times.quiet_from), words),
        _menu(AlertGroupInputId.QUIET_UNTIL, words("Quiet until"), hours, _value(times.quiet_until), words),
    ]
    return modal(
        AlertGroupActionId.ALERT_TIMES,
        words("When alerts come"),
        blocks,
        close=words("Cancel"),
        submit=words("Save"),
        metadata={**kept, "member": member.member_id},
    )


def _menu(field_id: str, label: str, options: list[Block], initial: str, words: Words) -> Block:
    return field(field_id, label, select(field_id, words("Choose"), options, initial))


def _value(hour: int | None) -> str:
    return NEVER if hour is None else str(hour)


def _clock(hour: int) -> str:
    return f"{hour:02}:00"


def times_told(times: AlertTimes, words: Words) -> list[str]:
    """How it stands, in two sentences."""
    if times.mode is AlertMode.DIGEST:
        alerts = words.plural(
            "New alerts come together every {n} hour",
            "New alerts come together every {n} hours",
            times.digest_every,
        )
    else:
        alerts = words("New alerts come at once")
    if times.quiet_from is None or times.quiet_until is None:
        return [alerts, words("No quiet hours")]
    first, last = _clock(times.quiet_from), _clock(times.quiet_until)
    return [alerts, words("Quiet hours: {first} to {last}", first=first, last=last)]


def settings_reply(members: Sequence[Connections], words: Words) -> Message:
    """Each member's settings, with the forms for those who may change them."""
    title = words("Settings")
    if not members:
        said = words("Choose a member in the app's home, under Connections: its settings are there.")
        return Message(said, [section(BlockId.TEXT, said)])
    blocks = [block for member in members[:SHOWN] for block in _settings_of(member, words)]
    return Message(title, [header(BlockId.HEADER, title), *blocks])


def _settings_of(member: Connections, words: Words) -> list[Block]:
    told = [
        *times_told(member.times, words),
        words("Time zone: {zone}", zone=member.timezone),
        words("Language: {language}", language=LANGUAGE_NAMES.get(member.locale, member.locale)),
        words("Digest at {hour}", hour=_clock(member.digest_hour)),
        words("Guided mode: {mode}", mode=words(GUIDED["on" if member.guided else "off"])),
        words("When none of you is on duty: {cover}", cover=words(COVERS[member.cover])),
        words(
            "Your cases count, unnamed, in what others are told: {answer}",
            answer=words(COUNTED["on" if member.shares_encounters else "off"]),
        ),
    ]
    name, ident = shown(member.member, NAME), member.member_id
    said = rich(f"{BlockId.TEXT}_{ident}", line(name), bullets(*(line(one) for one in told)))
    if not member.can_edit:
        return [said]
    forms = (
        button(AlertGroupActionId.ALERT_TIMES, words("Alerts, quiet hours…"), ident),
        button(JoiningActionId.SET_UP, words("Channel, zone, language…"), ident),
        button(JoiningActionId.PREFERENCES, words("Guided mode, cover…"), ident),
    )
    return [said, actions(f"{BlockId.ACTIONS}_{ident}", *forms)]
