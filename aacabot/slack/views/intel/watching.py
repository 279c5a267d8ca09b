"""The sellers somebody watches, and the message when one of them moves."""

from collections.abc import Mapping
from typing import Any

from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.watching import MOST_WATCHES, Watches
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId, HomeActionId
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.intel.said import kind_said
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.notices import notice_modal
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.texts import quoted, shown

_NAME = 80
_HAPPENED: Mapping[str, str] = {
    "shared": N_("new"),
    "widened": N_("passed on more widely"),
    "seen": N_("met again"),
}


def too_many_modal(words: Words) -> Block:
    """Said to whoever watches as many as one can."""
    said = words(
        "You watch {n} sellers, which is as many as can be. Stop watching one first.",
        n=words.number(MOST_WATCHES),
    )
    return notice_modal(IntelActionId.INTEL_WATCH, said, words)


def watches_list(found: Watches, place: Place, words: Words) -> list[Block]:
    """A page of them in the Intel tab, each with a button to stop."""
    blocks: list[Block] = [
        section(
            f"{BlockId.LINE}_{number}",
            words("{seller}, since {day}", seller=shown(one.seller, _NAME) or "?", day=words.day(one.since)),
            button(IntelActionId.INTEL_UNWATCH, words("Stop watching"), one.id),
        )
        for number, one in enumerate(found.watches)
    ]
    if not blocks:
        none = words("You watch no seller yet. Open an item about one and press “Watch this seller”.")
        blocks = [section(BlockId.TEXT, none)]
    return [*blocks, *_turning(found, place, words)]


def _turning(found: Watches, place: Place, words: Words) -> list[Block]:
    back, on = place.turned(found.page - 1).value, place.turned(found.page + 1).value
    turning = [
        button(HomeActionId.HOME_PAGE_BACK, words("Back"), back) if found.page > 1 else None,
        button(HomeActionId.HOME_PAGE_ON, words("More"), on) if found.more else None,
    ]
    return [actions(BlockId.PAGES, *turning)] if any(turning) else []


def moved(values: Mapping[str, Any], words: Words) -> Message:
    """To whoever follows: what is new around a seller, or under a search they saved. It repeats no text of an
    item: opening one asks again whether they may read it."""
    title = (
        words("News of a seller you watch")
        if values["kind"] == "seller"
        else words("News under a search you saved")
    )
    about = quoted(words, shown(values["about"], _NAME) or "?")
    lines = [line(_item(one, words)) for one in values["items"]]
    left = values["more"]
    if left:
        lines.append(line(words.plural("{n} more", "{n} more", left)))
    blocks = [rich(BlockId.TEXT, line(bold(title)), line(about), bullets(*lines))]
    first = str(values["items"][0]["id"])
    buttons = [button(IntelActionId.INTEL_OPEN, words("Open"), first)]
    if values["kind"] == "seller":
        buttons.append(button(IntelActionId.INTEL_CLUSTER, words("Cluster"), first))
    return Message(title, [*blocks, actions(BlockId.ACTIONS, *buttons)])


def _item(values: Mapping[str, Any], words: Words) -> str:
    kind = kind_said(IntelKind(values["kind"]), words)
    return " · ".join((kind, words(_HAPPENED[values["what"]]), Label(values["label"]).mark))
