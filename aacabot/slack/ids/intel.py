"""Ids of shared intelligence: its buttons, forms and inputs."""

from enum import StrEnum


class IntelActionId(StrEnum):
    """Buttons, and the `callback_id` of the modals they open. A button's value is the item's id."""

    INTEL_SHARE = "intel_share"
    INTEL_SHARE_CASE = "intel_share_case"
    INTEL_ASK = "intel_ask"
    INTEL_ASK_ITEM = "intel_ask_item"
    INTEL_ASK_BLIND = "intel_ask_blind"
    INTEL_AGREE = "intel_agree"
    INTEL_REFUSE = "intel_refuse"
    INTEL_OPERATOR_SEES = "intel_operator_sees"
    INTEL_OPEN = "intel_open"
    INTEL_NEW = "intel_new"
    INTEL_OURS = "intel_ours"
    INTEL_EDIT = "intel_edit"
    INTEL_WITHDRAW = "intel_withdraw"
    INTEL_MET = "intel_met"
    INTEL_WRONG = "intel_wrong"
    INTEL_OUTDATED = "intel_outdated"


class IntelInputId(StrEnum):
    """Inputs: the `action_id`, and the `block_id` too."""

    MEMBER = "intel_member"
    KIND = "intel_kind"
    VALUE = "intel_value"
    TEXT = "intel_text"
    LABEL = "intel_label"
    AUDIENCE = "intel_audience"
    NAMED = "intel_named"
    RELIABILITY = "intel_reliability"
    CONFIDENCE = "intel_confidence"
    CATEGORY = "intel_category"
    EVIDENCE = "intel_evidence"
    JUDGE_FOR = "intel_judge_for"
