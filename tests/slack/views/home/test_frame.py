"""The frame of the App Home."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.blocks import section
from aacabot.slack.views.home.frame import HomeTooLong, TabShown, home_view, pages
from aacabot.slack.views.home.places import Place, place_from
from tests.slack.views.samples import EN

TABS = [TabShown(tab=tab, label=tab.title(), waiting=number) for number, tab in enumerate(HomeTab)]


def test_the_home_is_sound_and_names_whose_it_is() -> None:
    place = Place(tab=HomeTab.BRANDS, page=2)
    view = home_view("Acme Group", TABS, place, [section("text", "Two brands")], EN, said="Saved.")
    assert view_problems(view) == []
    assert view["blocks"][0]["text"]["text"] == "Acme Group"
    chosen = [
        element["action_id"]
        for block in view["blocks"]
        for element in block.get("elements", [])
        if element.get("style") == "primary"
    ]
    assert chosen == ["home_brands"]
    assert place_from(view["private_metadata"], HomeTab.WAITING) == place


def test_a_tab_that_was_not_paged_is_refused() -> None:
    lines = [section(f"line_{number}", "x") for number in range(100)]
    with pytest.raises(HomeTooLong, match="blocks"):
        home_view("Acme", TABS, Place(tab=HomeTab.BRANDS), lines, EN)


@given(st.integers(-5, 500), st.integers(0, 2_000), st.integers(1, 40))
def test_pages_lead_to_the_whole_list_and_no_further(page: int, total: int, per_page: int) -> None:
    blocks = pages(Place(tab=HomeTab.BRANDS, page=max(page, 1)), per_page, total, EN)
    if total <= per_page:
        assert blocks == []
        return
    last = -(-total // per_page)
    led_to = [place_from(button["value"], HomeTab.WAITING).page for button in blocks[1]["elements"]]
    assert led_to and all(1 <= one <= last for one in led_to)


@given(st.text())
def test_a_place_from_outside_is_a_place_or_the_first(value: str) -> None:
    found = place_from(value, HomeTab.HELP)
    assert found.tab in HomeTab and 1 <= found.page <= 100_000


def test_a_place_comes_back_as_it_went() -> None:
    place = Place(tab=HomeTab.PEOPLE, page=3, words="安 “x”", of="0190")
    assert place_from(place.value, HomeTab.WAITING) == place
