"""Ids of the record for counsel, and of legal holds."""

from enum import StrEnum


class CounselActionId(StrEnum):
    """Buttons, and the `callback_id` of the modals they open."""

    EXPORT = "counsel_export"
    PERIOD = "counsel_period"
    HOLDS = "legal_holds"
    HOLD_SET = "hold_set"
    HOLD_MEMBER = "hold_member"
    HOLD_RELEASE = "hold_release"


class CounselInputId(StrEnum):
    """Inputs: the `action_id`, and the `block_id` too."""

    MEMBER = "counsel_member"
    BRAND = "counsel_brand"
    FROM = "counsel_from"
    TO = "counsel_to"
    HOLD_REASON = "hold_reason"
    RELEASE_REASON = "release_reason"
