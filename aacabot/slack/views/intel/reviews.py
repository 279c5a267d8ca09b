"""What waits for counsel, with the sentence in bold and the words besides in italics; and what came of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aacabot.domain.intel.guard import Place, Topic
from aacabot.domain.intel.guard.marking import Segment, segments
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.reviews import NOTE_LIMIT, Outcome, WaitingList, Waits, as_marked
from aacabot.domain.untrusted import clean
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.forms import field, modal, text_input
from aacabot.slack.views.intel.said import kind_said
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bold, line, quote, rich, text
from aacabot.slack.views.texts import paragraphs, shown

_NAME = 80
TOPICS: Mapping[Topic, str] = {
    Topic.PRICES: N_("prices and discounts"),
    Topic.MARGINS: N_("margins and costs"),
    Topic.VOLUMES: N_("volumes and market shares"),
    Topic.DISTRIBUTION: N_("distributors"),
    Topic.RESALE: N_("resale prices"),
    Topic.BOYCOTT: N_("not dealing with somebody together"),
    Topic.CUSTOMERS: N_("customers"),
    Topic.LAUNCHES: N_("launches and plans"),
    Topic.OWN: N_("a word your alliance's counsel added"),
}


def held_card(values: Mapping[str, Any], words: Words) -> Message:
    """To counsel: what a colleague wants to share, what is marked in it, and the two answers."""
    title = words("Before this is shared, please read it")
    if values.get("outcome"):
        return Message(title, [section(BlockId.TEXT, _settled(values, words))])
    intro = words(
        "A colleague at {organisation} wants to share this with other members, who may be competitors. "
        "What is in bold could be something competitors should not tell each other.",
        organisation=shown(values["organisation"], _NAME),
    )
    blocks = [section(BlockId.TEXT, f"{title}\n{intro}"), *_waiting(values, values["item_id"], words)]
    return Message(title, blocks)


def _waiting(values: Mapping[str, Any], item_id: str, words: Words) -> list[Block]:
    return [
        rich(f"{BlockId.LINE}_{item_id}", *_lines(values, words)),
        actions(
            f"{BlockId.ACTIONS}_{item_id}",
            button(IntelActionId.INTEL_RELEASE, words("Release: it may be shared"), item_id, style="primary"),
            button(IntelActionId.INTEL_TURN_DOWN, words("Refuse"), item_id),
        ),
    ]


def _lines(values: Mapping[str, Any], words: Words) -> list[Block]:
    marked = [as_marked(one) for one in values["marked"]]
    topics = dict.fromkeys(words(TOPICS[one.topic]) for one in marked)
    kind = kind_said(IntelKind(values["item_kind"]), words)
    told = [line(bold(f"{Label(values['label']).mark} · {kind}"))]
    for place in Place:
        written = str(values["texts"].get(place.value) or "")
        if written:
            here = [one for one in marked if one.place is place]
            told.append(_quoted([_leaf(part) for part in segments(written, here)]))
    return [*told, line(words("Marked: {topics}.", topics=words.listing_of(list(topics))))]


def _quoted(leaves: list[Block]) -> Block:
    return {"type": "rich_text_quote", "elements": [leaf for leaf in leaves if leaf["text"]]}


def _leaf(part: Segment) -> Block:
    """Cleaned like all text people typed, with the spaces at its ends kept: the next part follows at once."""
    before = " " if part.text[:1].isspace() else ""
    after = " " if part.text[-1:].isspace() else ""
    visible = clean(part.text)
    written = f"{before}{visible}{after}" if visible else before
    if part.is_marked:
        return {"type": "text", "text": written, "style": {"bold": True, "italic": True}}
    return bold(written) if part.in_sentence else text(written)


def _settled(values: Mapping[str, Any], words: Words) -> str:
    if values["outcome"] == Outcome.NOT_NEEDED:
        return words("A colleague changed what was to be shared. This question needs no answer any more.")
    said = N_("{person} released this on {time}: it is shared.")
    if values["outcome"] != Outcome.RELEASED:
        said = N_("{person} refused this on {time}: it is not shared.")
    at = datetime.fromisoformat(values["decided_at"])
    return words(said, person=shown(values["decided_by"], _NAME) or "?", time=words.moment(at))


def decided_message(values: Mapping[str, Any], words: Words) -> Message:
    """To the author: what counsel said."""
    kind = kind_said(IntelKind(values["item_kind"]), words)
    mark = Label(values["label"]).mark
    if values["outcome"] == Outcome.RELEASED:
        title = words("Your counsel has released what you share")
        told = words("{kind}, {label}: those it is for can read it from now on.", kind=kind, label=mark)
    elif values["outcome"] == Outcome.NOBODY:
        title = words("What you want to share waits for counsel, and there is nobody to ask")
        told = words(
            "{kind}, {label}: your organisation has no other counsel or admin here. The desk can help to "
            "appoint one; or edit the text so that nothing in it is marked.",
            kind=kind,
            label=mark,
        )
    else:
        title = words("Your counsel has refused what you wanted to share")
        told = words(
            "{kind}, {label}: nobody else reads it. You can write it anew without what was marked.",
            kind=kind,
            label=mark,
        )
    note = paragraphs(str(values["note"] or ""), NOTE_LIMIT)
    parts = [line(bold(title)), line(told), *([quote(note)] if note else [])]
    opened = button(IntelActionId.INTEL_OPEN, words("Open"), values["item_id"])
    return Message(title, [rich(BlockId.TEXT, *parts), actions(BlockId.ACTIONS, opened)])


def refuse_modal(item_id: str, words: Words, place: str | None = None) -> Block:
    """Why it is not shared: the author reads it."""
    why = text_input(
        IntelInputId.REVIEW_NOTE, words("What should be left out, or said differently"), most=NOTE_LIMIT
    )
    return modal(
        IntelActionId.INTEL_TURN_DOWN,
        words("Refuse"),
        [
            section(BlockId.TEXT, words("It is not shared. Your colleague reads what you write here.")),
            field(IntelInputId.REVIEW_NOTE, words("Why"), why),
        ],
        close=words("Cancel"),
        submit=words("Refuse"),
        metadata={"item": item_id, **({"place": place} if place else {})},
    )


def waiting_section(found: WaitingList, words: Words) -> list[Block]:
    """What waits for the reader's decision, for the Intel tab: three blocks an item at most."""
    if not found.waits:
        return [section(f"{BlockId.TEXT}_intel", words("Nothing waits for you."))]
    intro = words(
        "Colleagues want to share these. What is in bold could be something competitors should not tell each "
        "other: you release it or refuse it."
    )
    return [
        section(f"{BlockId.TEXT}_intel", intro),
        *(block for one in found.waits for block in _one(one, words)),
    ]


def _one(one: Waits, words: Words) -> list[Block]:
    if not one.mine:
        return _waiting(one.values, one.item_id, words)
    said = words("You wrote this yourself: another counsel or admin decides it.")
    return [rich(f"{BlockId.LINE}_{one.item_id}", *_lines(one.values, words), line(said))]
