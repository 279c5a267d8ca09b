"""Ids of the App Home's first tab."""

from enum import StrEnum


class WaitingActionId(StrEnum):
    """Narrowing down what waits, to a kind or to all, and turning its pages in a message."""

    WAITING_ALL = "waiting_all"
    WAITING_DECIDE = "waiting_decide"
    WAITING_APPROVE = "waiting_approve"
    WAITING_REVIEW = "waiting_review"
    WAITING_ANSWER = "waiting_answer"
    WAITING_EVERY_BRAND = "waiting_every_brand"
    WAITING_BACK = "waiting_back"
    WAITING_ON = "waiting_on"


class WaitingFormActionId(StrEnum):
    """Buttons that open something: the form that narrows down further, and the home."""

    WAITING_FILTER = "waiting_filter"
    WAITING_HOME = "waiting_home"


class WaitingInputId(StrEnum):
    BRAND = "waiting_brand"
    MARKETPLACE = "waiting_marketplace"
    SELLER = "waiting_seller"
    URGENCY = "waiting_urgency"
    SEVERITY = "waiting_severity"
    REASON = "waiting_reason"
