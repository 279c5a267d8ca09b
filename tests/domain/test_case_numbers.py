"""Case numbers are unique, unlike their neighbours, and forgiving when typed."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aacabot.domain.case_numbers import ALPHABET, format_case_number, nearest, normalise, sequence_of

FIVE = 32**5
SIX = FIVE + 32**6
ALL = SIX + 32**7 + 32**8
SEQUENCE = st.integers(0, FIVE - 1) | st.integers(FIVE, SIX - 1) | st.integers(0, ALL - 1)


@given(SEQUENCE)
def test_a_number_leads_back_to_its_place_in_the_sequence(n: int) -> None:
    assert sequence_of(format_case_number(n)) == n


@given(st.text(ALPHABET, min_size=5, max_size=8))
def test_every_code_is_some_case_s_number(code: str) -> None:
    assert format_case_number(sequence_of(f"AC-{code}")) == f"AC-{code}"


@given(SEQUENCE)
def test_a_number_as_we_write_it_is_understood(n: int) -> None:
    number = format_case_number(n)
    assert normalise(number) == number
    assert normalise(number.lower().replace("-", "")) == number
    assert normalise(f"About {number.replace('0', 'o').replace('1', 'l')}: is it gone?") == number


@pytest.mark.parametrize(
    ("n", "length"), [(0, 5), (FIVE - 1, 5), (FIVE, 6), (SIX - 1, 6), (SIX, 7), (ALL - 1, 8)]
)
def test_numbers_grow_when_the_shorter_ones_are_used(n: int, length: int) -> None:
    assert len(format_case_number(n)) == len("AC-") + length


@pytest.mark.parametrize("n", [-1, ALL])
def test_a_case_outside_the_sequence_has_no_number(n: int) -> None:
    with pytest.raises(ValueError, match="count from 0"):
        format_case_number(n)


def test_neighbours_differ_in_at_least_two_characters() -> None:
    numbers = [format_case_number(n) for n in range(20_000)]
    assert len(set(numbers)) == len(numbers)
    differences = [sum(a != b for a, b in zip(one, other, strict=True)) for one, other in pairwise(numbers)]
    assert min(differences) >= 2
    assert sum(differences) / len(differences) > 4.5


@pytest.mark.parametrize(
    "typed",
    [
        "ac-7k3q0",
        "7K3QO",
        "#7k3q0.",
        "case 7K3Q0",
        "AC 7K3Q0",
        "ac7k3q0",
        "AC–7K3Q0",
        "ＡＣ－７Ｋ３Ｑ０",
        "please look at `AC-7K3Q0`, thanks",
        "https://hub.example/cases/AC-7K3Q0?tab=1",
    ],
)
def test_a_number_is_understood_the_way_people_type_it(typed: str) -> None:
    assert normalise(typed) == "AC-7K3Q0"


@pytest.mark.parametrize(
    "typed", ["", "7K3", "AC-7K3U9", "please help me", "AC-", "BAC-7K3Q0X1234", "AC-7K3Q000000000"]
)
def test_text_without_a_number_gives_none(typed: str) -> None:
    assert normalise(typed) is None


@given(SEQUENCE, st.data())
def test_one_typo_still_finds_the_case(n: int, data: st.DataObject) -> None:
    number = format_case_number(n)
    place = data.draw(st.integers(3, len(number) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET))
    typo = data.draw(
        st.sampled_from(
            [
                number[:place] + wrong + number[place + 1 :],
                number[:place] + number[place + 1 :],
                number[:place] + wrong + number[place:],
                number[: place - 1] + number[place] + number[place - 1] + number[place + 1 :],
            ]
        )
    )
    assert nearest(typo, [number]) == number


@given(SEQUENCE, SEQUENCE)
def test_an_exact_number_is_nearer_than_any_other(n: int, other: int) -> None:
    assume(n != other)
    number = format_case_number(n)
    assert nearest(number.lower(), [format_case_number(other), number]) == number


def test_a_typo_that_fits_two_cases_suggests_neither() -> None:
    assert nearest("AC-7K3Q", ["AC-7K3Q9", "AC-7K3QX"]) is None


def test_something_else_suggests_nothing() -> None:
    assert nearest("hello there", ["AC-7K3Q9"]) is None
    assert nearest("AC-7K3Q9", []) is None
