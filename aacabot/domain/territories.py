"""Which countries a right covers: an office's region is the countries it registers for."""

from collections.abc import Iterable

EU = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES"),
        *("FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU"),
        *("LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
"""The member states that an EU trade mark or design covers (Regulation (EU) 2017/1001, Art. 1(2))."""
REGIONS = {"EU": EU, "EM": EU, "BX": frozenset({"BE", "NL", "LU"})}
"""Regional codes of WIPO standard ST.3: EUIPO is EM, the Benelux office BX."""
_ALSO_WRITTEN = {"UK": "GB", "EL": "GR"}


def country_code(written: str) -> str:
    """A country as ISO 3166-1 writes it: `uk` is GB, and the EU's EL is GR."""
    code = written.strip().upper()
    return _ALSO_WRITTEN.get(code, code)


def covers(territories: Iterable[str], country: str) -> bool | None:
    """Whether a right for these territories covers a country; None where that cannot be told.

    It cannot without territories, without a country, or where either is no code that is known here.
    """
    held, wanted = {country_code(territory) for territory in territories}, country_code(country)
    if not held or not _is_code(wanted):
        return None
    if wanted in held or any(wanted in REGIONS.get(code, ()) for code in held):
        return True
    if wanted in REGIONS:
        return None
    return False if all(_is_code(code) for code in held) else None


def _is_code(code: str) -> bool:
    return len(code) == 2 and code.isascii() and code.isalpha()
