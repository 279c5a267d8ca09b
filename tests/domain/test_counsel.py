"""Whose record somebody keeps, and under which authority somebody acted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from aacabot.domain.counsel import (
    HeldRole,
    TrustDeed,
    authority_at,
    may_keep_record,
    period,
    records_kept_by,
    under,
)
from aacabot.domain.errors import FieldProblem
from aacabot.domain.people import Grant, Person, Role

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def person(*grants: Grant, member: str | None = "m1", agency: str | None = None) -> Person:
    return Person(
        id="p", name="P", team_id="T", user_id="U", grants=grants, of_member=member, of_agency=agency
    )


def test_a_members_own_admins_and_counsel_and_the_operators_admins_keep_its_record() -> None:
    counsel = person(Grant(role=Role.COUNSEL, member_id="m1"))
    assert may_keep_record(counsel, "m1") and may_keep_record(counsel, "m1", "b1")
    assert not may_keep_record(counsel, "m2")
    assert records_kept_by(counsel) == frozenset({"m1"})
    of_brand = person(Grant(role=Role.COUNSEL, member_id="m1", brand_id="b1"))
    assert may_keep_record(of_brand, "m1", "b1")
    assert not may_keep_record(of_brand, "m1") and not may_keep_record(of_brand, "m1", "b2")
    assert records_kept_by(of_brand) == frozenset()
    operator = person(Grant(role=Role.OPERATOR_ADMIN), member=None)
    assert may_keep_record(operator, "m2") and records_kept_by(operator) is None


@pytest.mark.parametrize(
    "other",
    [
        person(Grant(role=Role.ENFORCER, member_id="m1")),
        person(Grant(role=Role.COUNSEL, member_id="m1"), member=None, agency="a1"),
        person(Grant(role=Role.REVIEWER), member=None),
    ],
    ids=["enforcer", "agency's counsel", "reviewer"],
)
def test_others_do_not(other: Person) -> None:
    assert not may_keep_record(other, "m1", "b1")


def test_a_role_that_the_decision_noted_is_told_with_who_gave_it_and_who_took_it_later() -> None:
    noted = {"roles": [{"role": "enforcer", "brand_id": "b1", "last_day": None}], "agency_id": None}
    deeds = [
        TrustDeed(at=NOON - DAY, gives=True, by="ola", role="enforcer", brand_id="b1"),
        TrustDeed(at=NOON + DAY, gives=False, by="zed", role="enforcer", brand_id="b1"),
    ]
    (held,) = authority_at(NOON, noted, [], deeds)
    assert (held.granted_at, held.granted_by) == (NOON - DAY, "ola")
    assert (held.ended_at, held.ended_by) == (NOON + DAY, "zed")


def test_without_a_note_the_roles_are_those_given_before_and_not_taken_yet() -> None:
    deeds = [
        TrustDeed(at=NOON - 3 * DAY, gives=True, by="ola", role="enforcer"),
        TrustDeed(at=NOON - 3 * DAY, gives=True, by="ola", role="counsel"),
        TrustDeed(at=NOON - DAY, gives=False, by="ola", role="counsel"),
        TrustDeed(at=NOON + DAY, gives=False, by="ola"),
        TrustDeed(at=NOON + DAY, gives=True, by="ola", role="admin"),
    ]
    grants = [HeldRole(role="admin", granted_at=NOON + DAY, granted_by="ola")]
    (held,) = authority_at(NOON, None, grants, deeds)
    assert (held.role, held.ended_at) == ("enforcer", NOON + DAY)


def test_a_grant_of_an_agency_tells_its_last_day_and_is_not_held_after_it() -> None:
    grants = [HeldRole(role="enforcer", brand_id="b1", agency_id="a1", last_day="2026-11-22")]
    (held,) = authority_at(NOON, None, grants, [])
    assert (held.agency_id, held.last_day) == ("a1", "2026-11-22")
    assert authority_at(NOON + DAY, None, grants, []) == []


def test_what_a_decision_notes_are_the_roles_for_that_brand_and_the_operators() -> None:
    grants = (
        Grant(role=Role.ENFORCER, member_id="m1", brand_id="b1", expires=date(2026, 12, 31)),
        Grant(role=Role.ADMIN, member_id="m1", brand_id="b2"),
        Grant(role=Role.REVIEWER),
    )
    noted = under(person(*grants), "m1", "b1")
    assert [one["role"] for one in noted["roles"]] == ["enforcer", "reviewer"]
    assert noted["roles"][0]["last_day"] == "2026-12-31"


def test_a_period_has_both_days_in_it_and_refuses_one_that_ends_first() -> None:
    since, until = period(date(2026, 11, 1), date(2026, 11, 1))
    assert until - since == DAY
    for first, last in (
        (None, date(2026, 1, 1)),
        (date(2026, 1, 1), None),
        (date(2026, 1, 2), date(2026, 1, 1)),
    ):
        with pytest.raises(FieldProblem):
            period(first, last)
