"""Lists as people write them, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.written_lists import (
    list_read,
    listed,
    numbers_read,
    spellings_read,
    spellings_written,
)

WORD = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@given(st.dictionaries(WORD, st.lists(WORD, min_size=1, unique=True)))
def test_spellings_come_back_as_they_were_written(forms: dict[str, list[str]]) -> None:
    assert spellings_read(spellings_written(forms)) == forms


@given(st.lists(WORD, unique=True))
def test_values_come_back_as_they_were_written(values: list[str]) -> None:
    assert list_read(listed(values)) == values


def test_a_script_may_have_several_lines_and_a_line_says_both() -> None:
    assert spellings_read(" zh : 艾克美 \n\nko： 에이스\nzh: 艾可美\nzh: 艾克美") == {
        "zh": ["艾克美", "艾可美"],
        "ko": ["에이스"],
    }
    for wrong in ("艾克美", "zh:", ": 艾克美"):
        with pytest.raises(ValueError):
            spellings_read(wrong)


def test_numbers_stand_between_commas_or_spaces() -> None:
    assert numbers_read("25, 18;3，9\n25 41") == [25, 18, 3, 9, 41]
    assert numbers_read("") == []
    with pytest.raises(ValueError):
        numbers_read("25, shoes")
