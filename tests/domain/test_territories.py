"""Which countries a right covers, where that can be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.territories import EU, covers


@pytest.mark.parametrize(
    ("territories", "country", "answer"),
    [
        (["EU"], "FR", True),
        (["EU"], "fr ", True),
        (["EM"], "DE", True),
        (["EU"], "EL", True),
        (["EU"], "GB", False),
        (["EU"], "CH", False),
        (["UK"], "GB", True),
        (["CN", "US"], "US", True),
        (["CN"], "US", False),
        (["BX"], "NL", True),
        (["BX"], "FR", False),
        (["EU"], "EU", True),
        (["FR"], "EU", None),
        ([], "FR", None),
        (["EU"], "", None),
        (["EU"], "France", None),
        (["WORLD"], "US", None),
    ],
)
def test_a_right_covers_its_territories(territories: list[str], country: str, answer: bool | None) -> None:
    assert covers(territories, country) is answer


def test_the_union_has_twenty_seven_members() -> None:
    assert len(EU) == 27
    assert not EU & {"GB", "CH", "NO", "UK", "EL"}


@given(st.lists(st.text(max_size=4)), st.text(max_size=4))
def test_another_territory_never_takes_cover_away(territories: list[str], country: str) -> None:
    if covers(territories, country):
        assert covers([*territories, "CN"], country)
