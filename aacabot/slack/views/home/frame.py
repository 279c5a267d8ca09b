"""The frame of the App Home: whose it is, the tabs, a word on what just happened, and a tab's own blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId, HomeActionId, HomeTab
from aacabot.slack.views.blocks import actions, button, context, header, section
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import shown

_ROW = 5
"""Buttons side by side that a phone still shows with their words."""


@dataclass(frozen=True, kw_only=True)
class TabShown:
    """One tab of the row; `waiting` things are counted beside its name."""

    tab: HomeTab
    label: str
    waiting: int = 0


class HomeTooLong(Exception):
    """A tab made more blocks than Slack takes: it must be paged."""


def home_view(
    title: str,
    tabs: Sequence[TabShown],
    place: Place,
    body: list[Block],
    words: Words,
    *,
    said: str | None = None,
) -> Block:
    """The home at a place. Raises HomeTooLong where the tab should have been paged."""
    blocks = [header(BlockId.HEADER, shown(title, 150) or "aacabot"), *_tabs(tabs, place)]
    if said:
        blocks.append(section(BlockId.SAID, said))
    blocks += [{"type": "divider"}, *body]
    if len(blocks) > limits.BLOCKS_PER_MODAL:
        raise HomeTooLong(f"{place.tab}: {len(blocks)} blocks")
    return {"type": "home", "private_metadata": place.value, "blocks": blocks}


def _tabs(tabs: Sequence[TabShown], place: Place) -> list[Block]:
    rows = [tabs[start : start + _ROW] for start in range(0, len(tabs), _ROW)]
    return [
        actions(f"{BlockId.TABS}_{number}", *(_tab(tab, place) for tab in row))
        for number, row in enumerate(rows)
    ]


def _tab(tab: TabShown, place: Place) -> Block:
    label = f"{tab.label} ({tab.waiting})" if tab.waiting else tab.label
    style = "primary" if tab.tab is place.tab else None
    return button(HomeActionId(f"home_{tab.tab}"), label, Place(tab=tab.tab).value, style=style)


def pages(place: Place, per_page: int, total: int, words: Words) -> list[Block]:
    """Which part of a long list is shown, with buttons to the others; nothing where it all fits."""
    last = max((total + per_page - 1) // per_page, 1)
    if last == 1:
        return []
    page = min(place.page, last)
    first_shown, last_shown = (page - 1) * per_page + 1, min(page * per_page, total)
    counted = words.number(total)
    told = words("{first} to {last} of {total}", first=first_shown, last=last_shown, total=counted)
    back, on = place.turned(page - 1).value, place.turned(page + 1).value
    turning = [
        button(HomeActionId.HOME_PAGE_BACK, words("Back"), back) if page > 1 else None,
        button(HomeActionId.HOME_PAGE_ON, words("More"), on) if page < last else None,
    ]
    return [context(BlockId.PAGE, told), actions(BlockId.PAGES, *turning)]
