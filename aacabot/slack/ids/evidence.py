"""Ids of handing evidence in, and of reading what was."""

from enum import StrEnum


class EvidenceActionId(StrEnum):
    CASE_EVIDENCE = "case_evidence"
    EVIDENCE_LIST = "evidence_list"
    EVIDENCE_FETCH = "evidence_fetch"


class EvidenceInputId(StrEnum):
    KIND = "evidence_kind"
    FILES = "evidence_files"
    SENTENCE = "evidence_sentence"
    DAY = "evidence_day"
