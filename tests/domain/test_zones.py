"""Time zones by what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.zones import USUAL, is_zone, zones_like


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("paris", "Europe/Paris"),
        ("new york", "America/New_York"),
        ("Asia/Shang", "Asia/Shanghai"),
        ("Shangahi", "Asia/Shanghai"),
        ("utc", "UTC"),
    ],
)
def test_a_place_is_found_by_a_part_of_its_name(typed: str, first: str) -> None:
    assert first in zones_like(typed, 20)[:5]


def test_before_anything_is_typed_the_usual_ones_are_offered() -> None:
    assert zones_like("  ", 100) == list(USUAL)
    assert all(map(is_zone, USUAL))


@given(st.text(max_size=40), st.integers(1, 100))
def test_only_zones_are_offered_and_no_more_than_asked(typed: str, most: int) -> None:
    found = zones_like(typed, most)
    assert len(found) <= most
    assert all(map(is_zone, found))


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "Europe", "localtime", "../etc/passwd", "CEST"])
def test_what_is_no_zone_is_none(name: str) -> None:
    assert not is_zone(name)
