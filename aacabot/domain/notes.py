"""What the hub tells people beside a card: in a case's thread, or to the operator's desk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoteKind(StrEnum):
    """What happened. The first group is for the thread of a case, the second for the operator's desk."""

    DECLINED = "declined"
    RESTORED = "restored"
    COUNTER_NOTICED = "counter_noticed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    SECOND_EXPIRED = "second_expired"
    DESK_ASKED = "desk_asked"
    TEST_BUY = "test_buy"
    INFO_ANSWERED = "info_answered"
    BRAND_ANSWERED = "brand_answered"

    COUNTER_REMINDER = "counter_reminder"
    REBUTTAL_ASKED = "rebuttal_asked"
    REBUTTAL_REFUSED = "rebuttal_refused"
    REBUTTED = "rebutted"
    COUNTER_ACCEPTED = "counter_accepted"
    COUNTER_LAPSED = "counter_lapsed"
    COUNTER_STOOD = "counter_stood"

    COUNTER_NOTICE_FOR_DESK = "counter_notice_for_desk"
    COUNTER_NOTICE_TOO_LATE = "counter_notice_too_late"
    COUNTER_ENDED_FOR_DESK = "counter_ended_for_desk"
    REBUTTALS_OFF = "rebuttals_off"
    PENDING_TOO_LONG = "pending_too_long"
    DEAD_LETTER = "dead_letter"
    CHANNEL_NOT_FOUND = "channel_not_found"
    NOT_IN_CHANNEL = "not_in_channel"
    CHANNEL_ARCHIVED = "channel_archived"
    TOKEN_REVOKED = "token_revoked"
    FEEDBACK_OFF = "feedback_off"


@dataclass(frozen=True, kw_only=True)
class Note:
    """One thing to tell. Fields a kind does not need stay None.

    `person` is a name; `slack_user` a Slack user id of the workspace the note goes to, which mentions the
    person on purpose. `reason` is a code or the other side's short reason, `text` its own words (untrusted).
    `at` is when it happened, `due` when an answer is due, `silence` what happens without one, `percent` how
    much of that time has passed. `channel` is a Slack channel id, `work` the name
    of durable work that was given up, `log_id` the id under which it was logged.
    """

    kind: NoteKind
    number: str | None = None
    brand: str | None = None
    member: str | None = None
    marketplace: str | None = None
    person: str | None = None
    slack_user: str | None = None
    reason: str | None = None
    text: str | None = None
    at: datetime | None = None
    due: datetime | None = None
    silence: str | None = None
    percent: int | None = None
    channel: str | None = None
    work: str | None = None
    log_id: str | None = None
