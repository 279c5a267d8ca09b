"""Sending again: at most twice, and what counts as new."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.cases import RESUBMISSIONS, CaseEventKind
from aacabot.domain.resubmissions import left, new_files

E = CaseEventKind


@dataclass(frozen=True)
class Happened:
    kind: str


EVENTS = st.lists(
    st.sampled_from([E.OPENED, E.CONFIRMED, E.REVIEW_DECLINED, E.DECLINED, E.EVIDENCE_ADDED, E.RESUBMITTED])
).map(lambda kinds: [Happened(kind.value) for kind in kinds])


@given(EVENTS)
def test_it_is_sent_again_at_most_twice(events: list[Happened]) -> None:
    sent = sum(event.kind == E.RESUBMITTED for event in events)
    assert left(events) == max(RESUBMISSIONS - sent, 0)


@given(EVENTS, st.integers(0, 4))
def test_only_what_came_after_the_last_decline_is_new(events: list[Happened], added: int) -> None:
    after = [Happened(E.EVIDENCE_ADDED.value)] * added
    assert new_files([*events, Happened(E.DECLINED.value), *after]) == added
    assert new_files([*events, Happened(E.REVIEW_DECLINED.value), *after]) == added


def test_nothing_is_new_of_what_was_never_declined() -> None:
    assert new_files([Happened(E.OPENED.value), Happened(E.EVIDENCE_ADDED.value)]) == 0
