"""The ids of good faith."""

from enum import StrEnum


class GoodFaithActionId(StrEnum):
    """Buttons of the Good faith tab and of its notices; also the `callback_id` of the modal one opens."""

    GOOD_FAITH_RECORD = "good_faith_record"
    GOOD_FAITH_MEMBERS = "good_faith_members"
    GOOD_FAITH_COSTS = "good_faith_costs"
    GOOD_FAITH_COSTS_HERE = "good_faith_costs_here"
    GOOD_FAITH_WHAT_IF = "good_faith_what_if"
    GOOD_FAITH_EXPORT = "good_faith_export"
    GOOD_FAITH_OVERRIDE = "good_faith_override"
    GOOD_FAITH_APPROVE = "good_faith_approve"
    GOOD_FAITH_END = "good_faith_end"


class GoodFaithInputId(StrEnum):
    GOOD_FAITH_SEARCH = "good_faith_search"
    WHAT_IF_REASON = "what_if_reason"
    WHAT_IF_DECLINES = "what_if_declines"
    WHAT_IF_TAKEDOWNS = "what_if_takedowns"
    WHAT_IF_RESTORES = "what_if_restores"
    OVERRIDE_STATUS = "override_status"
    OVERRIDE_REASON = "override_reason"
    OVERRIDE_UNTIL = "override_until"
