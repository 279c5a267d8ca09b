"""What STIX has no property for: two property extensions, each with a published JSON schema."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from aacabot.domain.intel.stix.ids import SPEC

_CREATED = "2026-11-22T00:00:00.000Z"


@dataclass(frozen=True)
class Extension:
    """One extension: its fixed id, its schema's name, and what it is for."""

    id: str
    schema: str
    name: str
    description: str


ITEM = Extension(
    "extension-definition--9d8a1a3c-4f0f-4d55-9a52-6f2f3c1b7e10",
    "intel-item",
    "Anti-counterfeiting intel item",
    "What kind of thing is shared, how far its source is trusted, and what STIX has no place for.",
)
LISTING = Extension(
    "extension-definition--2b7e6c58-0e0d-4a86-8f43-5d1c9e6a7b42",
    "marketplace-listing",
    "Marketplace listing",
    "That an address is an offer on a marketplace, and on which.",
)
EXTENSIONS = (ITEM, LISTING)
SCHEMAS = frozenset(one.schema for one in EXTENSIONS)


def definition(extension: Extension, producer: str, base: str) -> dict[str, Any]:
    """The extension's definition; `base` is the hub's address, where the schema is read."""
    return {
        "type": "extension-definition",
        "spec_version": SPEC,
        "id": extension.id,
        "created_by_ref": producer,
        "created": _CREATED,
        "modified": _CREATED,
        "name": extension.name,
        "description": extension.description,
        "schema": f"{base.rstrip('/')}/api/v1/schemas/{extension.schema}.json",
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


@cache
def schema_text(name: str) -> bytes | None:
    """A published schema as its file has it; None where there is none of this name."""
    if name not in SCHEMAS:
        return None
    return (files(__package__) / "schemas" / f"{name}.json").read_bytes()


def schema(name: str) -> dict[str, Any]:
    text = schema_text(name)
    if text is None:
        raise KeyError(name)
    found: dict[str, Any] = orjson.loads(text)
    return found


def extended(extension: Extension, **said: object) -> dict[str, Any]:
    """The `extensions` property with what is said; what is None or empty is left out."""
    kept = {name: value for name, value in said.items() if value}
    return {extension.id: {"extension_type": "property-extension", **kept}}
