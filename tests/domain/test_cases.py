"""The life of a case: which moves its state allows, and when a listing deserves another case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.cases import (
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
    },
    S.NEEDS_INFO: {
        E.LISTING_CHANGED: S.NEEDS_INFO,
        E.REPORTED_AS: S.NEEDS_INFO,
        E.INFO_GIVEN: S.ALERTED,
        E.DISMISSED: S.DISMISSED,
        E.CONFIRMED: S.CONFIRMED,
        E.FOUND_GONE: S.CLOSED,
    },
    S.PENDING_SECOND: {
        E.LISTING_CHANGED: S.PENDING_SECOND,
        E.SECOND_APPROVED: S.CONFIRMED,
        E.SECOND_REFUSED: S.ALERTED,
        E.RETRACTED: S.RETRACTED,
        E.FOUND_GONE: S.CLOSED,
    },
    S.PLATFORM_REVIEW: {
        E.LISTING_CHANGED: S.PLATFORM_REVIEW,
        E.REVIEW_ACCEPTED: S.CONFIRMED,
        E.REVIEW_DECLINED: S.DECLINED,
        E.RETRACTED: S.RETRACTED,
        E.FOUND_GONE: S.CLOSED,
    },
    S.CONFIRMED: {
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
        E.DECLINED: S.DECLINED,
        E.FAILED: S.FAILED,
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
    },
    S.FAILED: {
        E.RETRIED: S.CONFIRMED,
        E.RETRACTED: S.RETRACTED,
        E.COUNTER_NOTICED: S.COUNTER_NOTICED,
        E.RESTORED: S.RESTORED,
    },
    S.RETRACTED: {E.WITHDRAWN: S.RETRACTED, E.RESTORED: S.RESTORED},
    S.DECLINED: {},
    S.DISMISSED: {},
    S.RESTORED: {},
    S.CLOSED: {},
}
for unsettled in (
    *(S.ALERTED, S.NEEDS_INFO, S.PENDING_SECOND, S.PLATFORM_REVIEW, S.CONFIRMED),
    *(S.SUBMITTED, S.COUNTER_NOTICED, S.FAILED),
):
    # Who is on it changes nothing about where the case stands.
    LIFE[unsettled] |= {E.CLAIMED: unsettled, E.RELEASED: unsettled}


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
def test_a_dismissed_declined_or_closed_case_stays_so(events: list[CaseEventKind]) -> None:
    state, ended = CaseState.ALERTED, False
    for event in events:
        try:
            state = advance("AC-00000", state, event)
        except IllegalMove:
            continue
        assert not ended
        ended = state in {CaseState.DISMISSED, CaseState.DECLINED, CaseState.CLOSED, CaseState.RESTORED}


def test_a_confirmation_can_be_taken_back_from_the_first_moment_until_the_end() -> None:
    decided = {S.PENDING_SECOND, S.PLATFORM_REVIEW, S.CONFIRMED, S.SUBMITTED, S.FAILED, S.TAKEN_DOWN}
    assert decided | {S.COUNTER_NOTICED} == RETRACTABLE_STATES


def test_what_waits_has_not_gone_to_the_marketplace() -> None:
    assert {S.ALERTED, S.NEEDS_INFO} == OPEN_STATES
    assert OPEN_STATES | {S.PENDING_SECOND, S.PLATFORM_REVIEW, S.CONFIRMED} == WAITING_STATES


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("content_changed", [True, False])
def test_when_a_listing_seen_live_again_opens_another_case(state: CaseState, content_changed: bool) -> None:
    after_gone_or_restored = {S.TAKEN_DOWN, S.CLOSED, S.RESTORED, S.COUNTER_NOTICED}
    only_if_it_changed = {S.DISMISSED, S.RETRACTED, S.DECLINED, S.FAILED}
    expected = state in after_gone_or_restored or (content_changed and state in only_if_it_changed)
    assert opens_next_round(state, content_changed=content_changed) is expected
