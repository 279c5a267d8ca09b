"""The kinds of value an alliance file holds, and what makes each usable."""

import re
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from babel.core import Locale, UnknownLocaleError
from pydantic import AfterValidator, BeforeValidator, StringConstraints
from rapidfuzz import process

from aacabot.domain.complaints.addresses import is_listing_pattern
from aacabot.domain.quiet_hours import DIGEST_EVERY
from aacabot.domain.untrusted import clean
from aacabot.domain.zones import known_zones

SECRET_ENV_EXPECTED = (
    "the NAME of an environment variable, such as SANDBOX_SECRET; "
    "the secret itself belongs in the environment"
)


class Explained(ValueError):
    """A value is refused for a reason that says more than the field's description."""


def in_hundredths_of_a_percent(value: float) -> float:
    """A share that is a whole number of hundredths of a percent, as good faith counts. Raises ValueError."""
    if abs(value * 10_000 - round(value * 10_000)) > 1e-6:
        raise ValueError("more than four decimals")
    return value


def _visible(value: str) -> str:
    if clean(value) != value:
        raise ValueError("not one line of visible text")
    return value


def _spelling(value: str) -> str:
    # Persian and Indic spellings need the joiners (U+200C, U+200D) that `clean` takes from sellers' text.
    if clean(value.replace("\u200c", "").replace("\u200d", "")) != re.sub("[\u200c\u200d]", "", value):
        raise ValueError("not one line of visible text")
    if not any(char.isalnum() for char in value):
        raise ValueError("no letter or digit")
    return value


def _timezone(value: str) -> str:
    if value not in known_zones():
        nearest = process.extractOne(value, known_zones(), score_cutoff=75)
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        raise Explained(f"an IANA time zone such as Europe/Paris{hint}")
    return value


def _locale(value: str) -> str:
    try:
        Locale.parse(value.replace("-", "_"))
    except UnknownLocaleError as unknown:
        raise ValueError("unknown locale") from unknown
    return value


_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def _host(value: str) -> str:
    host = value.lower()
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise ValueError("not a host name (RFC 1123)")
    return host


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.username is not None or parts.password is not None:
        raise Explained("an address without user name and password; the secret belongs in the environment")
    usable = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
    if not usable or re.search(r"\s", value):
        raise ValueError("not an address")
    _ = parts.port  # raises ValueError for a port that is no number or out of range
    return value.rstrip("/")


_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
# Access keys and base32 secrets are upper-case too, but long, without an underscore and full of digits.
_UPPERCASE_SECRET = re.compile(r"(?=.*\d)[A-Z0-9]{16,}")


def _secret_env(value: str) -> str:
    looks_secret = _UPPERCASE_SECRET.fullmatch(value) or (len(value) >= 16 and not _VARIABLE.fullmatch(value))
    if looks_secret or value.startswith("whsec_"):
        raise Explained(f"{SECRET_ENV_EXPECTED}. If this is the secret, replace it: it has been in a file")
    if not _VARIABLE.fullmatch(value) or len(value) > 100:
        raise ValueError("not a variable's name")
    return value


def _listing_pattern(value: str) -> str:
    if not is_listing_pattern(value):
        raise ValueError("no regular expression with a group id")
    return value


def _date(value: Any) -> Any:
    # Pydantic would also read numbers as seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("not a date")
    return value


def _digest_every(value: int) -> int:
    if value not in DIGEST_EVERY:
        raise ValueError("does not divide a day")
    return value


def _slack_id(letters: str) -> StringConstraints:
    return StringConstraints(pattern=rf"^[{letters}][A-Z0-9]{{1,20}}$")


_TRIMMED = StringConstraints(strip_whitespace=True, min_length=1, max_length=200)

Text = Annotated[str, _TRIMMED, AfterValidator(_visible)]
Spelling = Annotated[str, _TRIMMED, AfterValidator(_spelling)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$", max_length=254)]
ListingPattern = Annotated[str, _TRIMMED, AfterValidator(_listing_pattern)]
Timezone = Annotated[str, AfterValidator(_timezone)]
LocaleName = Annotated[str, AfterValidator(_locale)]
Host = Annotated[str, AfterValidator(_host)]
BaseUrl = Annotated[str, AfterValidator(_base_url)]
SecretEnv = Annotated[str, AfterValidator(_secret_env)]
DigestEvery = Annotated[int, AfterValidator(_digest_every)]
LastDay = Annotated[date, BeforeValidator(_date)]
TeamId = Annotated[str, _slack_id("TE")]
ChannelId = Annotated[str, _slack_id("CG")]
UserId = Annotated[str, _slack_id("UW")]
