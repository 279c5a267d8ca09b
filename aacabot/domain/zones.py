"""Time zones by their IANA names, found by what people type."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import process

USUAL: Sequence[str] = (
    "Europe/London", "Europe/Paris", "Europe/Berlin", "Asia/Shanghai", "Asia/Tokyo", "Asia/Seoul",
    "Asia/Singapore", "Asia/Dubai", "Asia/Kolkata", "Australia/Sydney", "America/New_York",
    "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo", "UTC",
)  # fmt: skip
"""What is offered before anything is typed."""
_NOT_PLACES = {"localtime", "Factory"}


@cache
def known_zones() -> frozenset[str]:
    """Every IANA name this machine knows."""
    return frozenset(available_timezones()) - _NOT_PLACES


def is_zone(name: str) -> bool:
    return name in known_zones()


def zones_like(typed: str, most: int) -> list[str]:
    """Zones whose name holds what was typed, places before abbreviations; else the nearest ones."""
    wanted = "_".join(typed.split()).casefold()
    if not wanted:
        return list(USUAL[:most])
    found = [zone for zone in known_zones() if wanted in zone.casefold()]
    if not found:
        near = process.extract(typed, list(known_zones()), limit=most, score_cutoff=60)
        return [zone for zone, _, _ in near]
    return sorted(found, key=lambda zone: (_rank(zone, wanted), zone))[:most]


def _rank(zone: str, wanted: str) -> int:
    """A city that begins so, then any city, then the rest, with old names such as `Eire` last."""
    city = zone.rpartition("/")[2].casefold()
    if "/" not in zone or zone.startswith("Etc/"):
        return 3
    return 0 if city.startswith(wanted) else 1 if wanted in city else 2
