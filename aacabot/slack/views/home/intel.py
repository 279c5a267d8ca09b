"""The Intel tab: its row of lists, and a page of items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aacabot.domain.intel.items import ItemShown
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId, HomeActionId, HomeTab
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.blocks import actions, button, context, section
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.intel.files import files_button
from aacabot.slack.views.intel.items import item_blocks
from aacabot.slack.views.intel.operator import operator_sees_button
from aacabot.slack.views.message import Block

LISTS: Mapping[IntelActionId, str] = {
    IntelActionId.INTEL_NEW: N_("New for you"),
    IntelActionId.INTEL_OURS: N_("What we shared"),
    IntelActionId.INTEL_SEARCHES: N_("Search"),
    IntelActionId.INTEL_WATCHES: N_("Sellers you watch"),
    IntelActionId.INTEL_GROUPS: N_("Groups"),
    IntelActionId.INTEL_WITH_COUNSEL: N_("Waits for counsel"),
    IntelActionId.INTEL_FIGURES: N_("In figures"),
}
"""The names of the tab's lists, by the button that shows one."""


@dataclass(frozen=True, kw_only=True)
class ListNamed:
    """One list of the tab: the action that shows it, and whether it is the one shown."""

    key: str
    action: IntelActionId
    is_shown: bool = False


def list_place(key: str) -> Place:
    """The first page of a list of the tab."""
    return Place(tab=HomeTab.INTEL, of=key)


def lists_row(lists: Sequence[ListNamed], words: Words, *, may_share: bool) -> list[Block]:
    """The lists side by side, after the way to share."""
    share = button(IntelActionId.INTEL_SHARE, words("Share what you know"), HomeTab.INTEL, style="primary")
    ways = [_way(one, words) for one in lists]
    offered = share if may_share else None
    more = (files_button(words), operator_sees_button(words))
    return [actions(f"{BlockId.KINDS}_intel", offered, *ways, *more)]


def _way(one: ListNamed, words: Words) -> Block:
    name = words(LISTS[one.action])
    return button(one.action, f"{name} ✓" if one.is_shown else name, list_place(one.key).value)


def items_list(
    title: str, items: Sequence[ItemShown], place: Place, words: Words, *, more: bool, nothing: str
) -> list[Block]:
    """A page of items under its title, with the way to the next; `nothing` is said where there is none."""
    return [
        section(f"{BlockId.TEXT}_intel", title),
        *(block for item in items for block in item_blocks(item, words)),
        *([] if items else [section(BlockId.TEXT, nothing)]),
        *turning(place, words, more=more),
    ]


def turning(place: Place, words: Words, *, more: bool) -> list[Block]:
    """The way back and on, where there is one."""
    if place.page == 1 and not more:
        return []
    back, on = place.turned(place.page - 1).value, replace(place, page=place.page + 1).value
    return [
        context(BlockId.PAGE, words("Page {page}", page=place.page)),
        actions(
            BlockId.PAGES,
            button(HomeActionId.HOME_PAGE_BACK, words("Back"), back) if place.page > 1 else None,
            button(HomeActionId.HOME_PAGE_ON, words("More"), on) if more else None,
        ),
    ]
