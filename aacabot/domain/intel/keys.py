"""What two members must have met alike to count as the same: normalised, then hashed with the hub's key.

The hash is keyed (HMAC-SHA256, RFC 2104): whoever reads the database without the keys cannot try out
telephone numbers. Keys are applied one after another, so that a new key can be laid over hashes whose text
nobody has.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from aacabot.domain.intel.kinds import IntelKind

_SPACES = re.compile(r"\s+")
_NOT_IN_HANDLES = re.compile(r"[\s()./-]+")


def normalised(kind: IntelKind, value: str) -> str:
    """One spelling for what is the same: of an address without its query, of a text in small letters."""
    text = unicodedata.normalize("NFKC", value).strip().casefold()
    if kind in {IntelKind.LISTING, IntelKind.STOREFRONT} and "://" in text:
        return _address(text)
    if kind in {IntelKind.PAYMENT, IntelKind.CONTACT}:
        return _NOT_IN_HANDLES.sub("", text)
    return _SPACES.sub(" ", text)


def _address(text: str) -> str:
    """Host and path; what is no address after all stays the text it is."""
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return _SPACES.sub(" ", text)
    return f"{host}{parts.path.rstrip('/')}"


def seller_text(marketplace_id: str, seller_id: str) -> str:
    """A seller as `IntelKind.SELLER` hashes it: their id is only theirs at one marketplace."""
    return f"{marketplace_id}:{seller_id}"


def listing_text(marketplace_id: str, listing_id: str) -> str:
    """A listing the hub knows, as `IntelKind.LISTING` hashes it."""
    return f"{marketplace_id}:{listing_id}"


def key_of(secrets: Sequence[bytes], kind: IntelKind, value: str) -> str:
    """The keyed hash of a value of a kind, 64 hex digits; the kind is part of it."""
    if not secrets:
        raise ValueError("no matching key")
    digest = f"{kind.value}:{normalised(kind, value)}".encode()
    for secret in secrets:
        digest = hmac.new(secret, digest, hashlib.sha256).hexdigest().encode()
    return digest.decode()


def under_another(secret: bytes, key: str) -> str:
    """A hash that was made with all keys so far, with one more laid over it."""
    return hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()
