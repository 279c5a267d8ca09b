"""Setting a member up: where alerts arrive, zone, language, digest, guided mode, cover, brands' channels."""

from collections.abc import Mapping
from typing import Any

from aacabot.domain.connections import HOURS, LANGUAGES, Connections, Cover
from aacabot.domain.untrusted import inert
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.joining import JoiningActionId, JoiningInputId
from aacabot.slack.views.blocks import actions, button, header, section
from aacabot.slack.views.forms import field, modal, option, select
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.pickers import channel_picker, suggesting
from aacabot.slack.views.texts import plain, shown

NAME = 75
LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
"""Each in its own language, so that it is found."""
COVERS = {
    Cover.AGENCY: N_("The agency that acts for us"),
    Cover.DESK: N_("The operator's desk"),
    Cover.NOBODY: N_("Nobody: alerts wait for us"),
}
GUIDED = {"on": N_("On: plain words, one step at a time"), "off": N_("Off")}
COUNTED = {
    "on": N_("Yes, and tell us in turn"),
    "off": N_("No, and tell us nothing of others"),
}


def set_up_modal(
    member: Connections, kept: dict[str, str], words: Words, *, here: str | None = None, with_picker: bool
) -> Block:
    """The form right after joining, and later. Without a picker, people of other organisations choose between
    the channel there is and the one they are in, `here`: Slack would show them their own workspace's.
    """
    said = words(
        "{member}: choose where alerts arrive. The app joins a public channel by itself; in a private one "
        "type /invite @aacabot first.",
        member=shown(member.member, NAME),
    )
    blocks = [section(BlockId.TEXT, said), *_channel(member, kept.get("team"), here, with_picker, words)]
    zone = option(member.timezone, member.timezone)
    hours = [option(f"{hour:02}:00", str(hour)) for hour in HOURS]
    offered = dict.fromkeys([*LANGUAGES, member.locale])
    languages = [option(LANGUAGE_NAMES.get(name, name), name) for name in offered]
    blocks += [
        field(
            JoiningInputId.TIME_ZONE,
            words("Time zone (type a city)"),
            suggesting(JoiningInputId.TIME_ZONE, words("Type a city"), zone),
        ),
        field(
            JoiningInputId.LANGUAGE,
            words("Language of alerts and digests"),
            select(JoiningInputId.LANGUAGE, words("Choose a language"), languages, member.locale),
        ),
        field(
            JoiningInputId.DIGEST_HOUR,
            words("The digest comes at"),
            select(JoiningInputId.DIGEST_HOUR, words("Choose an hour"), hours, str(member.digest_hour)),
        ),
    ]
    return modal(
        JoiningActionId.SET_UP,
        words("Set up"),
        blocks,
        close=words("Later"),
        submit=words("Save"),
        metadata={**kept, "member": member.member_id},
    )


def _channel(
    member: Connections, team: str | None, here: str | None, with_picker: bool, words: Words
) -> list[Block]:
    label = words("Alerts arrive in")
    if with_picker and member.channel_id and member.team_id != team:
        label = words("Alerts arrive in (leave empty to keep the channel of now)")
        picker = channel_picker(JoiningInputId.ALERT_CHANNEL, words("Choose a channel"))
        return [field(JoiningInputId.ALERT_CHANNEL, label, picker, optional=True)]
    if with_picker:
        initial = member.channel_id if not member.channel_problem else None
        picker = channel_picker(JoiningInputId.ALERT_CHANNEL, words("Choose a channel"), initial)
        return [field(JoiningInputId.ALERT_CHANNEL, label, picker)]
    offered = [option(words("The channel of now"), member.channel_id)] if member.channel_id else []
    if here and here != member.channel_id:
        offered.append(option(words("This channel"), here))
    if not offered:
        return []
    menu = select(JoiningInputId.ALERT_CHANNEL, words("Choose a channel"), offered, member.channel_id or here)
    return [field(JoiningInputId.ALERT_CHANNEL, label, menu)]


def preferences_modal(member: Connections, kept: dict[str, str], words: Words) -> Block:
    """Guided mode, who hears critical alerts when nobody is on duty, and whether cases count for others."""
    guided = [option(words(label), value) for value, label in GUIDED.items()]
    covers = [option(words(label), cover.value) for cover, label in COVERS.items()]
    counted = [option(words(label), value) for value, label in COUNTED.items()]
    counts = "on" if member.shares_encounters else "off"
    blocks = [
        field(
            JoiningInputId.GUIDED,
            words("Guided mode, for organisations without counsel"),
            select(JoiningInputId.GUIDED, words("Choose"), guided, "on" if member.guided else "off"),
        ),
        field(
            JoiningInputId.COVER,
            words("When none of us is on duty, critical alerts go to"),
            select(JoiningInputId.COVER, words("Choose"), covers, member.cover.value),
        ),
        field(
            JoiningInputId.SHARES_ENCOUNTERS,
            words("Count our cases, unnamed, in what others are told"),
            select(JoiningInputId.SHARES_ENCOUNTERS, words("Choose"), counted, counts),
        )
        | {"hint": plain(_counted_how(words), limits.INPUT_HINT)},
    ]
    return modal(
        JoiningActionId.PREFERENCES,
        words("Preferences"),
        blocks,
        close=words("Cancel"),
        submit=words("Save"),
        metadata={**kept, "member": member.member_id},
    )


def _counted_how(words: Words) -> str:
    return words(
        "Others learn at most that three or more members met the same seller, listing, title or image, and "
        "only where five could be meant."
    )


def brand_channel_modal(member: Connections, kept: dict[str, str], words: Words) -> Block:
    """A channel of its own for one brand; left empty, the brand's alerts go where the others go."""
    blocks = [
        field(
            JoiningInputId.CHANNEL_BRAND,
            words("Brand"),
            suggesting(JoiningInputId.CHANNEL_BRAND, words("Type a brand's name")),
        ),
        field(
            JoiningInputId.OWN_CHANNEL,
            words("Its alerts arrive in (leave empty for the channel of all)"),
            channel_picker(JoiningInputId.OWN_CHANNEL, words("Choose a channel")),
            optional=True,
        ),
    ]
    return modal(
        JoiningActionId.BRAND_CHANNEL,
        words("A brand's channel"),
        blocks,
        close=words("Cancel"),
        submit=words("Save"),
        metadata={**kept, "member": member.member_id},
    )


def alerts_here(values: Mapping[str, Any], words: Words) -> Message:
    """The test message of a channel that was just chosen."""
    member, brand = shown(values["member"], NAME), shown(values.get("brand"), NAME)
    said = (
        words("Alerts of {brand} will arrive here.", brand=brand)
        if brand
        else words("Alerts of {member} will arrive here.", member=member)
    )
    after = words(
        "You see this message because an admin chose this channel. Each alert is a card with its own buttons."
    )
    change = button(JoiningActionId.SET_UP, words("Set up…"), values["member_id"])
    blocks = [header(BlockId.HEADER, said), section(BlockId.TEXT, after), actions(BlockId.ACTIONS, change)]
    return Message(inert(said, 200), blocks)
