"""Words near a mark, found through the deletion index as a full scan would find them."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from aacabot.screening.forms import Form
from aacabot.screening.near import NearMissIndex, edits_allowed
from aacabot.screening.views import Reading

SPELLINGS = ["acmex", "zephyr", "nordvik", "zephyrine", "bluecrane", "abababab"]
INDEX = NearMissIndex(Form(i, s, s, frozenset({0}), Reading.PLAIN) for i, s in enumerate(SPELLINGS))


@given(
    st.sampled_from(SPELLINGS),
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abz19"), st.sampled_from("ids")), max_size=2),
)
def test_the_index_finds_what_a_full_scan_finds(spelling: str, edits: list[tuple[int, str, str]]) -> None:
    word = spelling
    for at, letter, edit in edits:
        word = {
            "i": word[:at] + letter + word[at:],
            "d": word[:at] + word[at + 1 :],
            "s": word[:at] + letter + word[at + 1 :],
        }[edit]
    near = {s for s in SPELLINGS if 0 < OSA.distance(word, s) <= edits_allowed(s) and len(word) >= 4}
    assert {form.spelling for form, _ in INDEX.near(word)} == (set() if word in SPELLINGS else near)


def test_a_swap_of_neighbours_is_one_edit() -> None:
    assert [(form.spelling, distance) for form, distance in INDEX.near("zehpyr")] == [("zephyr", 1)]
