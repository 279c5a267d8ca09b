"""Ids of the conversations between members and the desk."""

from enum import StrEnum


class HelpActionId(StrEnum):
    HELP_ASK = "help_ask"
    HELP_REPLY = "help_reply"
    HELP_READ = "help_read"
    HELP_CLOSE = "help_close"


class HelpInputId(StrEnum):
    MEMBER = "help_member"
    KIND = "help_kind"
    TEXT = "help_text"
    REPLY = "help_reply_text"
