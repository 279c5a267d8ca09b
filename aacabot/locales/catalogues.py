"""The catalogues of translated words, read once at start from the .po files beside this module."""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from aacabot.locales.words import Words

DOMAIN = "aacabot"
SOURCE_LOCALE = "en"
FOLDER = Path(__file__).parent

# British English writes day before month, a 24-hour clock and "US$": readers on four continents share one
# alliance, so 3/4 and a bare "$" would mislead some of them.
FORMATS = {"en": "en_GB", "zh_CN": "zh_Hans_CN"}


def N_(message: str) -> str:
    """Mark a constant's English text for the catalogues; translate it later with `words(constant)`."""
    return message


@dataclass(frozen=True, eq=False)
class Catalogues:
    """Every language the app speaks, read once; `words` hands out what one reader needs."""

    translations: Mapping[str, gettext.NullTranslations]
    _handed_out: dict[tuple[str, str], Words] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Catalogues":
        """Read all .po files of a folder; English needs none: message ids are English."""
        translations: dict[str, gettext.NullTranslations] = {SOURCE_LOCALE: gettext.NullTranslations()}
        for locale in translated_locales(folder):
            translations[locale] = _translations(po_file(locale, folder), locale)
        return cls(translations)

    def words(self, *, locale: str, timezone: str) -> Words:
        """Return the words for one reader; the same reader's settings give the same object.

        `locale` is a BCP 47 tag or POSIX name (`en`, `zh`, `zh_CN`, `en-US`); an unknown one means English.
        `timezone` is an IANA name; an unknown one raises ValueError.
        """
        spoken = self._closest(locale)
        known = self._handed_out.get((spoken, timezone))
        if known is None:
            known = Words(
                spoken, zone(timezone), Locale.parse(FORMATS.get(spoken, spoken)), self.translations[spoken]
            )
            self._handed_out[spoken, timezone] = known
        return known

    def _closest(self, wanted: str) -> str:
        name = wanted.partition(".")[0].partition("@")[0].replace("-", "_").lower()
        language = name.partition("_")[0]
        exact = [known for known in self.translations if known.lower() == name]
        related = [known for known in self.translations if known.partition("_")[0] == language]
        return (exact or related or [SOURCE_LOCALE])[0]


def words_for(locale: str, timezone: str) -> Words:
    """Return one reader's words from catalogues read at the first call; for programs without a start."""
    return _shared_catalogues().words(locale=locale, timezone=timezone)


def zone(name: str) -> ZoneInfo:
    """Return the time zone with this IANA name, or raise ValueError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:  # a folder such as "Europe" raises IsADirectoryError
        raise ValueError(f"{name!r} is not a time zone; use an IANA name such as Europe/Paris") from unknown


def po_file(locale: str, folder: Path = FOLDER) -> Path:
    """Return where the catalogue of a locale lives."""
    return folder / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def translated_locales(folder: Path = FOLDER) -> list[str]:
    """Name the locales that have a catalogue."""
    return sorted(path.parent.parent.name for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


@cache
def _shared_catalogues() -> Catalogues:
    return Catalogues.load()


def _translations(path: Path, locale: str) -> gettext.GNUTranslations:
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=locale, domain=DOMAIN, abort_invalid=True))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
