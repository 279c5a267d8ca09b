"""Passing an item on into a channel: the form, and why something is not posted."""

from collections.abc import Mapping
from typing import Any

from aacabot.domain.intel.items import ItemShown
from aacabot.domain.intel.labels import Label
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.blocks import section
from aacabot.slack.views.forms import field, modal
from aacabot.slack.views.intel.refused import room_refused
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.notices import notice
from aacabot.slack.views.pickers import channel_picker
from aacabot.slack.views.replies import said_reply

_MAY: Mapping[Label, str] = {
    Label.CLEAR: N_("TLP:CLEAR may go into any channel."),
    Label.GREEN: N_("TLP:GREEN may go into channels of the alliance's workspaces alone."),
    Label.AMBER: N_("TLP:AMBER may go where all people are your organisation's, or act for it."),
    Label.AMBER_STRICT: N_("TLP:AMBER+STRICT may go where all people are your organisation's own."),
    Label.RED: N_("TLP:RED goes into no channel."),
}


def post_modal(item: ItemShown, words: Words) -> Block:
    said = words(
        "{rule} I look at who is in the channel right before I post, not afterwards: who joins it later can "
        "read it too.",
        rule=words(_MAY[item.label]),
    )
    picker = channel_picker(IntelInputId.ROOM, words("Choose a channel"))
    return modal(
        IntelActionId.INTEL_POST,
        words("Post in a channel"),
        [section(BlockId.TEXT, said), field(IntelInputId.ROOM, words("Channel"), picker)],
        close=words("Cancel"),
        submit=words("Post"),
        metadata={"item": item.id},
    )


def posting_modal(words: Words) -> Block:
    said = words("It is on its way. Should somebody it is not for be there by then, I tell you instead.")
    return notice(IntelActionId.INTEL_POST, words("Post in a channel"), [said], words)


def not_posted(values: Mapping[str, Any], words: Words) -> Message:
    """To whoever asked, where it turned out only right before it was to be posted."""
    return said_reply(room_refused(str(values["outsider"]), words))
