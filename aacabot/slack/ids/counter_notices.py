"""Ids of sellers' answers to takedowns, and what the brand says to them."""

from enum import StrEnum


class CounterNoticeActionId(StrEnum):
    """Buttons, and the modals some of them open. Their value is the case id; PASSED_ON's the answer's id."""

    COUNTER_REBUT = "counter_rebut"
    COUNTER_ACCEPT = "counter_accept"
    COUNTER_APPROVE = "counter_approve"
    COUNTER_REFUSE = "counter_refuse"
    COUNTER_ENTER = "counter_enter"
    COUNTER_PASSED_ON = "counter_passed_on"


class CounterNoticeInputId(StrEnum):
    REBUTTAL = "rebuttal_text"
    PROCEDURE = "counter_procedure"
    FILED = "counter_filed"
    TEXT = "counter_text"
