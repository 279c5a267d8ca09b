"""Which registration a card proposes to report under."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode, Right, RightKind, propose_right

TODAY = date(2026, 11, 22)


def right(ident: str, kind: RightKind = RightKind.TRADEMARK, expires: date | None = None) -> Right:
    return Right(id=ident, kind=kind, office="EUIPO", number=f"0{ident}", expires=expires)


def test_a_right_is_in_force_through_its_last_day() -> None:
    assert right("1", expires=TODAY).in_force(TODAY)
    assert not right("1", expires=TODAY - timedelta(days=1)).in_force(TODAY)
    assert right("1").in_force(date.max)


def test_nothing_is_proposed_where_nothing_is_in_force() -> None:
    assert propose_right([], TODAY) is None
    assert propose_right([right("1", expires=TODAY - timedelta(days=1))], TODAY) is None


def test_a_trade_mark_is_proposed_before_other_rights_even_if_it_ends_sooner() -> None:
    mark = right("9", expires=TODAY)
    for kind in set(RightKind) - {RightKind.TRADEMARK}:
        assert propose_right([right("1", kind), mark], TODAY) == mark


def test_among_equals_the_one_that_lasts_longest_is_proposed() -> None:
    soon, late = right("1", expires=TODAY), right("2", expires=TODAY + timedelta(days=900))
    assert propose_right([soon, late], TODAY) == late
    forever = right("3")
    assert propose_right([soon, forever, late], TODAY) == forever


rights = st.lists(
    st.builds(
        Right,
        id=st.uuids().map(str),
        kind=st.sampled_from(list(RightKind)),
        office=st.just("EUIPO"),
        number=st.just("1"),
        expires=st.none() | st.dates(),
    ),
    max_size=8,
)


@given(rights)
def test_the_proposal_is_in_force_and_does_not_depend_on_the_order(held: list[Right]) -> None:
    proposed = propose_right(held, TODAY)
    assert propose_right(reversed(held), TODAY) == proposed
    if proposed is None:
        assert not any(each.in_force(TODAY) for each in held)
    else:
        assert proposed in held and proposed.in_force(TODAY)


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (RightKind.TRADEMARK, ReasonCode.COUNTERFEIT),
        (RightKind.DESIGN, ReasonCode.DESIGN),
        (RightKind.COPYRIGHT, ReasonCode.COPYRIGHT_IMAGE),
        (RightKind.PATENT, ReasonCode.PATENT),
    ],
)
def test_each_kind_of_right_supports_its_own_reason_first(kind: RightKind, first: ReasonCode) -> None:
    assert REASONS_BY_RIGHT[kind][0] is first


def test_every_reason_can_be_reached_by_some_right() -> None:
    assert {reason for reasons in REASONS_BY_RIGHT.values() for reason in reasons} == set(ReasonCode)


def test_a_right_is_cited_as_offices_do() -> None:
    cited = Right(id="1", kind=RightKind.TRADEMARK, office="EUIPO", number="018000001")
    assert cited.label == "EUIPO 018000001"


def test_a_right_for_the_country_of_sale_is_proposed_before_one_that_leaves_it_out() -> None:
    european = replace(right("1", expires=None), territories=("EU",))
    chinese = replace(right("2", expires=TODAY), territories=("CN",))
    assert propose_right([european, chinese], TODAY, "CN") == chinese
    assert propose_right([european, chinese], TODAY, "FR") == european
    assert propose_right([european, chinese], TODAY) == european
    assert propose_right([european], TODAY, "CN") == european
