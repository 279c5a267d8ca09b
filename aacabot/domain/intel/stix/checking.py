"""Each object of a bundle held against the standard and its markings, before anything is made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import stix2
from stix2.exceptions import STIXError

from aacabot.domain.intel.imports import ABOUT_LIMIT, LineOutcome, LineProblem, LineReport
from aacabot.domain.intel.labels import DEFAULT, Label
from aacabot.domain.intel.stix.bundles import has_doubled
from aacabot.domain.intel.stix.ids import SPEC, type_of
from aacabot.domain.intel.stix.markings import is_genuine, label_of, narrowest
from aacabot.domain.intel.stix.refs import dangling, in_circles
from aacabot.domain.untrusted import one_line

Stix = Mapping[str, Any]
TAKEN = frozenset(
    {"url", "observed-data", "indicator", "infrastructure", "threat-actor", "attack-pattern", "note"}
)
READ_ALONG = frozenset(
    {"identity", "relationship", "location", "sighting", "opinion", "extension-definition"}
)
_KNOWN = frozenset(stix2.registry.STIX2_OBJ_MAPS[SPEC]["objects"]) | frozenset(
    stix2.registry.STIX2_OBJ_MAPS[SPEC]["observables"]
)


@dataclass
class Checked:
    """The objects that may be read, by id and line, and what was said of the others."""

    lines: dict[str, int] = field(default_factory=dict)
    objects: dict[str, Stix] = field(default_factory=dict)
    reports: list[LineReport] = field(default_factory=list)

    def label(self, ident: str) -> Label:
        """What an object is marked as; unmarked, the default."""
        return marked(self.objects[ident]) or DEFAULT

    def refuse(self, line: int, found: Any, problem: LineProblem) -> None:
        self.report(line, about(found), LineOutcome.REFUSED, problem)

    def report(self, line: int, of: str, outcome: LineOutcome, problem: LineProblem | None = None) -> None:
        self.reports.append(LineReport(line=line, about=of, outcome=outcome, problem=problem))


def check(objects: Sequence[Any]) -> Checked:
    """Hold each object against the standard; line 1 is the first."""
    checked = Checked()
    for line, found in enumerate(objects, 1):
        problem = _alone(found, checked)
        if problem is not None:
            checked.refuse(line, found, problem)
            continue
        checked.lines[found["id"]], checked.objects[found["id"]] = line, found
    _together(checked)
    return checked


def _alone(found: Any, checked: Checked) -> LineProblem | None:
    """What is wrong with an object by itself."""
    if not isinstance(found, dict):
        return LineProblem.NOT_AN_OBJECT
    if has_doubled(found):
        return LineProblem.DUPLICATE_KEYS
    kind = found.get("type")
    if type_of(found.get("id")) != kind or kind is None:
        return LineProblem.BAD_ID
    if kind not in _KNOWN:
        return LineProblem.UNKNOWN_TYPE
    if found.get("spec_version", SPEC if kind == "url" else None) != SPEC:
        return LineProblem.SPEC_VERSION
    if found["id"] in checked.objects:
        return LineProblem.DUPLICATE_ID
    if kind in TAKEN and not _is_valid(found):
        return LineProblem.INVALID
    return None


def _is_valid(found: dict[str, Any]) -> bool:
    """Whether the standard's own reader takes it. Its patterns are read by ours: its reader is slow."""
    if found["type"] == "indicator":
        if not isinstance(found.get("pattern"), str) or not isinstance(found.get("pattern_type"), str):
            return False
        found = {**found, "pattern": "-", "pattern_type": "any"}
    try:
        stix2.parse(found, allow_custom=True, version=SPEC)
    except (STIXError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


def _together(checked: Checked) -> None:
    """What is wrong with objects as they refer to each other, and with their markings."""
    circles, missing = in_circles(checked.objects), dangling(checked.objects)
    forged = {
        ident
        for ident, found in checked.objects.items()
        if found["type"] == "marking-definition" and label_of(ident) and not is_genuine(found)
    }
    for ident, found in list(checked.objects.items()):
        problem = _problem(found, ident in circles, ident in missing, forged)
        if problem is not None:
            del checked.objects[ident]
            checked.refuse(checked.lines[ident], found, problem)


def _problem(found: Stix, circles: bool, missing: bool, forged: set[str]) -> LineProblem | None:
    markings = _markings(found)
    if found["id"] in forged or any(ref in forged for ref in markings):
        return LineProblem.FORGED_MARKING
    if circles:
        return LineProblem.CYCLE
    if missing:
        return LineProblem.DANGLING_REF
    if found["type"] == "marking-definition" and label_of(found["id"]) is None:
        return LineProblem.CUSTOM_MARKING
    if found.get("granular_markings") or any(label_of(ref) is None for ref in markings):
        return LineProblem.CUSTOM_MARKING
    if marked(found) is Label.RED and found["type"] in TAKEN:
        return LineProblem.RED
    return None


def _markings(found: Stix) -> list[str]:
    refs = found.get("object_marking_refs")
    return [str(ref) for ref in refs] if isinstance(refs, list) else []


def marked(found: Stix) -> Label | None:
    """The narrowest label an object bears."""
    labels = [label for ref in _markings(found) if (label := label_of(ref)) is not None]
    return narrowest(labels) if labels else None


def about(found: Any) -> str:
    """How a report names an object: by its id, its type, or not at all."""
    said = (found.get("id") or found.get("type")) if isinstance(found, dict) else None
    return one_line(str(said), ABOUT_LIMIT) if said else "?"
