"""An announcement in a member's channel, the operator's form for it, and what an answer is answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aacabot.domain.announcements import TEXT, TITLE, RsvpAnswer
from aacabot.domain.untrusted import inert
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.announcements import AnnouncementActionId, AnnouncementInputId
from aacabot.slack.views.blocks import actions, button, header, section
from aacabot.slack.views.directory import REGIONS
from aacabot.slack.views.forms import field, modal, options_of, select, text_input
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.pickers import date_picker, line_input, suggesting_several, time_picker
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.texts import paragraphs, shown

EVERYWHERE = "all"
_ADDRESSED: Mapping[str, str] = {EVERYWHERE: N_("All members"), **REGIONS}

ANSWERS: Mapping[AnnouncementActionId, RsvpAnswer] = {
    AnnouncementActionId.RSVP_COMING: RsvpAnswer.COMING,
    AnnouncementActionId.RSVP_MAYBE: RsvpAnswer.MAYBE,
    AnnouncementActionId.RSVP_NOT: RsvpAnswer.NOT,
}
_NOTED: Mapping[RsvpAnswer, str] = {
    RsvpAnswer.COMING: N_("Noted: you are coming. {title}, {at}. You can still change it."),
    RsvpAnswer.MAYBE: N_("Noted: maybe. {title}, {at}. You can still change it."),
    RsvpAnswer.NOT: N_("Noted: you are not coming. {title}, {at}. You can still change it."),
}


def announcement_card(values: Mapping[str, Any], words: Words) -> Message:
    """The operator's own words, as written; an event with its moment here and three answers."""
    title = shown(str(values["title"]), TITLE) or words("Announcement")
    text = paragraphs(str(values["text"]), TEXT)
    blocks = [header(BlockId.HEADER, title)]
    if values.get("happens_at"):
        blocks.append(section(BlockId.STATUS, happens(datetime.fromisoformat(values["happens_at"]), words)))
    if text:
        blocks.append(section(BlockId.TEXT, text))
    if values.get("happens_at"):
        blocks.append(_answers(str(values["id"]), words))
    return Message(words("Announcement: {title}", title=inert(title, TITLE)), blocks)


def happens(at: datetime, words: Words) -> str:
    return words("When: {at}", at=words.moment(at))


def _answers(announcement_id: str, words: Words) -> Block:
    return actions(
        BlockId.ACTIONS,
        button(AnnouncementActionId.RSVP_COMING, words("Coming"), announcement_id, style="primary"),
        button(AnnouncementActionId.RSVP_MAYBE, words("Maybe"), announcement_id),
        button(AnnouncementActionId.RSVP_NOT, words("Not coming"), announcement_id),
    )


def rsvp_reply(given: RsvpAnswer, title: str, happens_at: datetime, words: Words) -> Message:
    """For the eyes of who answered only."""
    return said_reply(words(_NOTED[given], title=shown(title, TITLE), at=words.moment(happens_at)))


def answered(answers: Mapping[RsvpAnswer, int], words: Words) -> str:
    return words(
        "coming {coming}, maybe {maybe}, not coming {declined}",
        coming=words.number(answers.get(RsvpAnswer.COMING, 0)),
        maybe=words.number(answers.get(RsvpAnswer.MAYBE, 0)),
        declined=words.number(answers.get(RsvpAnswer.NOT, 0)),
    )


def announce_modal(announcement_id: str, timezone: str, place: Place, words: Words) -> Block:
    """Title and text; a date and time where it is an event; and to whom."""
    ids = AnnouncementInputId
    to = select(ids.ANNOUNCE_REGION, words("To"), options_of(_ADDRESSED, _ADDRESSED, words), EVERYWHERE)
    members = suggesting_several(ids.ANNOUNCE_MEMBERS, words("Search members"))
    blocks = [
        field(ids.ANNOUNCE_TITLE, words("Title"), line_input(ids.ANNOUNCE_TITLE, most=TITLE)),
        field(ids.ANNOUNCE_TEXT, words("Text"), text_input(ids.ANNOUNCE_TEXT, most=TEXT)),
        field(ids.ANNOUNCE_DATE, words("Date, for an event"), date_picker(ids.ANNOUNCE_DATE), optional=True),
        field(ids.ANNOUNCE_TIME, words("Time"), time_picker(ids.ANNOUNCE_TIME), optional=True),
        field(
            ids.ANNOUNCE_ZONE,
            words("Time zone"),
            line_input(ids.ANNOUNCE_ZONE, timezone, most=64),
            optional=True,
        ),
        field(ids.ANNOUNCE_REGION, words("To"), to),
        field(ids.ANNOUNCE_MEMBERS, words("Or to these members only"), members, optional=True),
    ]
    return modal(
        AnnouncementActionId.ANNOUNCE,
        words("Announce something"),
        blocks,
        close=words("Cancel"),
        submit=words("Announce"),
        metadata={"place": place.value, "announcement": announcement_id},
    )
