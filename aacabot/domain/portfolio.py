"""Brands and what they hold, as members look after them: frozen values, and who may do what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aacabot.domain.people import Person
from aacabot.domain.rights import Right
from aacabot.domain.roles import PERMISSIONS, Permission

WARN_AT = (60, 14, 0)
"""How many days before a right's last day its member is warned."""
CATCH_UP_DAYS = 7
"""A right that lapsed while the hub was down is still told of for a week; one that lapsed long ago is not."""
KEEPERS = PERMISSIONS[Permission.KEEP].roles
_SEERS = PERMISSIONS[Permission.SEE].roles


class RightState(StrEnum):
    IN_FORCE = "in_force"
    EXPIRING = "expiring"
    EXPIRED = "expired"


class Section(StrEnum):
    """What a brand holds, one kind at a time."""

    MARKS = "marks"
    RIGHTS = "rights"
    SELLERS = "sellers"


def right_state(expires: date | None, today: date) -> RightState:
    """Whether a right is in force, and whether that ends within the first warning's time."""
    if expires is None or (expires - today).days > WARN_AT[0]:
        return RightState.IN_FORCE
    return RightState.EXPIRING if today <= expires else RightState.EXPIRED


def warning_due(expires: date, today: date) -> int | None:
    """The nearest warning that a right with this last day has come to, in days; None before and after all."""
    left = (expires - today).days
    if left < -CATCH_UP_DAYS:
        return None
    return min((days for days in WARN_AT if left <= days), default=None)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Whose brands a person sees: all, all of some members, or some alone."""

    everything: bool = False
    member_ids: frozenset[str] = frozenset()
    brand_ids: frozenset[str] = frozenset()

    @classmethod
    def of(cls, person: Person) -> "Reach":
        grants = [grant for grant in person.grants if grant.role in _SEERS]
        return cls(
            everything=person.is_operator,
            member_ids=frozenset(each.member_id for each in grants if each.member_id and not each.brand_id),
            brand_ids=frozenset(each.brand_id for each in grants if each.brand_id),
        )


@dataclass(frozen=True, kw_only=True)
class BrandLine:
    """A brand with what it holds counted. `expiring` rights are in force too; `waiting` are its cases."""

    id: str
    name: str
    member_id: str
    member: str
    category: str | None = None
    channel_id: str | None = None
    marks: int = 0
    rights_in_force: int = 0
    rights_expiring: int = 0
    rights: int = 0
    sellers: int = 0
    waiting: int = 0


@dataclass(frozen=True, kw_only=True)
class MarkShown:
    """A mark; `forms` are its spellings by script, `common` where it is also an ordinary word."""

    id: str
    text: str
    forms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    common: bool = False


@dataclass(frozen=True, kw_only=True)
class RightShown:
    right: Right
    state: RightState
    days_left: int | None = None


@dataclass(frozen=True, kw_only=True)
class SellerShown:
    """A seller the brand has authorised, at a marketplace."""

    id: str
    marketplace: str
    seller_id: str


Holding = MarkShown | RightShown | SellerShown


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """A page of brands. `member` is named where only one member's are shown, `may_add_for` by member id."""

    brands: tuple[BrandLine, ...]
    total: int
    member: str | None = None
    may_add_for: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class BrandShown:
    """One brand, and a page of one section of what it holds; `total` counts what was found there."""

    brand: BrandLine
    section: Section
    holdings: tuple[Holding, ...]
    total: int
    may_keep: bool
