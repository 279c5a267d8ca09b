"""The chain of a case's events, and the day's root: any single change breaks them."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.chain import break_in, link, moment
from aacabot.domain.chain_roots import leaf, proof_of, root_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
DATA = st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=3), min_size=1, max_size=6)
AT = moment(datetime(2026, 11, 22, 12, tzinfo=UTC))
Chained = list[tuple[dict[str, Any], str | None, str | None]]


def chain(data: list[dict[str, Any]]) -> Chained:
    events: Chained = []
    previous: str | None = None
    for seq, one in enumerate(data, start=1):
        event = {
            "case_id": "c1",
            "seq": seq,
            "kind": "routed",
            "from_state": None,
            "to_state": "alerted",
            "person_id": None,
            "reason": None,
            "data": one,
            "occurred_at": AT,
            "recorded_at": AT,
        }
        digest = link(previous, event)
        events.append((event, previous, digest))
        previous = digest
    return events


def broken(events: Chained, head: str | None, count: int) -> bool:
    return break_in(events, head, count) is not None


@given(DATA)
def test_a_chain_as_it_was_recorded_has_no_break(data: list[dict[str, Any]]) -> None:
    events = chain(data)
    assert break_in(events, events[-1][2], len(events)) is None


@given(DATA, st.data())
def test_any_single_change_breaks_the_chain(data: list[dict[str, Any]], draw: st.DataObject) -> None:
    events = chain(data)
    head, count = events[-1][2], len(events)
    place = draw.draw(st.integers(0, count - 1))
    event, previous, digest = events[place]
    field = draw.draw(st.sampled_from(sorted(event)))
    other = {**event, field: "changed" if event[field] != "changed" else "again"}
    assert broken([*events[:place], (other, previous, digest), *events[place + 1 :]], head, count)
    assert broken([*events[:place], (event, "0" * 64, digest), *events[place + 1 :]], head, count)
    assert broken([*events[:place], (event, previous, "0" * 64), *events[place + 1 :]], head, count)
    assert broken([*events[:place], *events[place + 1 :]], head, count)
    rehashed = [*events[:place], (other, previous, link(previous, other)), *events[place + 1 :]]
    assert broken(rehashed, head, count)


def test_events_from_before_the_chain_come_first_and_are_not_covered() -> None:
    old = ({**chain([{}])[0][0], "data": {"n": 1}}, None, None)
    new = {**chain([{}])[0][0], "seq": 2}
    after = (new, None, link(None, new))
    assert break_in([old, after], after[2], 2) is None
    assert break_in([(*after[:1], None, None), old], None, 2) is not None


LEAVES = st.lists(st.text("abc123", min_size=1, max_size=5), min_size=1, max_size=20, unique=True)


@given(LEAVES, st.data())
def test_the_way_from_a_leaf_leads_to_the_root_and_no_others_does(
    names: list[str], draw: st.DataObject
) -> None:
    leaves = [leaf(name, "0" * 64) for name in names]
    place = draw.draw(st.integers(0, len(leaves) - 1))
    assert folded(leaves[place], proof_of(leaves, place)) == root_of(leaves)
    assert folded(leaf(names[place], "1" * 64), proof_of(leaves, place)) != root_of(leaves)
    assert root_of([*leaves[:place], leaf("other", "0" * 64), *leaves[place + 1 :]]) != root_of(leaves)


def folded(node: bytes, way: list[tuple[str, str]]) -> str:
    for side, neighbour in way:
        pair = (bytes.fromhex(neighbour), node) if side == "left" else (node, bytes.fromhex(neighbour))
        node = sha256(b"\x01" + b"".join(pair)).digest()
    return node.hex()


@pytest.mark.parametrize("leaves", [[], [leaf("a", "b")]])
def test_a_day_of_nothing_or_one_case_has_a_root(leaves: list[bytes]) -> None:
    assert len(root_of(leaves)) == 64
