"""Items in messages: under RED to one person, posted in a channel, and with a request about their label."""

from collections.abc import Mapping

from aacabot.domain.intel.items import ItemShown
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.passed_on import ItemPassed, PassedAs
from aacabot.domain.intel.relabelling import LabelRequestShown
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.blocks import actions, button, context, header, section
from aacabot.slack.views.intel.items import item_blocks
from aacabot.slack.views.intel.refused import OUTCOMES
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.replies import said_reply
from aacabot.slack.views.texts import shown

_NAME = 80

_PASS_ON: Mapping[Label, str] = {
    Label.CLEAR: N_("TLP:CLEAR: anybody may know it."),
    Label.GREEN: N_("TLP:GREEN: for the alliance alone. Do not pass it on beyond."),
    Label.AMBER: N_(
        "TLP:AMBER: for who is here now. Do not pass it on. "
        "Before you let others into this channel, delete it."
    ),
    Label.AMBER_STRICT: N_(
        "TLP:AMBER+STRICT: for who is here now. Do not pass it on. Before you let others into this channel, "
        "delete it."
    ),
    Label.RED: N_("TLP:RED: for you alone. Do not pass it on, to nobody, in any form."),
}


def passed_message(passed: ItemPassed, words: Words) -> Message:
    """The message as it is now; what was withdrawn is gone from it."""
    if passed.kind is PassedAs.REQUEST:
        return _asked(passed.request, words)
    if passed.item is None:
        return said_reply(words("This was withdrawn, or may not be read here any more."))
    return _red(passed.item, words) if passed.kind is PassedAs.RED else _posted(passed.item, words)


def _red(item: ItemShown, words: Words) -> Message:
    """What stands on a lock screen says that there is something, and nothing of it."""
    way = button(IntelActionId.INTEL_OPEN, words("Open"), item.id)
    blocks = [
        header(BlockId.HEADER, words("TLP:RED: shared with you by name")),
        *item_blocks(item, words, buttons=False, full=True),
        context(BlockId.HINT, words(_PASS_ON[Label.RED])),
        actions(BlockId.ACTIONS, way),
    ]
    return Message(words("TLP:RED: something is shared with you by name"), blocks)


def _posted(item: ItemShown, words: Words) -> Message:
    way = button(IntelActionId.INTEL_OPEN, words("Open"), item.id)
    blocks = [
        *item_blocks(item, words, buttons=False, full=True),
        context(BlockId.HINT, words(_PASS_ON[item.label])),
        actions(BlockId.ACTIONS, way),
    ]
    return Message(words("{label}: shared intelligence", label=item.label.mark), blocks)


def _asked(request: LabelRequestShown | None, words: Words) -> Message:
    if request is None:
        return said_reply(words("This request is no longer yours to answer."))
    said = words(
        "{person} asks to pass an item on more widely: from {before} to {after}.",
        person=shown(request.asked_by, _NAME) or "?",
        before=_audience(request.from_label, request.from_group, 0, words),
        after=_audience(request.to_label, request.to_group, request.named, words),
    )
    title = words("A label waits for a second person")
    return Message(title, [section(BlockId.TEXT, said), *_what_is_asked(request, words)])


def _audience(label: Label, group: str | None, named: int, words: Words) -> str:
    name = shown(group, _NAME)
    if name:
        return words("{label} in the group {name}", label=label.mark, name=name)
    if label is Label.RED and named:
        return words.plural("TLP:RED for {n} person", "TLP:RED for {n} people", named)
    return label.mark


def _what_is_asked(request: LabelRequestShown, words: Words) -> list[Block]:
    if request.outcome is not None:
        ended = words(OUTCOMES[request.outcome])
        who = shown(request.decided_by, _NAME)
        return [context(BlockId.STATUS, f"{who}: {ended}" if who else ended)]
    item = (
        item_blocks(request.item, words, buttons=False, full=True)
        if request.item
        else [
            section(BlockId.LINE, words("It is under TLP:RED and not for you to read: ask your colleague."))
        ]
    )
    return [
        *item,
        context(BlockId.HINT, words("Waits until {at}.", at=words.moment(request.expires_at))),
        actions(
            BlockId.ACTIONS,
            button(IntelActionId.INTEL_LABEL_APPROVE, words("Approve"), request.id, style="primary"),
            button(IntelActionId.INTEL_LABEL_REFUSE, words("Refuse"), request.id, style="danger"),
        ),
    ]
