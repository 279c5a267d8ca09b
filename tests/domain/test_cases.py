"""The life of a case: which moves its state allows, and when a listing deserves another case."""

from collections import Counter
from typing import ClassVar

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from aacabot.domain.cases import (
    ENDED_STATES,
    OPEN_STATES,
    RETRACTABLE_STATES,
    WAITING_STATES,
    CaseEventKind,
    CaseState,
    advance,
    opens_next_round,
)
from aacabot.domain.errors import IllegalMove

S, E = CaseState, CaseEventKind

# The life of a case written out by hand: from each state, what may happen and where it leads.
LIFE: dict[CaseState, dict[CaseEventKind, CaseState]] = {
    S.ALERTED: {
        E.LISTING_CHANGED: S.ALERTED,
        E.REPORTED_AS: S.ALERTED,
        E.ASKED_INFO: S.NEEDS_INFO,
        E.DISMISSED: S.DISMISSED,
        E.CONFIRMED: S.CONFIRMED,
        E.FOUND_GONE: S.CLOSED,
        E.EXPIRED: S.EXPIRED,
    },
    S.NEEDS_INFO: {
        E.LISTING_CHANGED: S.NEEDS_INFO,
        E.REPORTED_AS: S.NEEDS_INFO,
        E.INFO_GIVEN: S.ALERTED,
        E.DISMISSED: S.DISMISSED,
        E.CONFIRMED: S.CONFIRMED,
        E.FOUND_GONE: S.CLOSED,
        E.EXPIRED: S.EXPIRED,
        E.TEST_BUY_ASKED: S.NEEDS_INFO,
    },
    S.PENDING_SECOND: {
        E.LISTING_CHANGED: S.PENDING_SECOND,
        E.SECOND_EXPIRED: S.ALERTED,
        E.UNDONE: S.ALERTED,
        E.SECOND_APPROVED: S.CONFIRMED,
        E.SECOND_REFUSED: S.ALERTED,
        E.RETRACTED: S.RETRACTED,
        E.FOUND_GONE: S.CLOSED,
    },
    S.PLATFORM_REVIEW: {
        E.LISTING_CHANGED: S.PLATFORM_REVIEW,
        E.REVIEW_ACCEPTED: S.CONFIRMED,
        E.REVIEW_DECLINED: S.DECLINED,
        E.DESK_ASKED: S.ANSWER_NEEDED,
        E.UNDONE: S.ALERTED,
        E.RETRACTED: S.RETRACTED,
        E.FOUND_GONE: S.CLOSED,
    },
    S.ANSWER_NEEDED: {
        E.LISTING_CHANGED: S.ANSWER_NEEDED,
        E.BRAND_ANSWERED: S.PLATFORM_REVIEW,
        E.REVIEW_DECLINED: S.DECLINED,
        E.RETRACTED: S.RETRACTED,
        E.FOUND_GONE: S.CLOSED,
    },
    S.CONFIRMED: {
        E.UNDONE: S.ALERTED,
        E.LISTING_CHANGED: S.CONFIRMED,
        E.SECOND_ASKED: S.PENDING_SECOND,
        E.REVIEW_ASKED: S.PLATFORM_REVIEW,
        E.HELD: S.ALERTED,
        E.SENT: S.SUBMITTED,
        E.FAILED: S.FAILED,
        E.RETRACTED: S.RETRACTED,
        E.FOUND_GONE: S.CLOSED,
        E.COUNTER_NOTICED: S.COUNTER_NOTICED,
        E.RESTORED: S.RESTORED,
    },
    S.SUBMITTED: {
        E.PENDING: S.SUBMITTED,
        E.REPORTED_REMOVED: S.SUBMITTED,
        E.VERIFIED: S.TAKEN_DOWN,
        E.EDITED: S.EDITED,
        E.DECLINED: S.DECLINED,
        E.FAILED: S.FAILED,
        E.RETRACTED: S.RETRACTED,
        E.COUNTER_NOTICED: S.COUNTER_NOTICED,
        E.RESTORED: S.RESTORED,
    },
    S.EDITED: {
        E.RETRACTED: S.RETRACTED,
        E.COUNTER_NOTICED: S.COUNTER_NOTICED,
        E.RESTORED: S.RESTORED,
    },
    S.TAKEN_DOWN: {
        E.RETRACTED: S.RETRACTED,
        E.COUNTER_NOTICED: S.COUNTER_NOTICED,
        E.RESTORED: S.RESTORED,
    },
    S.COUNTER_NOTICED: {
        E.PENDING: S.COUNTER_NOTICED,
        E.REPORTED_REMOVED: S.COUNTER_NOTICED,
        E.VERIFIED: S.COUNTER_NOTICED,
        E.DECLINED: S.DECLINED,
        E.FAILED: S.FAILED,
        E.RETRACTED: S.RETRACTED,
        E.RESTORED: S.RESTORED,
        E.SENT: S.COUNTER_NOTICED,
        E.COUNTER_NOTICED: S.COUNTER_NOTICED,
        E.REBUTTAL_ASKED: S.COUNTER_NOTICED,
        E.REBUTTAL_REFUSED: S.COUNTER_NOTICED,
        E.REBUTTED: S.TAKEN_DOWN,
        E.COUNTER_ACCEPTED: S.RESTORED,
        E.COUNTER_LAPSED: S.RESTORED,
        E.COUNTER_STOOD: S.TAKEN_DOWN,
    },
    S.FAILED: {
        E.REOPENED: S.ALERTED,
        E.RETRIED: S.CONFIRMED,
        E.RETRACTED: S.RETRACTED,
        E.COUNTER_NOTICED: S.COUNTER_NOTICED,
        E.RESTORED: S.RESTORED,
    },
    S.RETRACTED: {E.WITHDRAWN: S.RETRACTED, E.RESTORED: S.RESTORED},
    S.DECLINED: {E.RESUBMITTED: S.CONFIRMED, E.REOPENED: S.ALERTED, E.EVIDENCE_ADDED: S.DECLINED},
    S.DISMISSED: {E.REOPENED: S.ALERTED},
    S.EXPIRED: {E.REOPENED: S.ALERTED},
    S.RESTORED: {E.WITHDRAWN: S.RESTORED},
    S.CLOSED: {},
    S.ARCHIVED: {},
}
for unsettled in (
    *(S.ALERTED, S.NEEDS_INFO, S.PENDING_SECOND, S.PLATFORM_REVIEW, S.ANSWER_NEEDED, S.CONFIRMED),
    *(S.SUBMITTED, S.COUNTER_NOTICED, S.FAILED),
):
    # Who is on it, and what is added to it, changes nothing about where the case stands.
    LIFE[unsettled] |= dict.fromkeys((E.CLAIMED, E.RELEASED, E.EVIDENCE_ADDED), unsettled)
