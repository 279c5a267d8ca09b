"""The buttons of one item: what its reader can do with it. They carry ids, never rights."""

from aacabot.domain.intel.items import ItemShown, ItemState
from aacabot.domain.intel.kinds import TRAITS
from aacabot.domain.intel.labels import Label
from aacabot.locales import Words
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.blocks import button, dialog
from aacabot.slack.views.intel.introductions import ask_button
from aacabot.slack.views.intel.verdicts import verdict_buttons
from aacabot.slack.views.message import Block

_LIVE = {ItemState.SHARED, ItemState.WITH_COUNSEL}


def buttons_of(item: ItemShown, words: Words, *, opened: bool = False) -> list[Block]:
    """At most what an actions block takes; `opened` where the item is shown in full already."""
    offered = [
        None if opened else button(IntelActionId.INTEL_OPEN, words("Open"), item.id),
        *_of_source(item, words),
        *(_of_audience(item, words) if opened else []),
        *_of_readers(item, words),
        *_of_sellers(item, words),
        *(_of_askers(item, words) if opened else []),
    ]
    return [one for one in offered if one]


def _of_audience(item: ItemShown, words: Words) -> list[Block]:
    """How far it may go: the source says so, and a reader passes it on as far as that."""
    change = button(IntelActionId.INTEL_LABEL, words("Change label"), item.id)
    post = button(IntelActionId.INTEL_POST, words("Post in a channel"), item.id)
    may_change = item.is_own and item.state in _LIVE
    may_post = item.label is not Label.RED and item.state is ItemState.SHARED
    return [*([change] if may_change else []), *([post] if may_post else [])]


def _of_readers(item: ItemShown, words: Words) -> list[Block]:
    """For everybody but the source's own people: what became of it at theirs."""
    if item.is_own or item.state is not ItemState.SHARED:
        return []
    return verdict_buttons(item.id, words)


def _of_sellers(item: ItemShown, words: Words) -> list[Block]:
    """Where it is about a seller: what hangs together with it, and being told when that moves."""
    if not item.sellers or item.state is not ItemState.SHARED:
        return []
    return [
        button(IntelActionId.INTEL_CLUSTER, words("Cluster"), item.id),
        button(IntelActionId.INTEL_WATCH, words("Watch this seller"), item.id),
    ]


def _of_askers(item: ItemShown, words: Words) -> list[Block]:
    """Being introduced to whoever else holds the same; who named somebody under RED is known to them."""
    is_open = item.state is ItemState.SHARED and item.label is not Label.RED
    if item.is_own or not is_open or not TRAITS[item.kind].matches:
        return []
    return [ask_button(IntelActionId.INTEL_ASK_ITEM, item.id, words)]


def _of_source(item: ItemShown, words: Words) -> list[Block]:
    """For the source's own people: its words, and taking it back."""
    if not item.is_own or item.state not in _LIVE:
        return []
    asked = dialog(
        words("Withdraw this item?"),
        words("Nobody else can read it any more. What they have read already, they know."),
        words("Withdraw"),
        words("Keep it"),
    )
    return [
        button(IntelActionId.INTEL_EDIT, words("Edit text"), item.id),
        button(IntelActionId.INTEL_WITHDRAW, words("Withdraw"), item.id, dialog=asked),
    ]
