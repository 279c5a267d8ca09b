"""The audit trail's ids."""

from enum import StrEnum


class AuditActionId(StrEnum):
    """Buttons of the audit trail."""

    AUDIT_CLEAR = "audit_clear"


class AuditInputId(StrEnum):
    """What the trail is narrowed down by."""

    AUDIT_KIND = "audit_kind"
    AUDIT_DAY = "audit_day"
    AUDIT_PERSON = "audit_person"