for at_the_desk in (S.NEEDS_INFO, S.PLATFORM_REVIEW, S.ANSWER_NEEDED, S.COUNTER_NOTICED):
    LIFE[at_the_desk] |= dict.fromkeys((E.REVIEW_CLAIMED, E.REVIEW_RELEASED, E.ROUTED), at_the_desk)
ENDS = {
    S.TAKEN_DOWN,
    S.EDITED,
    S.DECLINED,
    S.DISMISSED,
    S.RETRACTED,
    S.RESTORED,
    S.EXPIRED,
    S.FAILED,
    S.CLOSED,
}
for end in ENDS:
    LIFE[end] |= {E.ARCHIVED: S.ARCHIVED}
for anywhere in CaseState:
    LIFE[anywhere] |= dict.fromkeys((E.LEGAL_HOLD_SET, E.LEGAL_HOLD_RELEASED), anywhere)


def test_every_state_and_event_pair_is_either_a_move_or_refused() -> None:
    assert set(LIFE) == set(CaseState)
    for state in CaseState:
        for event in CaseEventKind:
            if event in LIFE[state]:
                assert advance("AC-7K3Q9", state, event) is LIFE[state][event], (state, event)
            else:
                with pytest.raises(IllegalMove):
                    advance("AC-7K3Q9", state, event)


def test_a_refused_move_names_the_case_its_state_and_the_move() -> None:
    with pytest.raises(IllegalMove) as refused:
        advance("AC-7K3Q9", CaseState.DISMISSED, CaseEventKind.CONFIRMED)
    assert (refused.value.number, refused.value.state, refused.value.move) == (
        "AC-7K3Q9",
        "dismissed",
        "confirmed",
    )


