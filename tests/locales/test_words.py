"""Readers are told things in their own language, formats and time zone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.locales import N_, Catalogues, Words, words_for
from aacabot.locales.catalogues import po_file

WINTER = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
SUMMER = datetime(2026, 7, 22, 13, 5, tzinfo=UTC)
CATALOGUES = Catalogues.load()


def english(timezone: str = "Europe/Paris") -> Words:
    return CATALOGUES.words(locale="en", timezone=timezone)


def chinese(timezone: str = "Asia/Shanghai") -> Words:
    return CATALOGUES.words(locale="zh_CN", timezone=timezone)


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("en_GB.UTF-8", "en"),
        ("zh", "zh_CN"),
        ("zh_CN", "zh_CN"),
        ("zh-Hans-CN", "zh_CN"),
        ("ZH-cn", "zh_CN"),
        ("fr", "en"),
        ("", "en"),
        ("../../etc", "en"),
    ],
)
def test_a_reader_gets_the_closest_language_or_english(wanted: str, spoken: str) -> None:
    assert CATALOGUES.words(locale=wanted, timezone="UTC").locale == spoken


@pytest.mark.parametrize("timezone", ["Mars/Olympus", "", "Europe", "../UTC", "/etc/passwd", "a\0b"])
def test_an_unknown_time_zone_is_refused_in_words(timezone: str) -> None:
    with pytest.raises(ValueError, match="IANA name such as Europe/Paris"):
        CATALOGUES.words(locale="en", timezone=timezone)


def test_the_same_settings_give_the_same_object() -> None:
    assert CATALOGUES.words(locale="en-US", timezone="UTC") is CATALOGUES.words(locale="en", timezone="UTC")
    assert words_for("zh", "UTC") is words_for("zh_CN", "UTC")
    assert len({english("UTC"), english("Europe/Paris"), chinese("UTC")}) == 3


def test_a_message_is_translated_and_filled() -> None:
    assert english()("{n} min", n=4) == "4 min"
    assert chinese()("{n} min", n=4) == "4 分钟"


def test_a_message_without_a_translation_stays_english() -> None:
    assert chinese()("Not in any catalogue {x}", x=1) == "Not in any catalogue 1"
    assert chinese()("") == ""


def test_a_value_is_never_read_as_a_message() -> None:
    assert english()("{n} min", n="{n.__class__}") == "{n.__class__} min"


def test_a_missing_value_is_a_bug_that_shows() -> None:
    with pytest.raises(KeyError):
        english()("{n} min")


def test_a_marked_constant_is_translated_later() -> None:
    marked = N_("{n} min")
    assert chinese()(marked, n=4) == "4 分钟"


@pytest.mark.parametrize(("n", "said"), [(0, "0 cats"), (1, "1 cat"), (2, "2 cats"), (12345, "12,345 cats")])
def test_a_plural_fits_its_number(n: int, said: str) -> None:
    one, many = "{n} cat", "{n} cats"
    assert english().plural(one, many, n) == said


def test_chinese_has_one_form_for_every_number(tmp_path: Path) -> None:
    path = po_file("zh_CN", tmp_path)
    path.parent.mkdir(parents=True)
    entry = 'msgid "{n} cat of {who}"\nmsgid_plural "{n} cats of {who}"\nmsgstr[0] "{who}的{n}只猫"\n'
    path.write_text(entry, encoding="utf-8")
    words = Catalogues.load(tmp_path).words(locale="zh", timezone="UTC")
    assert words.plural("{n} cat of {who}", "{n} cats of {who}", 1, who="安") == "安的1只猫"
    assert words.plural("{n} cat of {who}", "{n} cats of {who}", 2000, who="安") == "安的2,000只猫"


@pytest.mark.parametrize(
    ("timezone", "at", "said"),
    [
        ("Europe/Paris", WINTER, "22 Nov 2026, 14:05 CET"),
        ("Europe/Paris", SUMMER, "22 Jul 2026, 15:05 CEST"),
        ("Asia/Shanghai", WINTER, "22 Nov 2026, 21:05 UTC+8"),
        ("America/New_York", SUMMER, "22 Jul 2026, 09:05 UTC-4"),
        ("Asia/Kolkata", WINTER, "22 Nov 2026, 18:35 UTC+5:30"),
        ("America/St_Johns", WINTER, "22 Nov 2026, 09:35 UTC-3:30"),
        ("Europe/London", SUMMER, "22 Jul 2026, 14:05 UTC+1"),
        ("UTC", WINTER, "22 Nov 2026, 13:05 UTC"),
        ("Australia/Sydney", WINTER, "23 Nov 2026, 00:05 UTC+11"),
    ],
)
def test_a_moment_is_told_in_the_reader_s_zone_unmistakably(timezone: str, at: datetime, said: str) -> None:
    assert english(timezone).moment(at) == said


def test_moments_days_and_clocks_in_chinese() -> None:
    assert chinese().moment(WINTER) == "2026年11月22日 21:05 UTC+8"
    assert chinese().day(date(2026, 1, 2)) == "2026年1月2日"
    assert chinese().clock(WINTER) == "21:05"


def test_a_day_given_as_a_moment_is_the_reader_s_day() -> None:
    assert english("Australia/Sydney").day(WINTER) == "23 Nov 2026"
    assert english().day(date(2026, 1, 2)) == "2 Jan 2026"


@pytest.mark.parametrize("say", [Words.moment, Words.day, Words.clock])
def test_a_moment_without_a_zone_is_refused(say: object) -> None:
    assert callable(say)
    with pytest.raises(ValueError, match="no time zone"):
        say(english(), datetime(2026, 11, 22, 14, 5))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("span", "said", "in_chinese"),
    [
        (timedelta(), "0 s", "0 秒"),
        (timedelta(seconds=59.9), "59 s", "59 秒"),
        (timedelta(minutes=4, seconds=59), "4 min", "4 分钟"),
        (timedelta(hours=2, minutes=10), "2 h 10 min", "2 小时 10 分钟"),
        (timedelta(hours=2), "2 h", "2 小时"),
        (timedelta(days=1, hours=3, minutes=59), "1 d 3 h", "1 天 3 小时"),
        (timedelta(days=1, minutes=59), "1 d", "1 天"),
        (timedelta(days=1234), "1,234 d", "1,234 天"),
        (-timedelta(minutes=4), "-4 min", "-4 分钟"),
    ],
)
def test_a_duration_uses_at_most_two_units(span: timedelta, said: str, in_chinese: str) -> None:
    assert english().duration(span) == said
    assert chinese().duration(span) == in_chinese


@pytest.mark.parametrize(
    ("minor", "currency", "said", "in_chinese"),
    [
        (123456, "EUR", "€1,234.56", "€1,234.56"),
        (123456, "USD", "US$1,234.56", "US$1,234.56"),
        (12300, "CNY", "CN¥123.00", "¥123.00"),
        (1500, "JPY", "JP¥1,500", "JP¥1,500"),
        (1234, "KWD", "KWD\u00a01.234", "KWD\u00a01.234"),
        (1050, "RSD", "RSD\u00a010.50", "RSD\u00a010.50"),
        (349000, "RUB", "RUB\u00a03,490.00", "RUB\u00a03,490.00"),
        (-3450, "AED", "-AED\u00a034.50", "-AED\u00a034.50"),
        (345, "PHP", "₱3.45", "PHP\u00a03.45"),
        (-5, "EUR", "-€0.05", "-€0.05"),
    ],
)
def test_money_shows_all_its_digits_and_whose_dollar_it_is(
    minor: int, currency: str, said: str, in_chinese: str
) -> None:
    assert english().money(minor, currency) == said
    assert chinese().money(minor, currency) == in_chinese


def test_numbers_shares_and_lists() -> None:
    assert english().number(1234567) == "1,234,567"
    assert english().percent(0.125) == "12.5%"
    assert english().percent(1) == "100%"
    assert english().listing_of(["a", "b", "c"]) == "a, b and c"
    assert english().listing_of([]) == ""
    assert chinese().listing_of(["a", "b", "c"]) == "a、b和c"


@given(st.timedeltas(), st.datetimes(timezones=st.timezones()))
def test_any_span_and_moment_can_be_told(span: timedelta, at: datetime) -> None:
    assert english().duration(span)
    assert chinese("UTC").day(at.date())
