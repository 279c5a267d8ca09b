"""The figures that keep shared intelligence from telling about one member, and counsel's own words for them.

The figures (five members, none above a quarter, older than three months) are those of the former United
States safe harbour for information exchange, withdrawn in 2023; the European Commission's Horizontal
Guidelines 2023 (paragraphs 366 to 438) give principles and no numbers. They are an engineering default, not a
legal shield: counsel may make them stricter, in the alliance file, and never looser.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

LEAST_MEMBERS = 5
LEAST_COUNT = 3
LARGEST_SHARE = 25
LEAST_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class SharingRules:
    """What counsel has settled. Names may be added, never renamed.

    `least_members` is how many members could be meant before anything is said; `least_count` the smallest
    count that is shown; `largest_share` the most one member may make of a figure (0.25 is a quarter);
    `months` how old a figure is before it is shown. `lexicon_added` and `lexicon_released` are terms that
    wait for counsel besides the built-in ones, and built-in ones that no longer do.
    """

    least_members: int = LEAST_MEMBERS
    least_count: int = LEAST_COUNT
    largest_share: float = LARGEST_SHARE / 100
    months: int = LEAST_MONTHS
    lexicon_added: frozenset[str] = frozenset()
    lexicon_released: frozenset[str] = frozenset()

    def is_share_small(self, part: int, whole: int) -> bool:
        """Whether one member's part of a whole is small enough to be hidden in it; exact to the percent."""
        return part * 100 <= whole * Fraction(self.largest_share).limit_denominator(100) * 100


def rules_from(kept: Mapping[str, Any]) -> SharingRules:
    """The rules as `Alliance.sharing_rules` keeps them: the words of the alliance file, percents in whole.

    A figure looser than the default counts as the default, whoever wrote it there.
    """
    lexicon = kept.get("lexicon") or {}
    return SharingRules(
        least_members=max(LEAST_MEMBERS, kept.get("least_members", LEAST_MEMBERS)),
        least_count=max(LEAST_COUNT, kept.get("least_count", LEAST_COUNT)),
        largest_share=min(LARGEST_SHARE, kept.get("largest_share", LARGEST_SHARE)) / 100,
        months=max(LEAST_MONTHS, kept.get("least_months", LEAST_MONTHS)),
        lexicon_added=frozenset(lexicon.get("add", ())),
        lexicon_released=frozenset(lexicon.get("release", ())),
    )
