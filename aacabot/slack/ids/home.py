"""The App Home's ids."""

from enum import StrEnum


class HomeTab(StrEnum):
    """Tabs of the App Home; the button of one is the action `home_` and its name."""

    WAITING = "waiting"
    DESK = "desk"
    BRANDS = "brands"
    PEOPLE = "people"
    COMPLAINTS = "complaints"
    INTEL = "intel"
    DUTY = "duty"
    GOOD_FAITH = "good_faith"
    CONNECTIONS = "connections"
    HELP = "help"
    MEMBERS = "members"
    PHASES = "phases"
    AUDIT = "audit"


class HomeActionId(StrEnum):
    """The home's own buttons: its tabs, and turning pages."""

    HOME_WAITING = "home_waiting"
    HOME_DESK = "home_desk"
    HOME_BRANDS = "home_brands"
    HOME_PEOPLE = "home_people"
    HOME_COMPLAINTS = "home_complaints"
    HOME_INTEL = "home_intel"
    HOME_DUTY = "home_duty"
    HOME_GOOD_FAITH = "home_good_faith"
    HOME_CONNECTIONS = "home_connections"
    HOME_HELP = "home_help"
    HOME_MEMBERS = "home_members"
    HOME_PHASES = "home_phases"
    HOME_AUDIT = "home_audit"
    HOME_PAGE_BACK = "home_page_back"
    HOME_PAGE_ON = "home_page_on"
