"""Roles, and the one table of what each may do: the code asks it, and docs/people.md shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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
DESK_GRANTS = tuple(role for role in Role if role in OPERATOR_ROLES | OUTSIDE_ROLES)
"""What an operator admin can grant to the operator's people, and to outsiders listed with them."""


class Extent(StrEnum):
    """How far a grant must reach for a permission that rests on it."""

    BRAND = "brand"
    MEMBER = "member"
    ALLIANCE = "alliance"


class Permission(StrEnum):
    SEE = "see"
    DECIDE = "decide"
    KEEP = "keep"
    SHARE = "share"
    ANSWER = "answer"
    ADMINISTER = "administer"
    SEE_ALL = "see_all"
    REVIEW = "review"
    RUN_ALLIANCE = "run_alliance"


@dataclass(frozen=True)
class Needs:
    """Any of these roles, for at least this extent; `what` says it to people."""

    roles: frozenset[Role]
    extent: Extent
    what: str


_R = Role
PERMISSIONS: Mapping[Permission, Needs] = {
    Permission.SEE: Needs(
        frozenset({*MEMBER_ROLES, _R.AGENCY_USER}), Extent.BRAND, "see a brand's cases, cards and history"
    ),
    Permission.DECIDE: Needs(
        frozenset({_R.ADMIN, _R.COUNSEL, _R.ENFORCER}),
        Extent.BRAND,
        "confirm, dismiss, retract, ask, claim, be the second person",
    ),
    Permission.KEEP: Needs(
        frozenset({_R.ADMIN, _R.COUNSEL}),
        Extent.BRAND,
        "add, change and withdraw brands, marks, rights and authorised sellers",
    ),
    Permission.SHARE: Needs(
        frozenset({_R.ADMIN, _R.COUNSEL, _R.ENFORCER, _R.ANALYST}),
        Extent.BRAND,
        "share intelligence, say what became of it, ask the alliance",
    ),
    Permission.ANSWER: Needs(
        frozenset({_R.ADMIN, _R.COUNSEL}),
        Extent.BRAND,
        "answer a seller's objection, retract another person's takedown once it is carried out",
    ),
    Permission.ADMINISTER: Needs(
        frozenset({_R.ADMIN}), Extent.MEMBER, "give and take roles, admit people, set up the member"
    ),
    Permission.SEE_ALL: Needs(OPERATOR_ROLES, Extent.ALLIANCE, "see every member's cases"),
    Permission.REVIEW: Needs(
        frozenset({_R.OPERATOR_ADMIN, _R.REVIEWER}),
        Extent.ALLIANCE,
        "accept or decline at the desk, for members they do not act for",
    ),
    Permission.RUN_ALLIANCE: Needs(
        frozenset({_R.OPERATOR_ADMIN}),
        Extent.ALLIANCE,
        "manage the operator's people, appoint a member's admin",
    ),
}
"""What is not here, no role gives: liaisons and observers have no row of their own."""
