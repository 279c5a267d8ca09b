"""When a right is in force, when its end is told of, and whose brands a person reaches."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.people import Grant, Person, Role
from aacabot.domain.portfolio import Reach, RightState, right_state, warning_due
from aacabot.domain.roles import Permission

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("left", "state", "due"),
    [
        (61, RightState.IN_FORCE, None),
        (60, RightState.EXPIRING, 60),
        (15, RightState.EXPIRING, 60),
        (14, RightState.EXPIRING, 14),
        (1, RightState.EXPIRING, 14),
        (0, RightState.EXPIRING, 0),
        (-1, RightState.EXPIRED, 0),
        (-7, RightState.EXPIRED, 0),
        (-8, RightState.EXPIRED, None),
    ],
)
def test_a_right_is_warned_of_before_it_ends(left: int, state: RightState, due: int | None) -> None:
    expires = TODAY + timedelta(days=left)
    assert (right_state(expires, TODAY), warning_due(expires, TODAY)) == (state, due)
    assert right_state(None, TODAY) is RightState.IN_FORCE


GRANTS = st.builds(
    Grant,
    role=st.sampled_from(list(Role)),
    member_id=st.sampled_from([None, "m1", "m2"]),
    brand_id=st.sampled_from([None, "b1", "b2"]),
)


@given(st.lists(GRANTS, max_size=4))
def test_a_person_reaches_exactly_the_brands_they_may_see(grants: list[Grant]) -> None:
    real = [grant for grant in grants if grant.member_id or not grant.brand_id]
    person = Person(id="p", name="P", team_id="T", user_id="U", grants=tuple(real))
    reach = Reach.of(person)
    for member_id, brand_id in (("m1", "b1"), ("m2", "b2")):
        matching = [each for each in real if each.brand_id != brand_id or each.member_id == member_id]
        if len(matching) == len(real):
            reached = reach.everything or member_id in reach.member_ids or brand_id in reach.brand_ids
            assert reached == person.may_see(member_id, brand_id)


def test_admins_and_counsel_keep_brands_and_add_them_only_for_a_whole_member() -> None:
    for role in Role:
        of_brand = Person(
            id="p", name="P", team_id="T", user_id="U",
            grants=(Grant(role=role, member_id="m1", brand_id="b1"),),
        )  # fmt: skip
        assert of_brand.may(Permission.KEEP, "m1", "b1") == (role in {Role.ADMIN, Role.COUNSEL})
        assert not of_brand.may(Permission.KEEP, "m1")
        assert not of_brand.may(Permission.KEEP, "m1", "b2")
