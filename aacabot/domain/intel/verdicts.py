"""What readers say of an item: they met it too, it is wrong, or it is out of date. One word a member."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FEW = 5
"""Where fewer members could be meant, the source is told without a number: it would count them off."""


class Verdict(StrEnum):
    """Names may be added, never renamed: verdicts are kept with them."""

    MET = "met"
    WRONG = "wrong"
    OUTDATED = "outdated"


@dataclass(frozen=True, kw_only=True)
class SaidBefore:
    """What the own member said of the item before; `name` is the colleague's, None where it is not known."""

    verdict: Verdict
    name: str | None
    on: date
    by_oneself: bool


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What became of a click; `doubted` is how the item stands now."""

    item_id: str
    verdict: Verdict
    before: SaidBefore | None
    doubted: bool


@dataclass(frozen=True, kw_only=True)
class VerdictsShown:
    """What a reader is shown of others' verdicts: a number is 0 where none may be shown.

    `some` are the verdicts the source was told of without a number.
    """

    met: int = 0
    wrong: int = 0
    outdated: int = 0
    some: tuple[Verdict, ...] = ()
    doubted: bool = False


def shown_from(count: int, least: int) -> int:
    """The count where it is large enough to be shown, else 0."""
    return count if count >= least else 0


@dataclass(frozen=True, kw_only=True)
class ToldSource:
    """What the source hears of one item for one day: how many members said what, or only that some did.

    `counts` are None where fewer than `FEW` members could be meant; `said` are the verdicts given.
    """

    said: tuple[Verdict, ...]
    counts: Mapping[Verdict, int] | None


def told_of(verdicts: Mapping[Verdict, int], meant: int) -> ToldSource:
    """What may be told of a day's verdicts where so many members could have given them."""
    said = tuple(verdict for verdict in Verdict if verdicts.get(verdict))
    return ToldSource(said=said, counts=dict(verdicts) if meant >= FEW else None)
