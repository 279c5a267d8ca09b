"""Ids of taking a decision back, and of opening a case again."""

from enum import StrEnum


class UndoActionId(StrEnum):
    """`case_retract` of the card takes back at once; WHY asks for the reason the seller is told."""

    CASE_UNDO = "case_undo"
    CASE_RETRACT_WHY = "case_retract_why"
    CASE_REOPEN = "case_reopen"


class UndoInputId(StrEnum):
    RETRACT_REASON = "retract_reason"
    REOPEN_REASON = "reopen_reason"
