"""What objects of a bundle refer to: what is missing, and what goes round in circles."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from aacabot.domain.intel.stix.markings import label_of

_MAY_BE_ELSEWHERE = frozenset({"created_by_ref"})


def refs_of(found: Mapping[str, Any]) -> list[str]:
    """The ids an object refers to. Who made it may be elsewhere, or itself, and is left out."""
    refs: list[str] = []
    for name, value in found.items():
        if name in _MAY_BE_ELSEWHERE:
            continue
        if name.endswith("_ref") and isinstance(value, str):
            refs.append(value)
        elif name.endswith("_refs") and isinstance(value, list):
            refs += [one for one in value if isinstance(one, str)]
    return refs


def dangling(objects: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Ids of the objects that refer to something that is not there; TLP's markings are everywhere."""
    return {
        ident
        for ident, found in objects.items()
        if any(ref not in objects and label_of(ref) is None for ref in refs_of(found))
    }


def in_circles(objects: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Ids of the objects on a circle of references, or between two.

    What nothing refers to, and what refers to nothing, is taken away until no more can be.
    """
    out = {ident: {ref for ref in refs_of(found) if ref in objects} for ident, found in objects.items()}
    into: dict[str, set[str]] = defaultdict(set)
    for ident, refs in out.items():
        for ref in refs:
            into[ref].add(ident)
    left = set(objects)
    loose = [ident for ident in left if not out[ident] or not into[ident]]
    while loose:
        ident = loose.pop()
        if ident not in left:
            continue
        left.discard(ident)
        for ref in out[ident]:
            into[ref].discard(ident)
        for source in into[ident]:
            out[source].discard(ident)
        loose += [near for near in out[ident] | into[ident] if not out[near] or not into[near]]
    return left
