"""Strangers who ask to be let in: what they, and the admins, are told."""

from collections.abc import Mapping
from typing import Any

from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.people import PeopleActionId
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.message import Message
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.texts import shown

NAME = 80


def asked_reply(organisation: str, words: Words) -> Message:
    return said_reply(
        words(
            "The admins of {organisation} have been asked. You hear from me when they have answered.",
            organisation=shown(organisation, NAME),
        )
    )


def access_asked(values: Mapping[str, Any], words: Words) -> Message:
    """To the admins: who asks, and the two answers."""
    title = words("Somebody asks to be let in")
    told = words(
        "{person} (Slack id {user}, workspace {team}) would like to work with {organisation} here. "
        "Let in only whom you know.",
        person=shown(values["name"], NAME) or "?",
        user=shown(values["user_id"], NAME),
        team=shown(values["team_id"], NAME),
        organisation=shown(values["organisation"], NAME),
    )
    request_id = str(values["request_id"])
    row = actions(
        f"{BlockId.ACTIONS}_access",
        button(PeopleActionId.ACCESS_GRANT, words("Give a role"), request_id, style="primary"),
        button(PeopleActionId.ACCESS_REFUSE, words("Refuse"), request_id),
    )
    return Message(title, [section(BlockId.TEXT, f"{title}\n{told}"), row])


def access_settled(values: Mapping[str, Any], words: Words) -> Message:
    """To the stranger: what was answered."""
    organisation = shown(values["organisation"], NAME)
    if values["outcome"] == "granted":
        return said_reply(
            words("{organisation} has let you in. The cards' buttons work now.", organisation=organisation)
        )
    return said_reply(
        words(
            "An admin of {organisation} did not let you in. The desk can tell you more.",
            organisation=organisation,
        )
    )


def refused_reply(name: str, words: Words) -> Message:
    """To the admin who said no."""
    person = shown(name, NAME) or "?"
    return said_reply(words("{person} has been told that they are not let in.", person=person))
