"""The Intel tab: its lists side by side, pages of items, and nothing that gives a list away."""

import pytest

from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.home.frame import home_view
from aacabot.slack.views.home.intel import LISTS, ListNamed, items_list, list_place, lists_row
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block, Message
from tests.slack.views.checks import action_ids, has_no_markup, parts, texts
from tests.slack.views.intel.samples import HOSTILE, item
from tests.slack.views.samples import EN

PLACE = Place(tab=HomeTab.INTEL, of="new")


def shown(*blocks: Block) -> Message:
    assert view_problems(home_view("Acme", [], PLACE, list(blocks), EN)) == []
    has_no_markup(list(blocks))
    return Message("home", list(blocks))


def test_lists_stand_beside_the_way_to_share() -> None:
    named = [ListNamed(key=f"k{number}", action=action) for number, action in enumerate(LISTS)]
    row = shown(*lists_row(named, EN, may_share=True))
    assert action_ids(row)[: 1 + len(LISTS)] == [IntelActionId.INTEL_SHARE, *LISTS]
    assert IntelActionId.INTEL_SHARE not in action_ids(shown(*lists_row(named, EN, may_share=False)))


def test_the_list_that_is_shown_is_marked_and_each_leads_to_its_first_page() -> None:
    ours = ListNamed(key="ours", action=IntelActionId.INTEL_OURS, is_shown=True)
    (row,) = lists_row([ours], EN, may_share=False)
    way = row["elements"][0]
    assert way["text"]["text"] == "What we shared ✓"
    assert place_from(way["value"], HomeTab.WAITING) == list_place("ours")


def test_a_page_of_items_leads_on_and_back() -> None:
    items = [item(id=f"{number:032d}") for number in range(8)]
    first = shown(*items_list("New", items, PLACE, EN, more=True, nothing="Nothing"))
    assert "home_page_on" in action_ids(first) and "home_page_back" not in action_ids(first)
    last = shown(*items_list("New", items[:1], PLACE.turned(2), EN, more=False, nothing="Nothing"))
    assert "home_page_back" in action_ids(last) and "home_page_on" not in action_ids(last)
    (on,) = [one for one in parts(first.blocks) if one.get("action_id") == "home_page_on"]
    assert place_from(on["value"], HomeTab.WAITING) == PLACE.turned(2)


def test_an_empty_list_says_so() -> None:
    assert "Nothing yet" in texts(shown(*items_list("New", [], PLACE, EN, more=False, nothing="Nothing yet")))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_items_fill_a_whole_page_soundly(text: str) -> None:
    words = {"value": text, "text": text, "category": text, "sellers": (text,) * 5}
    items = [item(id=f"{number:032d}", **words, is_own=True, views=3) for number in range(8)]
    shown(*items_list("New", items, PLACE, EN, more=True, nothing=""))
