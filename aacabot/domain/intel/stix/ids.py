"""Ids and moments of STIX objects: told by an item's own random id, so that an export twice is the same.

Objects that are not observed facts have random ids (UUIDv4), and an item's is one; observed facts have ids
that everybody makes alike from their value (STIX 2.1 section 2.9, UUIDv5).
"""

import hashlib
import re
from datetime import date
from uuid import UUID, uuid5

import orjson

SPEC = "2.1"
_SCO_NAMESPACE = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
_ID = re.compile(
    r"([a-z][a-z0-9-]{2,249})--([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"
)


def object_id(kind: str, item_id: str) -> str:
    """The id of the one object of a type that an item has."""
    return f"{kind}--{UUID(hex=item_id)}"


def second_id(kind: str, item_id: str, what: str) -> str:
    """The id of one more object of that type: as random as the item's, and the same each time."""
    digest = hashlib.sha256(f"{item_id}:{what}".encode()).digest()
    return f"{kind}--{UUID(bytes=digest[:16], version=4)}"


def url_id(value: str) -> str:
    """The id every STIX tool gives this address."""
    return f"url--{uuid5(_SCO_NAMESPACE, orjson.dumps({'value': value}).decode())}"


def type_of(ident: object) -> str | None:
    """The type an id names; None for what is no id."""
    found = _ID.fullmatch(ident) if isinstance(ident, str) else None
    return found[1] if found else None


def item_of(ident: str) -> str:
    """The item id (32 hex digits) an id of ours was made from; of another's, what it would be."""
    return ident.partition("--")[2].replace("-", "")


def day(on: date) -> str:
    """The day as a moment: nobody learns when on it."""
    return f"{on.isoformat()}T00:00:00.000Z"
