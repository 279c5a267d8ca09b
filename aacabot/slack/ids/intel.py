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
    INTEL_SEARCHES = "intel_searches"
    INTEL_SEARCH_BACK = "intel_search_back"
    INTEL_SEARCH_ON = "intel_search_on"
    INTEL_SEARCH_HOME = "intel_search_home"
    INTEL_SEARCH_SAVED = "intel_search_saved"
    INTEL_SAVE_SEARCH = "intel_save_search"
    INTEL_DROP_SEARCH = "intel_drop_search"
    INTEL_EDIT = "intel_edit"
    INTEL_WITHDRAW = "intel_withdraw"
    INTEL_RELEASE = "intel_release"
    INTEL_TURN_DOWN = "intel_turn_down"
    INTEL_WITH_COUNSEL = "intel_with_counsel"
    INTEL_FIGURES = "intel_figures"
    INTEL_MET = "intel_met"
    INTEL_WRONG = "intel_wrong"
    INTEL_OUTDATED = "intel_outdated"
    INTEL_CLUSTER = "intel_cluster"
    INTEL_CLUSTER_BACK = "intel_cluster_back"
    INTEL_CLUSTER_ON = "intel_cluster_on"
    INTEL_WATCH = "intel_watch"
    INTEL_UNWATCH = "intel_unwatch"
    INTEL_WATCHES = "intel_watches"


class IntelInputId(StrEnum):
    """Inputs: the `action_id`, and the `block_id` too."""

    SEARCH = "intel_search"
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
    REVIEW_NOTE = "intel_review_note"
    JUDGE_FOR = "intel_judge_for"


class IntelBlockId(StrEnum):
    """Blocks of cards and views that speak of intel."""

    MET = "intel_met_by_others"
    MET_BUTTONS = "intel_met_buttons"
