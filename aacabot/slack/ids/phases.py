"""The ids of the roll-out."""

from enum import StrEnum


class PhaseActionId(StrEnum):
    """Buttons of the operator's Phases tab; also the `callback_id` of the modal a button opens."""

    PHASE_ADD = "phase_add"
    PHASE_EDIT = "phase_edit"
    PHASE_MEMBERS = "phase_members"
    PHASE_ALL = "phase_all"
    PHASE_MOVE = "phase_move"
    FEATURE_EDIT = "feature_edit"


class PhaseInputId(StrEnum):
    PHASE_NUMBER = "phase_number"
    PHASE_NAME = "phase_name"
    PHASE_BEGINS = "phase_begins"
    PHASE_SEARCH = "phase_search"
    FEATURE_HOW = "feature_how"
    FEATURE_PHASE = "feature_phase"
    FEATURE_MEMBERS = "feature_members"
    MOVED_MEMBERS = "moved_members"
    MOVED_TO = "moved_to"
