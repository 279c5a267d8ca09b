"""Ids of starting a complaint."""

from enum import StrEnum


class ComplaintActionId(StrEnum):
    """Buttons of complaints; `complaint_start` is also the form's `callback_id`."""

    COMPLAINT_START = "complaint_start"
    COMPLAINT_RESULT = "complaint_result"
    COMPLAINT_APPROVE = "complaint_approve"


class ComplaintInputId(StrEnum):
    """Inputs of the form. Long lists take several fields of addresses: `complaint_urls:2` and on."""

    BRAND = "complaint_brand"
    RIGHT = "complaint_right"
    REASON = "complaint_reason"
    URLS = "complaint_urls"
    FILE = "complaint_file"
    NOTE = "complaint_note"
    STATEMENT = "complaint_statement"
