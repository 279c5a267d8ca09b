"""A bundle at the door: its size, depth and number of objects are known before any of it is parsed."""

import json
import re
from typing import Any

from aacabot.domain.intel.imports import MOST_BYTES, MOST_LINES, UnreadableImport

MOST_DEPTH = 32
MOST_PARTS = 500_000
"""Objects and lists in all: what is small on the wire can be large in memory."""
# Possessive, so that a hostile text costs no more than its length.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[{}\[\]]', re.DOTALL)


class Doubled(dict[str, Any]):
    """An object that says one key twice: which of the two is meant cannot be told."""


def read_bundle(content: bytes) -> list[Any]:
    """The bundle's objects, none of them looked at yet. Raises UnreadableImport."""
    if len(content) > MOST_BYTES:
        raise UnreadableImport("file_too_large")
    count_parts(content)
    try:
        found = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_constant
        )
    except UnicodeDecodeError:
        raise UnreadableImport("file_not_text") from None
    except ValueError:
        raise UnreadableImport("file_not_json") from None
    if not isinstance(found, dict) or found.get("type") != "bundle" or isinstance(found, Doubled):
        raise UnreadableImport("file_not_a_bundle")
    objects = found.get("objects", [])
    if not isinstance(objects, list):
        raise UnreadableImport("file_not_a_bundle")
    if len(objects) > MOST_LINES:
        raise UnreadableImport("file_too_long")
    return objects


def count_parts(content: bytes) -> None:
    """Refuse what is nested too deep or holds too many objects, reading each byte once."""
    depth = objects = parts = 0
    for token in _TOKEN.finditer(content):
        sign = content[token.start()]
        if sign in b"{[":
            parts += 1
            objects += sign == ord("{") and depth == 2
            depth += 1
            if depth > MOST_DEPTH:
                raise UnreadableImport("file_too_deep")
            if objects > MOST_LINES or parts > MOST_PARTS:
                raise UnreadableImport("file_too_long")
        elif sign in b"}]":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Doubled(found)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def has_doubled(part: Any) -> bool:
    """Whether any object within says a key twice."""
    if isinstance(part, Doubled):
        return True
    if isinstance(part, dict):
        return any(has_doubled(one) for one in part.values())
    return isinstance(part, list) and any(has_doubled(one) for one in part)
