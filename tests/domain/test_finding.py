"""Finding names in every script, and with a typo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.finding import found_among

NAMED = [
    ("shoes", ["Zephyrine", "泽菲琳", "Зефирин"]),
    ("bags", ["Marchelle", "마르셸"]),
    ("scent", ["Été d'Or"]),
    ("phones", ["X1"]),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zeph", ["shoes"]),
        ("ZEPHYRINE", ["shoes"]),
        ("菲琳", ["shoes"]),
        ("зефир", ["shoes"]),
        ("마르셸", ["bags"]),
        ("ete d'or", ["scent"]),
        ("Ｘ１", ["phones"]),
        ("r", ["shoes", "bags", "scent"]),
        ("zephirine", ["shoes"]),
        ("marchele", ["bags"]),
        ("quorvane", []),
        ("x2", []),
        ("", []),
        ("  ", []),
    ],
)
def test_what_contains_the_words_is_found_and_otherwise_what_is_named_alike(
    typed: str, found: list[str]
) -> None:
    assert found_among(typed, NAMED) == found


@given(st.text(min_size=1), st.text(), st.text())
def test_every_part_of_a_name_finds_it(part: str, before: str, after: str) -> None:
    if part.strip() and found_among(part, [("part", [part])]):
        assert found_among(part, [("whole", [f"{before} {part} {after}"])]) == ["whole"]
