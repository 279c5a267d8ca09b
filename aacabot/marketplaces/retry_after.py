"""The Retry-After header (RFC 9110, 10.2.3): seconds, or an HTTP date."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RETRY_AFTER_CAP = 3600.0
"""Seconds. A wrong header must not park a takedown for longer than this."""

_SECONDS = re.compile(r"[0-9]{1,300}(\.[0-9]{1,300})?", re.ASCII)


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """The wait in seconds, from 0 to RETRY_AFTER_CAP; None where there is no readable header.

    `now` is aware and only matters for a date. A date that has passed means no wait.
    """
    written = (header or "").strip()
    if _SECONDS.fullmatch(written):
        return min(float(written), RETRY_AFTER_CAP)
    moment = _http_date(written)
    if moment is None:
        return None
    return min(max((moment - now).total_seconds(), 0.0), RETRY_AFTER_CAP)


def _http_date(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # HTTP dates are GMT by definition, also in the obsolete form that names no zone (RFC 9110, 5.6.7).
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
