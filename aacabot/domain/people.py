"""People, their roles, and what each role may do."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from aacabot.domain.viewers import Viewer


class Role(StrEnum):
    """What a person is trusted with, per member or brand, or for the operator (design, section 1)."""

    ADMIN = "admin"
    COUNSEL = "counsel"
    ENFORCER = "enforcer"
    ANALYST = "analyst"
    VIEWER = "viewer"
    OPERATOR_ADMIN = "operator_admin"
    REVIEWER = "reviewer"
    ACCOUNT_MANAGER = "account_manager"


OPERATOR_ROLES = frozenset({Role.OPERATOR_ADMIN, Role.REVIEWER, Role.ACCOUNT_MANAGER})
DECIDERS = frozenset({Role.ADMIN, Role.COUNSEL, Role.ENFORCER})
REVIEWERS = frozenset({Role.OPERATOR_ADMIN, Role.REVIEWER})


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One role: for a brand, for all brands of a member (`brand_id` None), or for the operator."""

    role: Role
    member_id: str | None = None
    brand_id: str | None = None
    expires: date | None = None

    def holds(self, now: datetime) -> bool:
        """Whether the grant is in force; its last day is included, in UTC."""
        return self.expires is None or now.date() <= self.expires

    def covers(self, member_id: str, brand_id: str) -> bool:
        return self.member_id == member_id and self.brand_id in (None, brand_id)


@dataclass(frozen=True, kw_only=True)
class Person:
    """A human, with the roles that were in force when they were read.

    `member_ids` are the members whose data the person may see; None for the operator's people.
    """

    id: str
    name: str
    team_id: str
    user_id: str
    grants: tuple[Grant, ...] = ()

    @property
    def is_operator(self) -> bool:
        return any(grant.role in OPERATOR_ROLES for grant in self.grants)

    @property
    def member_ids(self) -> frozenset[str]:
        return frozenset(grant.member_id for grant in self.grants if grant.member_id)

    @property
    def viewer(self) -> Viewer:
        return Viewer(None if self.is_operator else self.member_ids, waits=True)

    def may_see(self, member_id: str, brand_id: str) -> bool:
        return self.is_operator or any(grant.covers(member_id, brand_id) for grant in self.grants)

    def may_decide(self, member_id: str, brand_id: str) -> bool:
        """Confirm, dismiss, retract, ask: admins, counsel and enforcers of that brand."""
        return any(grant.role in DECIDERS and grant.covers(member_id, brand_id) for grant in self.grants)

    def may_review(self, member_id: str) -> bool:
        """Accept or decline at the desk: reviewers who do not themselves act for that member."""
        return self.is_reviewer and member_id not in self.member_ids

    @property
    def is_reviewer(self) -> bool:
        return any(grant.role in REVIEWERS for grant in self.grants)
