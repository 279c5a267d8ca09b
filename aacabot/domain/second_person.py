"""The two-person rule (design, domain.md 4.6): when somebody else must agree, and who that may be."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aacabot.domain.people import DECIDERS, Grant, Role
from aacabot.domain.rights import RightKind


class SecondReason(StrEnum):
    """Why a decision needs a second person. Names may be added, never renamed: events carry them."""

    BRAKE = "brake"
    MANY = "many"
    PATENT_OR_DESIGN = "patent_or_design"
    REBUTTAL = "rebuttal"
    WATCH = "watch"
    AUTHORISED_ELSEWHERE = "authorised_elsewhere"
    NEW_ROLE = "new_role"


AT_ONCE = 10
"""More listings than this in one act, one complaint, or of one seller within a day need a second person."""
ONE_SELLER_WITHIN = timedelta(hours=24)
FOR_COUNSEL = frozenset({SecondReason.PATENT_OR_DESIGN, SecondReason.REBUTTAL, SecondReason.WATCH})
"""For these the second person is counsel or an admin; for the others anybody who decides for the brand."""
COUNSELS = frozenset({Role.ADMIN, Role.COUNSEL})
NAMED = 5
"""So many of those who may approve are named on a card."""


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What the rule looks at. Counts leave the decision itself out, except `at_once` and `complained`."""

    confirms: int = 0
    brake: int = 1
    at_once: int = 1
    complained: int = 0
    of_seller: int = 0
    right: RightKind | None = None
    on_watch: bool = False
    authorised_elsewhere: bool = False
    granted_at: datetime | None = None
    confirmed_at: datetime | None = None

    @property
    def reasons(self) -> tuple[SecondReason, ...]:
        """Every reason that holds, in one order."""
        held = {
            SecondReason.BRAKE: self.confirms >= self.brake,
            SecondReason.MANY: max(self.at_once, self.complained, self.of_seller + 1) > AT_ONCE,
            SecondReason.PATENT_OR_DESIGN: self.right in {RightKind.PATENT, RightKind.DESIGN},
            SecondReason.WATCH: self.on_watch,
            SecondReason.AUTHORISED_ELSEWHERE: self.authorised_elsewhere,
            SecondReason.NEW_ROLE: self._is_first_in_role,
        }
        return tuple(reason for reason in SecondReason if held.get(reason))

    @property
    def _is_first_in_role(self) -> bool:
        if self.granted_at is None:
            return False
        return self.confirmed_at is None or self.confirmed_at < self.granted_at


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Somebody who decides for a member or for brands of it; `agency_id` where an agency employs them."""

    person_id: str
    name: str
    agency_id: str | None
    grants: tuple[Grant, ...]


@dataclass(frozen=True, kw_only=True)
class SecondNeeded:
    """Who is missing: why, whether it must be counsel, up to five who may, and until when.

    `desk` where nobody of the member's may: an admin of the operator stands in.
    """

    why: tuple[SecondReason, ...]
    counsel: bool
    who: tuple[str, ...]
    until: datetime | None
    desk: bool


def roles_for(why: Collection[SecondReason]) -> frozenset[Role]:
    """Any of these roles makes a second person for all the reasons."""
    return COUNSELS if FOR_COUNSEL.intersection(why) else DECIDERS


def seconds(
    deciders: Iterable[Decider],
    *,
    first_id: str | None,
    first_agency: str | None,
    member_id: str,
    brand_id: str,
    why: Collection[SecondReason],
) -> tuple[Decider, ...]:
    """Those who may be the second person: somebody else, of the right role, not of the first one's agency."""
    roles = roles_for(why)
    return tuple(
        one
        for one in deciders
        if one.person_id != first_id
        and (one.agency_id is None or one.agency_id != first_agency)
        and any(grant.role in roles and grant.covers(member_id, brand_id) for grant in one.grants)
    )


def reasons_kept(kept: Iterable[str]) -> tuple[SecondReason, ...]:
    """The reasons written down with a case; one that a later version knew is left out."""
    return tuple(SecondReason(one) for one in kept if one in frozenset(SecondReason))
