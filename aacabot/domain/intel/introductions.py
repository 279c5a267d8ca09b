"""Introductions: a member asks whoever else holds something, and neither learns who before both agree."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

OPEN_FOR = timedelta(days=7)
"""A wish is closed then whatever was answered: refusal, silence and nobody to ask look the same."""
A_DAY = 10
"""How many wishes a member may begin on a day (UTC): asking about everything would show what others hold."""
QUESTIONS_A_DAY = 50
"""How many blind questions a member may ask on a day (UTC), against trying out a list."""
ASKED_AT_MOST = 10
"""So many people of a holder are asked: whoever answers first answers for all."""


@dataclass(frozen=True, kw_only=True)
class Wished:
    """A wish that has begun; the same whether or not there is anybody to ask."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class KnownAs:
    """What a member itself calls what a wish is about, and the day it last met or shared it.

    `name` and `marketplace` are None where only a hash is kept.
    """

    name: str | None = None
    marketplace: str | None = None
    met_on: date | None = None
    shared_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What somebody answered for their member; `other` is who asked, told only where they agreed."""

    agreed: bool
    other: str | None = None
