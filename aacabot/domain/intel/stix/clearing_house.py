"""The one producer outsiders see: the alliance as a clearing house, never a member."""

from typing import Any
from uuid import UUID

from aacabot.domain.intel.stix.ids import SPEC

_CREATED = "2026-11-22T00:00:00.000Z"


def identity_id(clearing_house: str) -> str:
    return f"identity--{UUID(clearing_house)}"


def identity(clearing_house: str, name: str) -> dict[str, Any]:
    """The alliance's identity: `clearing_house` is a UUIDv4 made once, `name` the alliance's."""
    return {
        "type": "identity",
        "spec_version": SPEC,
        "id": identity_id(clearing_house),
        "created": _CREATED,
        "modified": _CREATED,
        "name": name,
        "description": "The alliance's clearing house. It passes on what members share, never from whom.",
        "identity_class": "organization",
        "sectors": ["retail"],
    }
