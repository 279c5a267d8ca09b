"""What a search found, in a message and in the home: sound whatever was typed, and in room enough."""

import pytest

from aacabot.domain.intel.follows import SavedSearch, Saving
from aacabot.domain.intel.found import Advice, Found
from aacabot.domain.intel.items import ItemShown
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack import limits
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.frame import TabShown, home_view
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.intel.search import home_place, saving_reply, search_list, search_reply
from aacabot.slack.views.message import Message, characters
from tests.slack.views.checks import action_ids, is_sound, texts
from tests.slack.views.intel.samples import HOSTILE, item
from tests.slack.views.samples import EN

SAVED = [SavedSearch(id=f"f{number}", words=f"zephyr {number}") for number in range(20)]
TABS = [TabShown(tab=tab, label=tab.title()) for tab in HomeTab]


def found(*items: ItemShown, words: str = "zephyr", **more: object) -> Found:
    return Found(words=words, items=items, may_save=True, **more)  # type: ignore[arg-type]


def some(count: int = 4, **changed: object) -> list[ItemShown]:
    return [item(id=f"{number:032x}", **changed) for number in range(count)]


def test_results_say_what_was_asked_and_can_be_turned_saved_and_opened_in_the_home() -> None:
    reply = search_reply(found(*some(), page=2, pages=3), [], EN)
    is_sound(reply)
    assert "Search: “zephyr”" in texts(reply) and "Page 2 of 3" in texts(reply)
    ids = action_ids(reply)
    for action in ("intel_search_back", "intel_search_on", "intel_save_search", "intel_search_home"):
        assert action in ids
    assert reply.text == "Shared intelligence"


def test_a_saved_search_is_removed_instead_of_saved() -> None:
    ids = action_ids(search_reply(found(words="ZEPHYR 3"), SAVED, EN))
    assert "intel_drop_search" in ids and "intel_save_search" not in ids


@pytest.mark.parametrize("advice", Advice)
def test_every_advice_has_words(advice: Advice) -> None:
    reply = search_reply(found(advice=advice), [], EN)
    is_sound(reply)
    assert len(texts(reply)) > 40


@pytest.mark.parametrize("saving", Saving)
def test_what_became_of_saving_is_said(saving: Saving) -> None:
    is_sound(saving_reply(saving, EN))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_items_and_questions_stay_text_and_fit(text: str) -> None:
    items = some(value=text, text=text, is_own=True, views=3, sellers=(text, text))
    question = found(*items, words=text[:200], page=1, pages=2)
    reply = search_reply(question, [SavedSearch(id="f", words=text[:200])], EN)
    is_sound(reply)
    assert characters(reply.blocks) <= limits.MESSAGE_CHARACTERS
    place = home_place(text[:100])
    view = home_view("Bea", TABS, place, search_list(question, SAVED, place, EN), EN)
    assert view_problems(view) == []


def test_the_home_has_the_field_the_saved_searches_and_no_results_before_a_search() -> None:
    blocks = search_list(None, SAVED, Place(tab=HomeTab.INTEL, of="search"), EN)
    assert action_ids(Message("home", blocks)).count("intel_search_saved") == len(SAVED)
    assert not [block for block in blocks if "intel_open" in str(block)]


def test_the_words_come_back_from_a_button_as_they_were_typed() -> None:
    asked = "跑步鞋 " + "x" * 190
    reply = search_reply(found(words=asked, page=1, pages=2), [], EN)
    (on,) = [
        element["value"]
        for block in reply.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "intel_search_on"
    ]
    place = place_from(on, HomeTab.WAITING)
    assert (place.also, place.page, place.tab) == (asked, 2, HomeTab.INTEL)