@given(st.lists(st.sampled_from(list(CaseEventKind)), max_size=40))
def test_no_story_reaches_a_marketplace_without_a_confirmation(events: list[CaseEventKind]) -> None:
    """Whatever is tried in whatever order, SENT needs a confirm since the case was last undecided."""
    state, confirmed = CaseState.ALERTED, False
    for event in events:
        try:
            after = advance("AC-00000", state, event)
        except IllegalMove:
            continue
        confirmed = (confirmed or event is CaseEventKind.CONFIRMED) and after not in OPEN_STATES
        if event is CaseEventKind.SENT:
            assert confirmed
        state = after


@given(st.lists(st.sampled_from(list(CaseEventKind)), max_size=40))
def test_an_archived_case_stays_so(events: list[CaseEventKind]) -> None:
    state, archived = CaseState.ALERTED, False
    for event in events:
        try:
            state = advance("AC-00000", state, event)
        except IllegalMove:
            continue
        assert not archived or state is CaseState.ARCHIVED
        archived = state is CaseState.ARCHIVED


def test_a_case_that_ended_goes_on_only_where_somebody_says_so() -> None:
    onwards = {event for state in ENDED_STATES for event, to in LIFE[state].items() if to not in ENDS}
    assert onwards == {E.REOPENED, E.RESUBMITTED, E.RETRIED, E.COUNTER_NOTICED, E.ARCHIVED}


def test_a_confirmation_can_be_taken_back_from_the_first_moment_until_the_end() -> None:
    decided = {S.PENDING_SECOND, S.PLATFORM_REVIEW, S.ANSWER_NEEDED, S.CONFIRMED, S.SUBMITTED, S.FAILED}
    assert decided | {S.TAKEN_DOWN, S.EDITED, S.COUNTER_NOTICED} == RETRACTABLE_STATES


def test_what_waits_has_not_gone_to_the_marketplace() -> None:
    assert {S.ALERTED, S.NEEDS_INFO} == OPEN_STATES
    waiting = {S.PENDING_SECOND, S.PLATFORM_REVIEW, S.ANSWER_NEEDED, S.CONFIRMED}
    assert OPEN_STATES | waiting == WAITING_STATES


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("content_changed", [True, False])
def test_when_a_listing_seen_live_again_opens_another_case(state: CaseState, content_changed: bool) -> None:
    after_gone_or_restored = {S.TAKEN_DOWN, S.CLOSED, S.RESTORED, S.COUNTER_NOTICED}
    only_if_it_changed = {S.DISMISSED, S.RETRACTED, S.DECLINED, S.FAILED, S.EXPIRED, S.EDITED}
    expected = state in after_gone_or_restored or (content_changed and state in only_if_it_changed)
    assert opens_next_round(state, content_changed=content_changed) is expected


class LifeOfACase(RuleBasedStateMachine):
    """Random legal and illegal moves, held against the life written out by hand."""

    made: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.state = CaseState.ALERTED

    @rule(event=st.sampled_from(list(CaseEventKind)))
    def anything_is_tried(self, event: CaseEventKind) -> None:
        self._try(event)

    @rule(data=st.data())
    def something_legal_is_done(self, data: st.DataObject) -> None:
        self._try(data.draw(st.sampled_from(sorted(LIFE[self.state]))))

    def _try(self, event: CaseEventKind) -> None:
        expected = LIFE[self.state].get(event)
        try:
            after = advance("AC-7K3Q9", self.state, event)
        except IllegalMove as refused:
            assert expected is None
            assert refused.state == self.state
            self.made["refused"] += 1
            return
        assert after is expected
        self.state = after
        self.made["made"] += 1


def test_random_lives_agree_with_the_life_written_by_hand() -> None:
    LifeOfACase.made.clear()
    run_state_machine_as_test(
        LifeOfACase, settings=hypothesis.settings(max_examples=200, stateful_step_count=50, deadline=None)
    )
    print(f"{LifeOfACase.made['made']} moves made, {LifeOfACase.made['refused']} refused")
    assert LifeOfACase.made["made"] > 1_000
    assert LifeOfACase.made["refused"] > 500
