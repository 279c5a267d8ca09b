"""Ids of the duty rota and of absences."""

from enum import StrEnum


class DutyActionId(StrEnum):
    DUTY_ADD = "duty_add"
    DUTY_REMOVE = "duty_remove"
    DUTY_AWAY = "duty_away"
    DUTY_BACK = "duty_back"


class DutyInputId(StrEnum):
    PERSON = "duty_person"
    WEEKDAYS = "duty_weekdays"
    FROM = "duty_from"
    TO = "duty_to"
    ZONE = "duty_zone"
    UNTIL = "away_until"
    DEPUTY = "away_deputy"
