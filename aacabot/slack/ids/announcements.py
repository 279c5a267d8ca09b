"""The ids of announcements and of the answers to them."""

from enum import StrEnum


class AnnouncementActionId(StrEnum):
    """Buttons of the operator's Members tab, and of the invitation itself (their value is its id)."""

    ANNOUNCE = "announce"
    ANNOUNCEMENTS = "announcements"
    ANNOUNCEMENT_ANSWERS = "announcement_answers"
    RSVP_COMING = "rsvp_coming"
    RSVP_MAYBE = "rsvp_maybe"
    RSVP_NOT = "rsvp_not"


class AnnouncementInputId(StrEnum):
    ANNOUNCE_TITLE = "announce_title"
    ANNOUNCE_TEXT = "announce_text"
    ANNOUNCE_DATE = "announce_date"
    ANNOUNCE_TIME = "announce_time"
    ANNOUNCE_ZONE = "announce_zone"
    ANNOUNCE_REGION = "announce_region"
    ANNOUNCE_MEMBERS = "announce_members"
