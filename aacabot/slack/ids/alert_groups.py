"""Ids of grouped cards, and of when a member's alerts come."""

from enum import StrEnum


class AlertGroupActionId(StrEnum):
    """Buttons; also the `callback_id` of the modal one opens. Their value is the card's id, or a member's."""

    GROUP_CONFIRM = "group_confirm"
    GROUP_DISMISS = "group_dismiss"
    GROUP_OPEN = "group_open"
    ALERT_TIMES = "alert_times"


class AlertGroupInputId(StrEnum):
    """Checkboxes of the card and inputs of the form. A box carries the case and what the card affirms."""

    TICKED = "group_ticked"
    ALERT_MODE = "alert_mode"
    DIGEST_EVERY = "digest_every"
    QUIET_FROM = "quiet_from"
    QUIET_UNTIL = "quiet_until"


class AlertGroupBlockId(StrEnum):
    """Blocks of the card."""

    ROWS = "group_rows"
    DECIDED = "group_decided"
    STATEMENT = "group_statement"
    MORE = "group_more"
