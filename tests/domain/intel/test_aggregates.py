"""No figure over members tells of one of them, nor can what is hidden be reckoned from what is shown."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aacabot.domain.intel import IntelKind
from aacabot.domain.intel.aggregates import (
    ByKind,
    Hidden,
    Quarter,
    figures,
    is_old_enough,
    may_be_shown,
    months_before,
    quarter_of,
)
from aacabot.domain.intel.rules import SharingRules

PARTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9), max_size=8)
KINDS = st.dictionaries(st.sampled_from(list(IntelKind)[:4]), PARTS, max_size=4)
RULES = st.builds(
    SharingRules,
    least_members=st.integers(5, 7),
    largest_share=st.integers(10, 25).map(lambda percent: percent / 100),
    months=st.integers(3, 12),
)
OLD = date(2027, 12, 31)
QUARTER = Quarter(year=2026, number=3)


def keeps_the_rules(parts: Counter[str], rules: SharingRules) -> bool:
    """The rule as counsel says it, reckoned anew."""
    members = [one for one in parts.values() if one]
    return len(members) >= rules.least_members and max(members) <= sum(members) * rules.largest_share + 1e-9


@given(shared=KINDS, met=KINDS, rules=RULES, today=st.dates(date(2026, 9, 1), OLD))
@settings(max_examples=300, deadline=None)
def test_no_published_figure_breaks_a_rule(
    shared: ByKind, met: ByKind, rules: SharingRules, today: date
) -> None:
    found = figures(QUARTER, shared, met, today, rules)
    for name, parts in (("shared", shared), ("met", met)):
        shown = {one.kind: getattr(one, name) for one in found if getattr(one, name) is not None}
        for kind, number in shown.items():
            counted = Counter(parts[kind]) if kind else sum(map(Counter, parts.values()), Counter())
            assert number == sum(counted.values())
            assert keeps_the_rules(counted, rules)
            assert today >= date(2026, 10, 1) and (today - date(2026, 10, 1)).days >= 28 * rules.months
        if None in shown:
            rest = sum((Counter(each) for kind, each in parts.items() if kind not in shown), Counter())
            assert not any(rest.values()) or keeps_the_rules(rest, rules)
    assert all((one.shared is None) == (one.hidden is not None) for one in found)


def test_five_of_equal_weight_are_shown_and_four_are_not() -> None:
    rules = SharingRules()
    assert may_be_shown(dict.fromkeys("abcde", 2), rules)
    assert not may_be_shown(dict.fromkeys("abcd", 2), rules)
    assert not may_be_shown({**dict.fromkeys("abcd", 2), "e": 3}, rules)
    assert may_be_shown({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 0}, rules)


@pytest.mark.parametrize(
    ("today", "old"),
    [
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
        (date(2026, 10, 1), False),
    ],
)
def test_a_quarter_is_shown_three_months_after_its_end(today: date, old: bool) -> None:
    assert is_old_enough(QUARTER, today, SharingRules()) is old
    (first, *_) = figures(QUARTER, {}, {}, today, SharingRules())
    assert first.hidden is (Hidden.SMALL if old else Hidden.RECENT)


def test_months_are_counted_back_over_short_ones() -> None:
    assert months_before(date(2027, 5, 31), 3) == date(2027, 2, 28)
    assert months_before(date(2027, 1, 15), 3) == date(2026, 10, 15)
    assert quarter_of(date(2026, 12, 31)).ended_on == date(2027, 1, 1)
