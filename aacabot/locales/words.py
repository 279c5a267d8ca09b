"""What one reader is told: translated messages, and moments, numbers and money in the reader's own form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_time, get_datetime_format
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from aacabot.locales import durations
from aacabot.locales.currencies import format_money

# Abbreviations that mean one zone everywhere; CST, IST or BST do not, so others are told by their offset.
PLAIN_ZONE_NAMES = frozenset({"UTC", "GMT", "WET", "WEST", "CET", "CEST", "EET", "EEST"})


@dataclass(frozen=True, eq=False)
class Words:
    """The language, formats and time zone of one reader; compared and hashed by identity."""

    locale: str
    timezone: ZoneInfo
    formats: Locale
    translations: NullTranslations

    def __call__(self, message: str, /, **values: object) -> str:
        """Translate an English message and fill its named placeholders; KeyError for one without a value."""
        text = self.translations.gettext(message) if message else ""  # gettext keeps its headers under ""
        return text.format(**values)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Translate the form that fits `n`; `{n}` in the message is the number as the locale writes it."""
        return self.translations.ngettext(one, many, n).format(n=self.number(n), **values)

    def moment(self, at: datetime) -> str:
        """Say a moment in the reader's time zone, such as `22 Nov 2026, 14:05 CET`."""
        local = self._local(at)
        clock = f"{self.clock(at)} {_zone_name(local)}"
        pattern = str(get_datetime_format("medium", locale=self.formats))
        return pattern.replace("'", "").format(clock, self.day(at))

    def day(self, day: date) -> str:
        """Say a date, such as `22 Nov 2026`; a datetime counts as its date in the reader's time zone."""
        local = self._local(day).date() if isinstance(day, datetime) else day
        return format_date(
            local, format=self.formats.datetime_skeletons["yMMMd"].pattern, locale=self.formats
        )

    def weekday(self, day: date) -> str:
        """Say the day of the week in short, such as `Sat`; a datetime counts in the reader's time zone."""
        local = self._local(day).date() if isinstance(day, datetime) else day
        return format_date(local, format="EEE", locale=self.formats)

    def clock(self, at: datetime) -> str:
        """Say the time of day in the reader's time zone on a 24-hour clock, such as `14:05`."""
        return format_time(self._local(at), "HH:mm", tzinfo=self.timezone, locale=self.formats)

    def duration(self, span: timedelta) -> str:
        """Say how long, in at most two units, rounded down: `4 min`, `2 h 10 min`, `1 d 3 h`."""
        return durations.duration(self, span)

    def money(self, minor_units: int, currency: str) -> str:
        """Say an amount given in the currency's smallest unit (ISO 4217): 1250 EUR is `€12.50`."""
        return format_money(minor_units, currency, self.formats)

    def number(self, n: float | Decimal) -> str:
        """Say a number with the locale's separators."""
        return format_decimal(n, locale=self.formats)

    def percent(self, fraction: float | Decimal) -> str:
        """Say a fraction of one as a percentage with at most one decimal: 0.125 is `12.5%`."""
        return format_percent(fraction, format="#,##0.#%", locale=self.formats)

    def listing_of(self, parts: Sequence[str]) -> str:
        """Join texts as a sentence lists them: `a, b and c`."""
        return format_list(list(parts), locale=self.formats)

    def _local(self, at: datetime) -> datetime:
        if at.utcoffset() is None:
            raise ValueError(f"{at!r} has no time zone; only aware datetimes can be shown to people")
        return at.astimezone(self.timezone)


def _zone_name(local: datetime) -> str:
    name = local.tzname() or ""
    if name in PLAIN_ZONE_NAMES:
        return name
    minutes = int((local.utcoffset() or timedelta(0)).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
