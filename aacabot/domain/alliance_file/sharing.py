"""Counsel's rules for sharing in the alliance file: stricter than the defaults, never looser."""

from typing import Annotated

from pydantic import AfterValidator, Field
from rapidfuzz import process

from aacabot.domain.alliance_file.entry import Entry
from aacabot.domain.alliance_file.values import Explained, Text
from aacabot.domain.intel.guard.lexicon import ALL_TERMS
from aacabot.domain.intel.rules import LARGEST_SHARE, LEAST_COUNT, LEAST_MEMBERS, LEAST_MONTHS

_STRICTER = "the figure can be made stricter, not looser"


def _findable(term: str) -> str:
    if sum(char.isalpha() for char in term) < 2:
        raise ValueError("too short to be looked for")
    return term


def _known(term: str) -> str:
    if term.casefold() not in ALL_TERMS:
        nearest = process.extractOne(term.casefold(), sorted(ALL_TERMS), score_cutoff=60)
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        raise Explained(f"a term of the built-in lexicon (docs/sharing-rules.md){hint}")
    return term.casefold()


Term = Annotated[Text, AfterValidator(_findable)]
KnownTerm = Annotated[Text, AfterValidator(_known)]


class LexiconEntry(Entry):
    """Each list, where it is mentioned, is the whole of it."""

    add: tuple[Term, ...] = Field((), description="a list of words or phrases, at least two letters each")
    release: tuple[KnownTerm, ...] = Field((), description="a list of terms of the built-in lexicon")


class SharingEntry(Entry):
    """What it does not mention stays as it is; the defaults are `domain.intel.rules`."""

    least_members: int | None = Field(
        None,
        ge=LEAST_MEMBERS,
        le=1000,
        description=f"a whole number from {LEAST_MEMBERS} up: {_STRICTER}",
    )
    least_count: int | None = Field(
        None, ge=LEAST_COUNT, le=1000, description=f"a whole number from {LEAST_COUNT} up: {_STRICTER}"
    )
    largest_share: int | None = Field(
        None, ge=1, le=LARGEST_SHARE, description=f"percent from 1 to {LARGEST_SHARE}: {_STRICTER}"
    )
    least_months: int | None = Field(
        None, ge=LEAST_MONTHS, le=120, description=f"a number of months from {LEAST_MONTHS} up: {_STRICTER}"
    )
    lexicon: LexiconEntry | None = Field(
        None, description="{add: [words that wait for counsel], release: [terms that no longer do]}"
    )
