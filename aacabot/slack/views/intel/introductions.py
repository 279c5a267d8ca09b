"""Introductions: asking for one, being asked, and who the other is once both agree."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aacabot.domain.intel.introductions import Answered, Wished
from aacabot.domain.intel.kinds import IntelKind
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.blocks import actions, button, context, dialog, section
from aacabot.slack.views.intel.said import kind_said
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.rich import bold, line, quote, rich
from aacabot.slack.views.texts import shown

_NAME = 80
_KNOWN_AS = 200
_ASKS_ABOUT: Mapping[IntelKind, str] = {
    IntelKind.LISTING: N_("Another member asks about a listing you know of"),
    IntelKind.SELLER: N_("Another member asks about a seller you know of"),
    IntelKind.STOREFRONT: N_("Another member asks about a storefront you know of"),
    IntelKind.TITLE: N_("Another member asks about a title you know of"),
    IntelKind.KEYWORD: N_("Another member asks about a keyword you know of"),
    IntelKind.IMAGE: N_("Another member asks about an image you know of"),
    IntelKind.PAYMENT: N_("Another member asks about a payment handle you shared"),
    IntelKind.CONTACT: N_("Another member asks about a phone number or other contact you shared"),
    IntelKind.WAREHOUSE: N_("Another member asks about a warehouse you know of"),
    IntelKind.FACILITY: N_("Another member asks about a facility you know of"),
    IntelKind.METHOD: N_("Another member asks about a method you know of"),
    IntelKind.NOTE: N_("Another member asks about something you know of"),
}


def ask_button(action: IntelActionId, value: str, words: Words) -> Block:
    """Ask whoever holds something on it whether they agree to be introduced: pressing it agrees, too."""
    asked = dialog(
        words("Ask to be introduced?"),
        words(
            "Whoever else in the alliance holds something on this is asked, without your name, whether they "
            "agree to be introduced. If one does, they learn who you are, and you who they are."
        ),
        words("Ask"),
        words("Cancel"),
        style="primary",
    )
    return button(action, words("Ask the alliance"), value, dialog=asked)


def wished_said(wished: Wished, words: Words) -> str:
    """The same words whether or not there was anybody to ask."""
    return words(
        "Asked. If somebody holds something on this and agrees, both of you hear at once who the other is. "
        "Otherwise you hear on {day} that nobody agreed.",
        day=words.day(wished.until),
    )


def wished_reply(wished: Wished, words: Words) -> Message:
    return said_reply(wished_said(wished, words))


def introduction_wished(values: Mapping[str, Any], words: Words) -> Message:
    """To people of a holder: somebody asks; what came of it once it is answered or over."""
    title = words(_ASKS_ABOUT[IntelKind(values["kind"])])
    about = [value for value in (values.get("name"), values.get("marketplace")) if value]
    known = " · ".join(text for one in about if (text := shown(one, _KNOWN_AS)))
    since = _since(values, words)
    asked = words(
        "Would you be introduced? You learn who they are, and they learn who you are, only if you agree. "
        "If you say no, or nothing, they never learn that you were asked."
    )
    lines = [
        line(bold(title)),
        *([quote(known)] if known else []),
        *([line(since)] if since else []),
        line(asked),
    ]
    return Message(title, [rich(BlockId.TEXT, *lines), _answers(values, words)])


def _since(values: Mapping[str, Any], words: Words) -> str | None:
    """The day by which the holder finds its own: of a payment handle or contact there is nothing else."""
    if met_on := values.get("met_on"):
        return words("You last met it on {day}.", day=words.day(_day(met_on)))
    if shared_on := values.get("shared_on"):
        return words("You shared it on {day}.", day=words.day(_day(shared_on)))
    return None


def _answers(values: Mapping[str, Any], words: Words) -> Block:
    match values.get("answer"):
        case None:
            ident = str(values["introduction"])
            return actions(
                f"{BlockId.ACTIONS}_introduction",
                button(IntelActionId.INTEL_AGREE, words("Introduce us"), ident, style="primary"),
                button(IntelActionId.INTEL_REFUSE, words("No"), ident),
            )
        case "over":
            return context(BlockId.STATUS, words("This is over. Nothing was told about you."))
        case answer:
            person = shown(values.get("by"), _NAME) or words("A colleague")
            if answer == "agreed":
                return context(BlockId.STATUS, words("{person} agreed for you.", person=person))
            return context(BlockId.STATUS, words("{person} said no for you.", person=person))


def introduced(values: Mapping[str, Any], words: Words) -> Message:
    """To both sides at once: who the other is, and whom to write to."""
    title = words("You are introduced to {member}", member=shown(values["member"], _NAME) or "?")
    about = shown(values.get("name"), _KNOWN_AS)
    kind = kind_said(IntelKind(values["kind"]), words)
    why = (
        words("You asked who else knows of this; they do, and agreed. It is about: {kind}", kind=kind)
        if values["asked"]
        else words("They asked about something you know of, and you agreed. It is about: {kind}", kind=kind)
    )
    people = [text for one in values["people"] if (text := shown(one, _NAME))]
    contact = ", ".join(text for one in values["contact"] if (text := shown(one, _NAME)))
    lines = [
        line(bold(title)),
        *([quote(about)] if about else []),
        line(why),
        *([line(words("Who spoke for them: {people}", people=words.listing_of(people)))] if people else []),
        *([line(words("Their contact: {contact}", contact=contact))] if contact else []),
    ]
    after = words(
        "What you tell each other is between you: talk of counterfeiters, not of prices, customers or plans."
    )
    return Message(words("You are introduced"), [rich(BlockId.TEXT, *lines), section(BlockId.HINT, after)])


def introduction_closed(values: Mapping[str, Any], words: Words) -> Message:
    """To who asked: the same words for no, for silence, and for nobody there."""
    title = words("Nobody agreed to be introduced")
    about = shown(values.get("name"), _KNOWN_AS)
    said = words("You asked on {day}. You can ask again.", day=words.day(_day(values["asked_on"])))
    return Message(
        title, [rich(BlockId.TEXT, line(bold(title)), *([quote(about)] if about else []), line(said))]
    )


def answered_reply(answered: Answered, words: Words) -> Message:
    """To who answered; where they agreed, a direct message says the rest."""
    if answered.agreed:
        other = shown(answered.other, _NAME) or "?"
        return said_reply(words("You are introduced to {member}. A direct message says more.", member=other))
    return said_reply(
        words("Noted: you are not introduced. Whoever asked does not learn that you were asked.")
    )


def _day(iso: str) -> Any:
    return datetime.fromisoformat(iso).date()
