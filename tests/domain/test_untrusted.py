"""What sellers wrote is harmless and readable after cleaning, clipping and defanging."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.untrusted import (
    clean,
    clip,
    defang,
    escape_mrkdwn,
    inert,
    one_line,
    storable,
    utf16_length,
)

ANY_TEXT = st.text(st.characters(), max_size=60)  # includes lone surrogates
TRICKY = st.text(
    st.sampled_from(
        "a é\u0301\u0300\u202e\u2066\u200b\u200d\ufe0f👩💻🏽🇫🇷"
        "\u3164\u00ad\n\t\x00\ud800\ue000&<>@#.:/鞋가\u1161"
    ),
    max_size=60,
)
HOSTILE = ANY_TEXT | TRICKY
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(HOSTILE)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(HOSTILE)
def test_what_is_stored_loses_only_what_no_database_keeps(text: str) -> None:
    kept = "".join(char for char in text if char != "\0" and unicodedata.category(char) != "Cs")
    assert storable(text) == kept


@given(HOSTILE)
def test_nothing_unseen_survives(text: str) -> None:
    cleaned = clean(text)
    assert not {unicodedata.category(char) for char in cleaned} & UNSEEN
    assert not set(cleaned) & set("\u034f\u115f\u1160\u2800\u3164\ufe0f\uffa0")
    cleaned.encode("utf-8")


@given(HOSTILE)
def test_the_result_is_one_line_without_runs_of_spaces(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert not re.search(r"[^\S ]", cleaned)


@given(HOSTILE)
def test_the_text_in_front_gets_no_marks_from_a_seller(text: str) -> None:
    assert not unicodedata.category((clean(text) or "-")[0]).startswith("M")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("N\u200bi\u00adk\u2060e", "Nike"),
        ("\u202eekiN\u202c \u2066shoes\u2069", "ekiN shoes"),
        ("Ac\u034fme\u3164\ufe0f", "Acme"),
        ("two\r\n lines\tand\u2028more\u3000space", "two lines and more space"),
        ("艾克美 مصنوع जूते Giày", "艾克美 مصنوع जूते Giày"),
        ("👩\u200d💻 ok 👍🏽", "👩💻 ok 👍🏽"),
        ("a" + "\u0301" * 40, "a" + "\u0301" * 6),
        ("  \u0301\u0301  \u0301x", "x"),
        ("\u200b\u2800\x00", ""),
    ],
)
def test_what_a_reader_sees_is_kept(written: str, read: str) -> None:
    assert clean(written) == read


@given(HOSTILE, st.integers(1, 70))
def test_a_clipped_text_never_exceeds_the_limit(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert utf16_length(clipped) <= limit
    assert clipped == text or (clipped.endswith("…") and text.startswith(clipped[:-1].rstrip()))


@given(HOSTILE, st.integers(1, 70))
def test_a_cut_never_parts_a_mark_from_its_letter(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    if clipped != text and clipped != "…":
        rest = text[len(clipped) - 1 :].lstrip()
        assert text[len(clipped) - 1].isspace() or not unicodedata.category(rest[0]).startswith("M")


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("shoes", 5, "shoes"),
        ("new shoes", 5, "new…"),
        ("ab👟d", 4, "ab…"),
        ("ab👟", 4, "ab👟"),
        ("xy👩\u200d💻 z", 6, "xy…"),
        ("ab👍🏽c", 5, "ab…"),
        ("🇫🇷🇩🇪", 7, "🇫🇷…"),
        ("cafe\u0301 noir", 5, "caf…"),
        ("&lt;b&gt;", 6, "&lt;b…"),
        ("&lt;b&gt;", 8, "&lt;b…"),
        ("e\u0301\u0301", 2, "…"),
    ],
)
def test_a_cut_falls_between_signs(text: str, limit: int, clipped: str) -> None:
    assert clip(text, limit) == clipped


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        clip("shoes", 0)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("see https://shop.example/x?a=1", "see https[:]//shop[.]example/x?a=1"),
        ("shop.example", "shop[.]example"),
        ("店铺。中国", "店铺[.]中国"),
        ("दुकान.भारत cafe\u0301.com", "दुकान[.]भारत cafe\u0301[.]com"),
        ("wait...what, e.g. U.S.A.", "wait...what, e.g. U.S.A."),
        ("mail me@shop.example", "mail me[@]shop[.]example"),
        ("MAILTO:me", "MAILTO[:]me"),
        ("@here and @channel", "[@]here and [@]channel"),
        ("join #sale", "join [#]sale"),
        ("size 42.5, 12:30, e.g. new & good @ 5 # 3", "size 42.5, 12:30, e.g. new & good @ 5 # 3"),
    ],
)
def test_addresses_and_mentions_are_broken_where_everybody_sees_it(written: str, shown: str) -> None:
    assert defang(written) == shown


@given(HOSTILE)
def test_defanging_twice_changes_nothing_more(text: str) -> None:
    assert defang(defang(text)) == defang(text)


@given(st.text("ab.@#:/<>!&1中 \u200b", max_size=40), st.integers(1, 60))
def test_inert_text_holds_nothing_slack_acts_on(text: str, limit: int) -> None:
    shown = inert(text, limit)
    assert utf16_length(shown) <= limit
    assert not re.search(r"[<>]|://|[@#]\w|\w\.[^\W\d_]{2}|&(?!amp;|lt;|gt;)", shown)


def test_syntax_is_escaped_once() -> None:
    assert escape_mrkdwn("<!here> & co") == "&lt;!here&gt; &amp; co"


def test_one_line_cleans_before_it_clips() -> None:
    assert one_line("\u200b" * 50 + "genuine\n leather", 9) == "genuine…"
