"""Which marks a listing is found to mention, and which it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.screening import MatchKind, Subject, WatchedMark, Watchlist, screen

ZEPHYR = WatchedMark("z", "Zephyrine", {"zh": ("泽菲琳",), "ru": ("Зефирин",), "ar": ("زفرين",)})
ACME = WatchedMark("a", "Acme")
NORDVIK = WatchedMark("n", "Nordvik Sport")
LG = WatchedMark("l", "LG")
APPLE = WatchedMark("p", "Orchard", {"zh": ("果园牌",)}, category="phones", common=True)
WATCHLIST = Watchlist.build([ZEPHYR, ACME, NORDVIK, LG, APPLE])


def found(title: str, threshold: float = 0.85) -> dict[str, MatchKind]:
    (matches,) = screen(WATCHLIST, [Subject(title)], threshold)
    for match in matches:
        assert title[slice(*match.span)] == match.surface
    return {match.mark_id: match.kind for match in matches}


@pytest.mark.parametrize(
    ("title", "surface", "kind"),
    [
        ("New Zephyrine bag", "Zephyrine", MatchKind.EXACT),
        ("new ZEPHYRINE bag", "ZEPHYRINE", MatchKind.EXACT),
        ("泽菲琳女包", "泽菲琳", MatchKind.NATIVE_SCRIPT),
        ("澤菲琳女包", "澤菲琳", MatchKind.NATIVE_SCRIPT),
        ("泽·菲·琳女包", "泽·菲·琳", MatchKind.SPACED),
        ("сумка Зефирин", "Зефирин", MatchKind.NATIVE_SCRIPT),
        ("حقيبة زفرين", "زفرين", MatchKind.NATIVE_SCRIPT),
        ("bag Ｚｅｐｈｙｒｉｎｅ", "Ｚｅｐｈｙｒｉｎｅ", MatchKind.FULLWIDTH),
        ("bag 𝓩𝓮𝓹𝓱𝔂𝓻𝓲𝓷𝓮!", "𝓩𝓮𝓹𝓱𝔂𝓻𝓲𝓷𝓮", MatchKind.STYLED),
        ("bag Ze\u200bphy\u200drine", "Ze\u200bphy\u200drine", MatchKind.HIDDEN),
        ("bag Zерhуrіnе", "Zерhуrіnе", MatchKind.LOOKALIKE),
        ("bag Z-e p.h y r i n e", "Z-e p.h y r i n e", MatchKind.SPACED),
        ("bag \u202eeniryhpeZ\u202c", "\u202eeniryhpeZ\u202c", MatchKind.REVERSED),
        ("ǝuᴉɹʎɥdǝZ bag", "ǝuᴉɹʎɥdǝZ", MatchKind.UPSIDE_DOWN),
        ("bag Z3phyr!n3 new", "Z3phyr!n3", MatchKind.LEET),
        ("bag zefeilin", "zefeilin", MatchKind.TRANSLITERATED),
        ("сумка зепхырине", "зепхырине", MatchKind.TRANSLITERATED),
        ("bag Zephyryne", "Zephyryne", MatchKind.MISSPELT),
        ("泽非琳女包", "泽非琳", MatchKind.SOUNDALIKE),
    ],
)
def test_a_disguise_is_undone_named_and_placed(title: str, surface: str, kind: MatchKind) -> None:
    (matches,) = screen(WATCHLIST, [Subject(title)])
    assert [(m.mark_id, m.surface, m.kind) for m in matches] == [("z", surface, kind)]
    assert title[slice(*matches[0].span)] == surface


@pytest.mark.parametrize("title", ["acme-style shoes", "shoes (ACME)", "new/acme/red", "鞋acme鞋", "Acme500"])
def test_a_mark_is_found_as_a_word(title: str) -> None:
    assert "a" in found(title)


@pytest.mark.parametrize("title", ["acmeology", "tac me up", "pacmen", "acne cream", "placme nt"])
def test_a_mark_is_not_found_inside_other_words(title: str) -> None:
    assert "a" not in found(title)


def test_a_mark_of_two_words_is_found_joined_and_misspelt() -> None:
    assert found("nordvik-sport cap")["n"] is MatchKind.EXACT
    assert found("NordvikSport cap")["n"] is MatchKind.EXACT
    assert found("nordvikk sport cap")["n"] is MatchKind.MISSPELT


def test_a_two_letter_mark_counts_only_as_the_very_word() -> None:
    assert "l" in found("LG tv stand")
    assert not {"l"} & (found("lg tv").keys() | found("L.G. tv").keys() | found("ALGA").keys())


def test_an_ordinary_word_is_no_misspelling() -> None:
    watchlist = Watchlist.build([WatchedMark("s", "Studeo")])
    assert screen(watchlist, [Subject("photo studio light")]) == [()]


def test_an_ordinary_word_mark_needs_its_category_or_brand_field() -> None:
    subjects = [
        Subject("orchard ladder", category="garden tools"),
        Subject("orchard case", category="Phones > Cases"),
        Subject("orchard case", brand="ORCHARD"),
        Subject("0rch@rd case"),
        Subject("果园牌手机壳"),
    ]
    assert [bool(matches) for matches in screen(WATCHLIST, subjects)] == [False, True, True, True, True]
    assert screen(WATCHLIST, subjects[:1], threshold=0.5)[0][0].score == 0.5


def test_the_best_match_of_a_mark_is_kept_and_the_best_mark_comes_first() -> None:
    (matches,) = screen(WATCHLIST, [Subject("Zephyryne like acme", description="a Zephyrine copy")])
    assert [(m.mark_id, m.field) for m in matches] == [("a", "title"), ("z", "description")]
    (matches,) = screen(WATCHLIST, [Subject("Zephyryne and acme")])
    assert [m.mark_id for m in matches] == ["a", "z"]


def test_the_seller_name_is_read_too() -> None:
    ((match,),) = screen(WATCHLIST, [Subject("red bag", seller="zephyrine outlet")])
    assert (match.field, match.span) == ("seller", (0, 9))


def test_each_subject_has_its_tuple_in_order() -> None:
    subjects = [Subject("acme"), Subject(""), Subject("nothing here"), Subject("zephyrine acme")]
    assert [len(matches) for matches in screen(WATCHLIST, subjects)] == [1, 0, 0, 2]
    assert screen(Watchlist.build([]), subjects) == [(), (), (), ()]


@given(
    st.text(max_size=80),
    st.sampled_from(["Zephyrine", "A c m e", "泽.菲琳", "N0rdv1k Sp0rt", "\u202eemcA\u202c"]),
)
def test_any_text_is_screened_and_every_span_is_a_slice_of_it(noise: str, mark: str) -> None:
    for text in (noise, f"{noise} {mark}", f"{mark} {noise}"):
        subject = Subject(text, description=text[::-1], seller=noise)
        for match in screen(WATCHLIST, [subject], threshold=0.0)[0]:
            start, end = match.span
            source = {"title": text, "description": text[::-1], "seller": noise}[match.field]
            assert 0 <= start < end <= len(source)
            assert source[start:end] == match.surface


@given(
    st.text(st.characters(codec="ascii", categories=["Lu", "Ll"]), max_size=20),
    st.lists(st.sampled_from(["\u200b", "\u200d", "\u2060", "\ufe0f", "\u00ad"]), min_size=8, max_size=8),
)
def test_hidden_characters_never_hide_a_mark(before: str, hidden: list[str]) -> None:
    planted = "".join(a + b for a, b in zip("Zephyrin", hidden, strict=True)) + "e"
    assert "z" in found(f"{before} {planted} bag")


def test_a_long_hostile_title_is_screened() -> None:
    title = "a1!|<3 " * 2_000 + "\x00\u202e" * 200 + " Zephyrine"
    assert "z" in found(title)
