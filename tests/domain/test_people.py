"""What a person may see and do follows from their roles alone."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.people import DECIDERS, OPERATOR_ROLES, REVIEWERS, Grant, Person, Role
from aacabot.domain.viewers import EVERYONE, Viewer

ACME, BETA = "member-acme", "member-beta"
SHOES, BAGS = "brand-shoes", "brand-bags"


def person(*grants: Grant) -> Person:
    return Person(id="p", name="Pat", team_id="T", user_id="U", grants=grants)


@pytest.mark.parametrize("role", list(Role))
def test_only_admins_counsel_and_enforcers_decide(role: Role) -> None:
    pat = person(Grant(role=role, member_id=ACME))
    assert pat.may_decide(ACME, SHOES) is (role in {Role.ADMIN, Role.COUNSEL, Role.ENFORCER})


def test_a_role_for_a_member_covers_all_its_brands_and_nobody_elses() -> None:
    pat = person(Grant(role=Role.ENFORCER, member_id=ACME))
    assert pat.may_decide(ACME, SHOES) and pat.may_decide(ACME, BAGS)
    assert not pat.may_decide(BETA, "brand-beta") and not pat.may_see(BETA, "brand-beta")


def test_a_role_for_a_brand_covers_that_brand_only() -> None:
    pat = person(Grant(role=Role.ENFORCER, member_id=ACME, brand_id=SHOES))
    assert pat.may_decide(ACME, SHOES) and pat.may_see(ACME, SHOES)
    assert not pat.may_decide(ACME, BAGS) and not pat.may_see(ACME, BAGS)


def test_a_brand_id_under_another_member_is_not_covered() -> None:
    pat = person(Grant(role=Role.ENFORCER, member_id=ACME, brand_id=SHOES))
    assert not pat.may_decide(BETA, SHOES)


def test_a_grant_holds_through_its_last_day_in_utc() -> None:
    grant = Grant(role=Role.ENFORCER, member_id=ACME, expires=date(2026, 11, 22))
    assert grant.holds(datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC))
    assert not grant.holds(datetime(2026, 11, 23, 0, 0, 0, tzinfo=UTC))
    assert Grant(role=Role.ENFORCER, member_id=ACME).holds(datetime(2999, 1, 1, tzinfo=UTC))


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-23, 23))
def test_whether_a_grant_holds_does_not_depend_on_the_clocks_zone(now: datetime, hours: int) -> None:
    grant = Grant(role=Role.ENFORCER, member_id=ACME, expires=date(2026, 11, 22))
    if 2 < now.year < 9998:
        assert grant.holds(now) is grant.holds(now.astimezone(timezone(timedelta(hours=hours))))


@pytest.mark.parametrize("role", sorted(OPERATOR_ROLES))
def test_the_operators_people_see_everything_and_decide_nothing(role: Role) -> None:
    ola = person(Grant(role=role))
    assert ola.viewer.member_ids is None and ola.may_see(ACME, SHOES)
    assert not ola.may_decide(ACME, SHOES)
    assert ola.may_review(ACME) is (role in REVIEWERS)


def test_a_reviewer_who_acts_for_a_member_does_not_review_its_requests() -> None:
    rex = person(Grant(role=Role.REVIEWER), Grant(role=Role.VIEWER, member_id=ACME))
    assert not rex.may_review(ACME) and rex.may_review(BETA)


def test_people_of_a_member_see_what_their_members_have() -> None:
    ray = person(
        Grant(role=Role.ENFORCER, member_id=ACME, brand_id=SHOES), Grant(role=Role.VIEWER, member_id=BETA)
    )
    assert ray.viewer.member_ids == frozenset({ACME, BETA})
    assert ray.viewer.sees(ACME) and not ray.viewer.sees("member-gamma")
    assert person().viewer.member_ids == frozenset()
    assert not person().viewer.sees(ACME)


def test_a_viewers_scope_is_what_the_database_reads() -> None:
    assert EVERYONE.scope == "*"
    assert Viewer.of_members("b", "a").scope == "a,b"
    assert Viewer(frozenset()).scope == ""


grants = st.builds(
    Grant,
    role=st.sampled_from(list(Role)),
    member_id=st.sampled_from([ACME, BETA, None]),
    brand_id=st.sampled_from([SHOES, BAGS, None]),
)


@given(st.lists(grants, max_size=5), st.sampled_from([ACME, BETA]), st.sampled_from([SHOES, BAGS]))
def test_who_may_decide_may_see_and_has_the_member_in_view(
    held: list[Grant], member_id: str, brand_id: str
) -> None:
    pat = person(*held)
    if pat.may_decide(member_id, brand_id):
        assert pat.may_see(member_id, brand_id) and pat.viewer.sees(member_id)
        assert any(grant.role in DECIDERS for grant in held)
    if pat.may_review(member_id):
        assert not any(grant.member_id == member_id for grant in held)


def test_a_reviewer_of_the_members_own_firm_does_not_review_it_even_without_a_role_there() -> None:
    reviewer = Person(
        id="p", name="Rae", team_id="T", user_id="U", grants=(Grant(role=Role.REVIEWER),), of_member="m1"
    )
    assert not reviewer.may_review("m1")
    assert reviewer.may_review("m2")
