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
    AGENCY_USER = "agency_user"
    LIAISON = "liaison"
    OBSERVER = "observer"


MEMBER_ROLES = (Role.ADMIN, Role.COUNSEL, Role.ENFORCER, Role.ANALYST, Role.VIEWER)
"""What a member's admin can grant to the member's own people."""
AGENCY_ROLES = (Role.COUNSEL, Role.ENFORCER, Role.ANALYST, Role.VIEWER, Role.AGENCY_USER)
"""What a brand can grant to an agency; `agency_user` looks on."""
OPERATOR_ROLES = frozenset({Role.OPERATOR_ADMIN, Role.REVIEWER, Role.ACCOUNT_MANAGER})
"""The desk: these see every member's data."""
OUTSIDE_ROLES = frozenset({Role.LIAISON, Role.OBSERVER})
"""Police, customs and associations: they see no member's data by their role."""
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

    `of_member` or `of_agency` is the organisation they belong to; neither for the operator's people.
    """

    id: str
    name: str
    team_id: str
    user_id: str
    grants: tuple[Grant, ...] = ()
    of_member: str | None = None
    of_agency: str | None = None

    @property
    def is_operator(self) -> bool:
        return any(grant.role in OPERATOR_ROLES for grant in self.grants)

    @property
    def member_ids(self) -> frozenset[str]:
        """The members whose data the person may see by a role of theirs."""
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

    def administers(self, member_id: str) -> bool:
        """Grant and revoke, set up, speak for the member: its admins, for the whole member."""
        return any(
            grant.role is Role.ADMIN and grant.member_id == member_id and grant.brand_id is None
            for grant in self.grants
        )

    @property
    def is_operator_admin(self) -> bool:
        return any(grant.role is Role.OPERATOR_ADMIN for grant in self.grants)

    @property
    def is_reviewer(self) -> bool:
        return any(grant.role in REVIEWERS for grant in self.grants)
