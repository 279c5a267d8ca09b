"""One table says what a role may do: the code asks it, and the page shows it."""

import pytest

from aacabot.config import project_root
from aacabot.domain.people import Grant, Person
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

ACME, SHOES = "member-acme", "brand-shoes"


def table() -> str:
    """The permissions as the page shows them."""
    named = {
        kind: ", ".join(f"`{role}`" for role in Role if role in one.roles)
        for kind, one in PERMISSIONS.items()
    }
    rows = [f"| {one.what} | {one.extent} | {named[kind]} |" for kind, one in PERMISSIONS.items()]
    return "\n".join(["| May | Reach | Roles |", "|---|---|---|", *rows])


def test_the_page_shows_what_the_code_asks() -> None:
    page = (project_root() / "docs" / "people.md").read_text("utf-8")
    shown = page.partition("kept equal by tests/domain/test_roles.py -->\n")[2]
    assert shown.partition("\n<!-- end of permissions -->")[0] == table()


def with_role(role: Role, extent: Extent) -> Person:
    member_id = None if extent is Extent.ALLIANCE else ACME
    brand_id = SHOES if extent is Extent.BRAND else None
    grant = Grant(role=role, member_id=member_id, brand_id=brand_id)
    return Person(id="p", name="Pat", team_id="T", user_id="U", grants=(grant,))


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("extent", Extent)
def test_a_permission_needs_its_role_and_its_reach(
    permission: Permission, role: Role, extent: Extent
) -> None:
    needs = PERMISSIONS[permission]
    enough = {
        Extent.BRAND: {Extent.BRAND, Extent.MEMBER},
        Extent.MEMBER: {Extent.MEMBER},
        Extent.ALLIANCE: {Extent.ALLIANCE},
    }
    may = with_role(role, extent).may(permission, ACME, SHOES)
    assert may is (role in needs.roles and extent in enough[needs.extent])


def test_who_runs_the_alliance_decides_nothing_for_a_brand_and_outsiders_do_nothing() -> None:
    assert not PERMISSIONS[Permission.DECIDE].roles & (OPERATOR_ROLES | OUTSIDE_ROLES)
    assert not any(needs.roles & OUTSIDE_ROLES for needs in PERMISSIONS.values())


def test_every_role_can_be_given_by_somebody_and_by_one_kind_of_admin_only() -> None:
    assert {*MEMBER_ROLES, *AGENCY_ROLES, *DESK_GRANTS} == set(Role)
    assert not {*MEMBER_ROLES, *AGENCY_ROLES} & set(DESK_GRANTS)
    assert Role.ADMIN not in AGENCY_ROLES
