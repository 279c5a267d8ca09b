"""People, their roles, and what each role may do."""

from dataclasses import dataclass
from datetime import date, datetime

from aacabot.domain.roles import (
    AGENCY_ROLES,
    DESK_GRANTS,
    MEMBER_ROLES,
    OPERATOR_ROLES,
    OUTSIDE_ROLES,
    PERMISSIONS,
    Extent,
    Permission,
    Role,
)
from aacabot.domain.viewers import Viewer

__all__ = [
    "AGENCY_ROLES",
    "DECIDERS",
    "DESK_GRANTS",
    "MEMBER_ROLES",
    "OPERATOR_ROLES",
    "OUTSIDE_ROLES",
    "REVIEWERS",
    "Grant",
    "Person",
    "Role",
]


DECIDERS = PERMISSIONS[Permission.DECIDE].roles
REVIEWERS = PERMISSIONS[Permission.REVIEW].roles


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

    def gives(
        self, permission: Permission, member_id: str | None = None, brand_id: str | None = None
    ) -> bool:
        """Whether the grant gives a permission: for a brand, a whole member, or the alliance."""
        needs = PERMISSIONS[permission]
        if self.role not in needs.roles:
            return False
        if needs.extent is Extent.ALLIANCE:
            return self.member_id is None
        if needs.extent is Extent.MEMBER or brand_id is None:
            return self.member_id == member_id and self.brand_id is None
        return member_id is not None and self.covers(member_id, brand_id)


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

    def may(self, permission: Permission, member_id: str | None = None, brand_id: str | None = None) -> bool:
        """Whether any of the person's grants gives a permission (`domain.roles.PERMISSIONS`)."""
        return any(grant.gives(permission, member_id, brand_id) for grant in self.grants)

    @property
    def is_operator(self) -> bool:
        return self.may(Permission.SEE_ALL)

    @property
    def member_ids(self) -> frozenset[str]:
        """The members whose data the person may see by a role of theirs."""
        return frozenset(grant.member_id for grant in self.grants if grant.member_id)

    @property
    def viewer(self) -> Viewer:
        return Viewer(None if self.is_operator else self.member_ids, waits=True)

    def may_see(self, member_id: str, brand_id: str) -> bool:
        return self.is_operator or self.may(Permission.SEE, member_id, brand_id)

    def may_decide(self, member_id: str, brand_id: str) -> bool:
        """Confirm, dismiss, retract, ask: admins, counsel and enforcers of that brand."""
        return self.may(Permission.DECIDE, member_id, brand_id)

    def may_answer_sellers(self, member_id: str, brand_id: str) -> bool:
        """Rebut or accept a seller's objection: admins and counsel of that brand."""
        return self.may(Permission.ANSWER, member_id, brand_id)

    def may_review(self, member_id: str) -> bool:
        """Accept or decline at the desk: reviewers who do not themselves act for that member."""
        return self.is_reviewer and not self.acts_for(member_id)

    def acts_for(self, member_id: str) -> bool:
        """Whether the person is the member's own, or has any role for it."""
        return member_id in self.member_ids or self.of_member == member_id

    def administers(self, member_id: str) -> bool:
        """Grant and revoke, set up, speak for the member: its admins, for the whole member."""
        return self.may(Permission.ADMINISTER, member_id)

    @property
    def is_operator_admin(self) -> bool:
        return self.may(Permission.RUN_ALLIANCE)

    @property
    def is_reviewer(self) -> bool:
        return self.may(Permission.REVIEW)
