"""The two-person rule: which circumstances ask for a second person, and who that may be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.people import DECIDERS, Grant, Role
from aacabot.domain.rights import RightKind
from aacabot.domain.second_person import (
    AT_ONCE,
    COUNSELS,
    FOR_COUNSEL,
    Circumstances,
    Decider,
    SecondReason,
    reasons_kept,
    seconds,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
R = SecondReason


def test_an_everyday_confirm_needs_one_person() -> None:
    assert Circumstances(right=RightKind.TRADEMARK, confirms=3, brake=60).reasons == ()


@pytest.mark.parametrize(
    ("circumstances", "reason"),
    [
        (Circumstances(confirms=60, brake=60), R.BRAKE),
        (Circumstances(at_once=AT_ONCE + 1), R.MANY),
        (Circumstances(complained=AT_ONCE + 1), R.MANY),
        (Circumstances(of_seller=AT_ONCE), R.MANY),
        (Circumstances(right=RightKind.PATENT), R.PATENT_OR_DESIGN),
        (Circumstances(right=RightKind.DESIGN), R.PATENT_OR_DESIGN),
        (Circumstances(on_watch=True), R.WATCH),
        (Circumstances(authorised_elsewhere=True), R.AUTHORISED_ELSEWHERE),
        (Circumstances(granted_at=NOON), R.NEW_ROLE),
        (Circumstances(granted_at=NOON, confirmed_at=NOON - timedelta(seconds=1)), R.NEW_ROLE),
    ],
)
def test_each_circumstance_asks_for_a_second_person(circumstances: Circumstances, reason: R) -> None:
    assert circumstances.reasons == (reason,)


@pytest.mark.parametrize(
    "circumstances",
    [
        Circumstances(confirms=59, brake=60),
        Circumstances(at_once=AT_ONCE, complained=AT_ONCE, of_seller=AT_ONCE - 1),
        Circumstances(right=RightKind.COPYRIGHT),
        Circumstances(granted_at=NOON, confirmed_at=NOON),
    ],
)
def test_up_to_the_limits_none_is_asked(circumstances: Circumstances) -> None:
    assert circumstances.reasons == ()


PEOPLE = st.builds(
    Decider,
    person_id=st.sampled_from(["ann", "ben", "cat", "dan"]),
    name=st.just("Somebody"),
    agency_id=st.sampled_from([None, "redlens", "bluelens"]),
    grants=st.lists(
        st.builds(
            Grant,
            role=st.sampled_from(list(Role)),
            member_id=st.sampled_from(["acme", "beta", None]),
            brand_id=st.sampled_from([None, "one", "two"]),
        ),
        max_size=3,
    ).map(tuple),
)


@given(
    st.lists(PEOPLE, max_size=6),
    st.sampled_from(["ann", "ben", None]),
    st.sampled_from([None, "redlens"]),
    st.sets(st.sampled_from(list(R))),
)
def test_a_second_is_always_somebody_else_of_the_right_role_and_another_house(
    people: list[Decider], first: str | None, agency: str | None, why: set[R]
) -> None:
    found = seconds(people, first_id=first, first_agency=agency, member_id="acme", brand_id="one", why=why)
    roles = COUNSELS if why & FOR_COUNSEL else DECIDERS
    for one in found:
        assert one.person_id != first
        assert one.agency_id is None or one.agency_id != agency
        assert any(grant.role in roles and grant.covers("acme", "one") for grant in one.grants)
    left_out = [one for one in people if one not in found]
    assert not any(
        one.person_id != first
        and (one.agency_id is None or one.agency_id != agency)
        and any(grant.role in roles and grant.covers("acme", "one") for grant in one.grants)
        for one in left_out
    )


def test_a_reason_of_a_later_version_is_left_out() -> None:
    assert reasons_kept(["many", "from_the_future", "watch"]) == (R.MANY, R.WATCH)
