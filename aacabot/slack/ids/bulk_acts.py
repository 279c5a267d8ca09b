"""Ids of acting on many cases at once."""

from enum import StrEnum


class BulkActionId(StrEnum):
    """Buttons; also the `callback_id` of the modal that each opens. Their value is the place of the queue."""

    BULK_CONFIRM = "bulk_confirm"
    BULK_DISMISS = "bulk_dismiss"
    BULK_CLAIM = "bulk_claim"
    BULK_APPROVE = "bulk_approve"
    BULK_ACCEPT = "bulk_accept"
    BULK_DECLINE = "bulk_decline"
    BULK_TAKE_BACK = "bulk_take_back"


class BulkInputId(StrEnum):
    """What is ticked and chosen: `bulk_tick` carries the ids of cases, `bulk_scope` which of them count."""

    TICK = "bulk_tick"
    SCOPE = "bulk_scope"
    REASON = "bulk_reason"
    NOTE = "bulk_note"
