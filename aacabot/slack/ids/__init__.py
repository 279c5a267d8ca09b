"""Every id that crosses to Slack and comes back (contract 5.5): names may be added, never renamed."""

from enum import StrEnum

from aacabot.slack.ids.home import HomeActionId, HomeTab

__all__ = [
    "COMMAND",
    "ActionId",
    "BlockId",
    "HomeActionId",
    "HomeTab",
    "InputId",
    "ShortcutId",
]

COMMAND = "/aaca"


class ActionId(StrEnum):
    """Buttons; also the `callback_id` of the modal a button opens. A button's value is the case id."""

    CASE_CONFIRM = "case_confirm"
    CASE_DISMISS = "case_dismiss"
    CASE_ASK_INFO = "case_ask_info"
    CASE_CLAIM = "case_claim"
    CASE_RELEASE = "case_release"
    CASE_RETRACT = "case_retract"
    CASE_OPEN = "case_open"
    CASE_DESCRIPTION = "case_description"
    CASE_REPORT_AS = "case_report_as"
    CASE_APPROVE = "case_approve"
    CASE_REFUSE = "case_refuse"
    CASE_HISTORY = "case_history"
    CASE_CARD = "case_card"
    REVIEW_ACCEPT = "review_accept"
    REVIEW_DECLINE = "review_decline"
    INFO_ANSWER = "info_answer"
    LANE_STOP = "lane_stop"
    LANE_OPEN = "lane_open"
    LANE_STOP_MEMBER = "lane_stop_member"


class InputId(StrEnum):
    """Inputs of modals: the `action_id`, and the `block_id` too unless `views.modals` says otherwise."""

    DISMISS_REASON = "dismiss_reason"
    DISMISS_NOTE = "dismiss_note"
    QUESTION = "question"
    ANSWER = "answer"
    RIGHT = "report_right"
    REASON = "report_reason"
    DECLINE_REASON = "decline_reason"
    DECLINE_NOTE = "decline_note"
    MEMBER = "member"


class ShortcutId(StrEnum):
    """Shortcuts of the manifest."""

    REPORT_LISTING = "report_listing"
    REPORT_LISTING_GLOBAL = "report_listing_global"
    SHARE_INTEL = "share_intel"


class BlockId(StrEnum):
    """Blocks of messages, the same in every rendering so that an update replaces like by like."""

    HEADER = "header"
    STATUS = "status"
    LISTING = "listing"
    CHANGES = "changes"
    WHY = "why"
    REPORT_AS = "report_as"
    FINDINGS = "findings"
    IMAGE = "image"
    MORE_IMAGES = "more_images"
    PROGRESS = "progress"
    QUESTION = "question_asked"
    ACTIONS = "actions"
    HISTORY = "history"
    TEXT = "text"
    HINT = "hint"
    LINE = "line"
    TABS = "tabs"
    SAID = "said"
    PAGE = "page"
    PAGES = "pages"
    KINDS = "kinds"
    BRANDS = "brands"
    SEARCH = "search"
