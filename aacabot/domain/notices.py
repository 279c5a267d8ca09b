"""What the hub tells people that is not about one case: values only, made into words where it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class NoticeKind(StrEnum):
    """What is told; `jobs.notices` says which view makes its words."""

    ACCESS_ASKED = "access_asked"
    JOIN_HERE = "join_here"
    ALERTS_HERE = "alerts_here"
    ACCESS_SETTLED = "access_settled"
    PERSON_ADDED = "person_added"
    PERSON_REMOVED = "person_removed"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    AGENCY_GRANTED = "agency_granted"
    AGENCY_ENDING = "agency_ending"
    AGENCY_ENDED = "agency_ended"
    CASES_CAME_BACK = "cases_came_back"
    CASES_HANDED_ON = "cases_handed_on"
    DEADLINES_LEFT = "deadlines_left"
    NO_ADMIN_LEFT = "no_admin_left"
    TOKEN_NOT_RENEWED = "token_not_renewed"
    STANDS_IN = "stands_in"
    CRITICAL_ALERT = "critical_alert"
    CRITICAL_MANY = "critical_many"
    HELP_ANSWERED = "help_answered"
    HELP_CLOSED = "help_closed"
    HELP_SAID = "help_said"
    HELP_CLOCK = "help_clock"
    RIGHT_EXPIRES = "right_expires"
    ANNOUNCEMENT = "announcement"
    GOOD_FAITH_CHANGED = "good_faith_changed"
    GOOD_FAITH_BY_HAND = "good_faith_by_hand"
    SCANNER_SILENT = "scanner_silent"
    EVIDENCE_TAKEN = "evidence_taken"
    REPEAT_INFRINGER = "repeat_infringer"
    COMPLAINT_DONE = "complaint_done"
    REBUTTAL_BY_HAND = "rebuttal_by_hand"
    CASES_EXPIRED = "cases_expired"
    CHAIN_ROOT = "chain_root"
    RECORD_KEPT = "record_kept"
    RECORD_FAILED = "record_failed"
    INTEL_GROUP = "intel_group"
    INTEL_LABEL_SETTLED = "intel_label_settled"
    INTEL_NOT_POSTED = "intel_not_posted"
    INTEL_JUDGED = "intel_judged"
    INTEL_HELD = "intel_held"
    INTEL_DECIDED = "intel_decided"
    INTEL_MOVED = "intel_moved"
    INTRODUCTION_WISHED = "introduction_wished"
    INTRODUCED = "introduced"
    INTRODUCTION_CLOSED = "introduction_closed"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing to tell. `values` are JSON, as the kind's view wants them: moments and days in ISO 8601."""

    kind: NoticeKind
    values: Mapping[str, Any]
