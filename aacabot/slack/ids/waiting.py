"""Ids of the App Home's first tab."""

from enum import StrEnum


class WaitingActionId(StrEnum):
    """Narrowing down what waits, to a kind or to all."""

    WAITING_ALL = "waiting_all"
    WAITING_DECIDE = "waiting_decide"
    WAITING_APPROVE = "waiting_approve"
    WAITING_REVIEW = "waiting_review"
    WAITING_ANSWER = "waiting_answer"
    WAITING_EVERY_BRAND = "waiting_every_brand"


class WaitingInputId(StrEnum):
    BRAND = "waiting_brand"
