"""The kinds of message the hub keeps in Slack, and which goes first."""

from enum import IntEnum, StrEnum


class MessageKind(StrEnum):
    """What a message is; with its subject it is unique in a channel."""

    CASE = "case"
    GROUP = "group"
    REVIEW = "review"
    INFO = "info"
    LANE = "lane"
    HELP = "help"
    ACT = "act"
    NOTE = "note"
    NOTICE = "notice"
    COMPLAINT = "complaint"
    INTEL = "intel"


class Priority(IntEnum):
    """Outcomes before new cards before digests: a decided person waits for an answer."""

    OUTCOME = 0
    NOTE = 1
    NEW_CARD = 2
    DIGEST = 3
