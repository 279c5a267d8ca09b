"""Patterns of indicators: STIX's own for addresses, and three of ours for what STIX has no words for.

`counterfeit-title` and `counterfeit-keyword` are texts as offers write them (compared without case and
double spaces); `pdq` is an image's 256-bit PDQ hash in 64 hex digits; `marketplace-listing` is a
marketplace's key, a colon and its own id of the listing. `pattern-type-ov` is an open vocabulary.
"""

import re
from collections.abc import Mapping

from aacabot.domain.intel.kinds import IntelKind

STIX = "stix"
PATTERN_TYPES: Mapping[IntelKind, str] = {
    IntelKind.LISTING: "marketplace-listing",
    IntelKind.TITLE: "counterfeit-title",
    IntelKind.KEYWORD: "counterfeit-keyword",
    IntelKind.IMAGE: "pdq",
}
KINDS: Mapping[str, IntelKind] = {name: kind for kind, name in PATTERN_TYPES.items()}
_URL = re.compile(r"\s*\[\s*url:value\s*=\s*'((?:[^'\\]|\\['\\])*)'\s*\]\s*")


def url_pattern(address: str) -> str:
    """The pattern that matches one address."""
    escaped = address.replace("\\", "\\\\").replace("'", "\\'")
    return f"[url:value = '{escaped}']"


def url_in(pattern: str) -> str | None:
    """The address a pattern matches, where it matches one and nothing else."""
    found = _URL.fullmatch(pattern)
    return re.sub(r"\\(['\\])", r"\1", found[1]) if found else None
