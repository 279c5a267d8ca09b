"""An item in full, and what is said once it is taken back."""

from aacabot.domain.intel.items import ItemShown
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.blocks import context
from aacabot.slack.views.forms import modal
from aacabot.slack.views.intel.items import item_blocks
from aacabot.slack.views.intel.said import LABELS
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.replies import said_reply


def item_modal(item: ItemShown, words: Words) -> Block:
    """All of an item, what its label means, and what its reader can do with it."""
    meaning = words("{label} means: {meaning}.", label=item.label.mark, meaning=words(LABELS[item.label]))
    counted = words("The source is told how often this is read, and never by whom.")
    said = meaning if item.is_own else f"{meaning} {counted}"
    return modal(
        IntelActionId.INTEL_OPEN,
        words("Shared intelligence"),
        [*item_blocks(item, words, full=True), context(BlockId.HINT, said)],
        close=words("Close"),
        metadata={"item": item.id},
    )


def withdrawn_reply(words: Words) -> Message:
    """For whoever pressed, in a message."""
    return said_reply(words("Withdrawn. Nobody else can read it any more."))
