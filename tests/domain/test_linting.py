"""What a notice lacks before it leaves, and the decline each gap would get."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.case_reasons import DeclineReason
from aacabot.domain.evidence_kinds import ASKED_FOR, EvidenceKind
from aacabot.domain.linting import Draft, Finding, Findings, Rule, Severity, lint, required
from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode, Right, RightKind

TODAY = date(2026, 11, 22)
MARK = Right(
    id="r1",
    kind=RightKind.TRADEMARK,
    office="EUIPO",
    number="018000001",
    classes=(25,),
    territories=("EU",),
    expires=date(2030, 1, 1),
)
DESIGN = replace(MARK, kind=RightKind.DESIGN, classes=())
GOOD = Draft(
    right=MARK,
    reason=ReasonCode.COUNTERFEIT,
    url="https://market.example/item/1",
    complainant_name="Acme Legal",
    complainant_email="ip@acme.example",
    country="FR",
    categories=("shoes",),
    evidence=frozenset({EvidenceKind.TEST_BUY}),
)


def codes(**changed: Any) -> list[tuple[str, str]]:
    return [(one.code.value, one.severity.value) for one in lint(replace(GOOD, **changed), TODAY)]


def test_a_notice_with_everything_has_no_findings() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"right": None}, "IP_NOT_VERIFIED"),
        ({"right": replace(MARK, expires=TODAY - timedelta(days=1))}, "IP_EXPIRED"),
        ({"right": DESIGN, "reason": ReasonCode.KEYWORD_MISUSE, "shows_title": True}, "WRONG_REASON"),
        ({"url": ""}, "LISTING_GONE"),
        ({"url": "ftp://market.example"}, "LISTING_GONE"),
        ({"complainant_email": None}, "NOT_AUTHORISED_AGENT"),
        ({"complainant_email": "no address"}, "NOT_AUTHORISED_AGENT"),
        ({"complainant_name": "  "}, "NOT_AUTHORISED_AGENT"),
        ({"bona_fide": False}, "NOT_AUTHORISED_AGENT"),
    ],
)
def test_what_the_law_asks_for_blocks(changed: dict[str, Any], code: str) -> None:
    assert codes(**changed) == [(code, "block")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"country": "US"}, "WRONG_TERRITORY"),
        ({"country": "GB"}, "WRONG_TERRITORY"),
        ({"categories": ("phones", "camera")}, "WRONG_CLASS"),
        ({"evidence": frozenset()}, "EVIDENCE_INSUFFICIENT"),
        ({"evidence": frozenset({EvidenceKind.CLAIM_CHART})}, "EVIDENCE_INSUFFICIENT"),
        ({"reason": ReasonCode.KEYWORD_MISUSE}, "REFERENTIAL_USE"),
        ({"right": DESIGN, "reason": ReasonCode.DESIGN}, "EVIDENCE_INSUFFICIENT"),
        ({"another_case": True}, "DUPLICATE"),
        ({"seen_gone": True}, "LISTING_GONE"),
    ],
)
def test_the_rest_warns(changed: dict[str, Any], code: str) -> None:
    assert codes(**changed) == [(code, "warn")]


@pytest.mark.parametrize(
    "changed",
    [
        {"right": replace(MARK, expires=TODAY)},
        {"right": replace(MARK, expires=None)},
        {"country": None},
        {"country": "de"},
        {"country": "EL"},
        {"right": replace(MARK, territories=("UK",)), "country": "GB"},
        {"right": replace(MARK, territories=())},
        {"right": replace(MARK, territories=("WORLD",)), "country": "US"},
        {"categories": ("something new", None)},
        {"categories": ("phones", "shoes")},
        {"right": replace(MARK, classes=())},
        {"reason": ReasonCode.TRADEMARK_USE, "evidence": frozenset()},
        {"evidence": frozenset({EvidenceKind.TELL})},
        {"reason": ReasonCode.KEYWORD_MISUSE, "shows_title": True, "evidence": frozenset()},
    ],
)
def test_what_cannot_be_told_or_is_enough_is_no_finding(changed: dict[str, Any]) -> None:
    assert codes(**changed) == []


def test_what_blocks_comes_first() -> None:
    found = Findings(lint(replace(GOOD, bona_fide=False, country="US"), TODAY))
    assert [one.rule for one in found.found] == [Rule.STATEMENT, Rule.TERRITORY]
    assert [one.rule for one in found.blocking] == [Rule.STATEMENT]
    assert [one.rule for one in found.warnings] == [Rule.TERRITORY]


def test_every_rule_names_a_decline() -> None:
    assert all(isinstance(Finding.of(rule).code, DeclineReason) for rule in Rule)


drafts = st.builds(
    Draft,
    right=st.one_of(
        st.none(),
        st.builds(
            Right,
            id=st.just("r"),
            kind=st.sampled_from(RightKind),
            office=st.just("EUIPO"),
            number=st.just("1"),
            classes=st.lists(st.integers(1, 45), max_size=3).map(tuple),
            territories=st.lists(st.text(max_size=3), max_size=3).map(tuple),
            expires=st.none() | st.dates(),
        ),
    ),
    reason=st.sampled_from(ReasonCode),
    url=st.sampled_from(["", "https://market.example/1"]),
    complainant_name=st.none() | st.text(max_size=3),
    complainant_email=st.sampled_from([None, "a@b.example"]),
    bona_fide=st.booleans(),
    country=st.none() | st.text(max_size=3),
    categories=st.lists(st.none() | st.text(max_size=8), max_size=2).map(tuple),
    evidence=st.frozensets(st.sampled_from([kind.value for kind in EvidenceKind])),
    shows_title=st.booleans(),
    another_case=st.booleans(),
    seen_gone=st.booleans(),
)


@given(drafts)
def test_only_what_is_required_blocks_and_each_rule_is_found_once(draft: Draft) -> None:
    found = lint(draft, TODAY)
    assert required(draft, TODAY) == tuple(one for one in found if one.severity is Severity.BLOCK)
    assert len({one.rule for one in found}) == len(found)
    assert [one.severity for one in found] == sorted(
        (one.severity for one in found), key=[Severity.BLOCK, Severity.WARN].index
    )


@given(drafts, st.sampled_from([kind.value for kind in EvidenceKind]))
def test_more_evidence_never_adds_a_finding(draft: Draft, kind: str) -> None:
    more = replace(draft, evidence=draft.evidence | {kind})
    assert set(lint(more, TODAY)) <= set(lint(draft, TODAY))


@given(st.sampled_from(RightKind), st.data())
def test_a_reason_its_right_supports_with_what_it_asks_for_is_never_weak(
    kind: RightKind, data: st.DataObject
) -> None:
    reason = data.draw(st.sampled_from(REASONS_BY_RIGHT[kind]))
    asked = frozenset(map(str, ASKED_FOR.get(reason, frozenset())))
    right = replace(MARK, kind=kind)
    assert codes(right=right, reason=reason, evidence=asked, shows_title=True) == []
