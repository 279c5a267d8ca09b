"""What a case asks of its reviewer: kinds of rights, and scripts that are text rather than a disguise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.rights import RightKind
from aacabot.domain.specialties import Language, Needs, needs_kept, needs_of, written_in

L = Language


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Zephyrine runner, last pairs", ()),
        ("Zephуrine runner", ()),  # one Cyrillic letter is a disguise
        ("泽菲琳 运动鞋", (L.CHINESE,)),
        ("ゼフィリン スニーカー 靴", (L.JAPANESE,)),
        ("제피린 운동화", (L.KOREAN,)),
        ("Кроссовки Зефирин новые", (L.CYRILLIC,)),
        ("حذاء رياضي جديد", (L.ARABIC,)),
        ("泽菲琳 Кроссовки новые", (L.CHINESE, L.CYRILLIC)),
        ("Ｚｅｐｈｙｒｉｎｅ ＲＵＮＮＥＲ", ()),
        ("Größe 42, très élégant, şık", ()),
        ("", ()),
    ],
)
def test_a_text_is_written_in_what_its_scripts_say(text: str, languages: tuple[Language, ...]) -> None:
    assert written_in(text) == languages


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_latin_text_asks_for_nobody(text: str) -> None:
    assert written_in(text) == ()


@given(st.text(max_size=200), st.text(max_size=200))
def test_more_text_never_takes_an_alphabet_away(one: str, more: str) -> None:
    alphabets = {L.CYRILLIC, L.ARABIC, L.HEBREW, L.GREEK, L.THAI, L.DEVANAGARI, L.KOREAN, L.JAPANESE}
    assert alphabets & set(written_in(one)) <= set(written_in(one + more))


@pytest.mark.parametrize(
    ("right", "asked"),
    [
        (RightKind.TRADEMARK, ()),
        (RightKind.DESIGN, (RightKind.DESIGN,)),
        (RightKind.PATENT, (RightKind.PATENT,)),
        (RightKind.COPYRIGHT, (RightKind.COPYRIGHT,)),
    ],
)
def test_trade_marks_every_reviewer_knows(right: RightKind, asked: tuple[RightKind, ...]) -> None:
    assert needs_of(right, ["Shoes"]).rights == asked


NEEDS = st.builds(
    Needs,
    rights=st.lists(
        st.sampled_from([RightKind.DESIGN, RightKind.COPYRIGHT, RightKind.PATENT]), unique=True
    ).map(tuple),
    languages=st.lists(st.sampled_from(list(L)), unique=True).map(tuple),
)


@given(NEEDS, NEEDS)
def test_whoever_is_asked_for_knows_all_of_it(needs: Needs, knows: Needs) -> None:
    assert needs.met_by(needs)
    assert needs.met_by(knows) == (
        set(needs.rights) <= set(knows.rights) and set(needs.languages) <= set(knows.languages)
    )


@given(NEEDS)
def test_what_is_kept_reads_back(needs: Needs) -> None:
    assert needs_kept(needs.kept) == needs
    assert bool(needs.kept) == bool(needs)


def test_what_a_later_version_knew_is_left_out() -> None:
    kept = {"rights": ["design", "plant_variety"], "languages": ["klingon", "thai"]}
    assert needs_kept(kept) == Needs(rights=(RightKind.DESIGN,), languages=(L.THAI,))
