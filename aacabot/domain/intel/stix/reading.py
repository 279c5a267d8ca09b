"""The objects of a bundle that may become items. Only fields named here are read; all others stay out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from aacabot.domain.intel.imports import Candidate, LineOutcome, LineProblem, LineReport
from aacabot.domain.intel.items import TEXT_LIMIT, VALUE_LIMIT, Confidence, Draft, Origin, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.stix.bundles import read_bundle
from aacabot.domain.intel.stix.checking import READ_ALONG, TAKEN, Checked, Stix, about, check
from aacabot.domain.intel.stix.extensions import ITEM, LISTING
from aacabot.domain.intel.stix.ids import item_of
from aacabot.domain.intel.stix.mapping import described
from aacabot.domain.intel.stix.markings import narrowest
from aacabot.domain.intel.stix.patterns import KINDS, STIX, url_in
from aacabot.domain.untrusted import one_line, storable


@dataclass(frozen=True)
class Read:
    """What a file holds: the lines that may become items, and what was said of the others."""

    candidates: list[Candidate]
    reports: list[LineReport]


def read_stix(content: bytes, origin: Origin) -> Read:
    """Read a bundle. Raises UnreadableImport for one that is refused as a whole."""
    checked = check(read_bundle(content))
    bundle = _Bundle(checked, origin)
    candidates = list(bundle.candidates())
    return Read(candidates, checked.reports)


@dataclass
class _Bundle:
    checked: Checked
    origin: Origin
    _observed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _remarks: dict[str, str] = field(default_factory=dict)
    _mains: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for ident, found in self.checked.objects.items():
            if _item(found):
                self._mains.add(item_of(ident))
            if found["type"] == "observed-data":
                for address in self._addresses(found):
                    self._observed[address].append(ident)
            refs = found.get("object_refs")
            if found["type"] == "note" and isinstance(refs, list) and len(refs) == 1:
                self._remarks.setdefault(str(refs[0]), ident)

    def candidates(self) -> Iterator[Candidate]:
        for ident, found in self.checked.objects.items():
            if found["type"] in READ_ALONG or found["type"] == "marking-definition":
                self._said(ident, LineOutcome.READ)
            elif found["type"] not in TAKEN:
                self._said(ident, LineOutcome.REFUSED, LineProblem.NOT_TAKEN)
            elif not _item(found) and item_of(ident) in self._mains:
                self._said(ident, LineOutcome.READ)
            else:
                yield from self._candidate(ident, found)

    def _candidate(self, ident: str, found: Stix) -> Iterator[Candidate]:
        made = _READERS[found["type"]](self, ident, found)
        if isinstance(made, LineProblem):
            self._said(ident, LineOutcome.REFUSED, made)
        elif made is None:
            self._said(ident, LineOutcome.READ)
        else:
            yield self._of(ident, found, made)

    def _of(self, ident: str, found: Stix, draft: Draft) -> Candidate:
        own = _item(found)
        return Candidate(
            line=self.checked.lines[ident],
            about=about(found),
            draft=replace(
                draft,
                value=one_line(draft.value, VALUE_LIMIT),
                text=storable(draft.text)[:TEXT_LIMIT],
                label=self._label(ident, found),
                confidence=_confidence(found.get("confidence")),
                reliability=_reliability(own),
                category=_short(own.get("category")),
                origin=self.origin,
            ),
            marketplace=_short(own.get("marketplace") or _extension(found, LISTING.id).get("marketplace")),
            account=_short(own.get("account")),
            own_id=item_of(ident) if found["type"] != "url" else None,
            stix_id=ident,
            for_group=bool(own.get("audience")),
            seen_on=_day(found.get("last_observed") or found.get("modified")),
        )

    def _label(self, ident: str, found: Stix) -> Label:
        """The narrowest of what is read together: an address, and what was observed of it."""
        together = {"url": self._observed[ident], "observed-data": self._addresses(found)}
        return narrowest([self.checked.label(one) for one in (ident, *together.get(found["type"], ()))])

    def _said(self, ident: str, outcome: LineOutcome, problem: LineProblem | None = None) -> None:
        found = self.checked.objects[ident]
        self.checked.report(self.checked.lines[ident], about(found), outcome, problem)

    def _addresses(self, found: Stix) -> list[str]:
        refs = found.get("object_refs")
        there = [str(ref) for ref in refs] if isinstance(refs, list) else []
        return [ref for ref in there if self.checked.objects.get(ref, {}).get("type") == "url"]

    def url(self, ident: str, found: Stix) -> Draft | None:
        """An address that one observation speaks of is read with it; by itself it is an item."""
        observed = self._observed[ident]
        if any(len(self._addresses(self.checked.objects[one])) == 1 for one in observed):
            return None
        return Draft(kind=IntelKind.LISTING, value=str(found["value"]))

    def observed(self, ident: str, found: Stix) -> Draft | LineProblem | None:
        addresses = self._addresses(found)
        if not addresses:
            return LineProblem.NOT_TAKEN
        if len(addresses) > 1:
            return None
        remark = self.checked.objects.get(self._remarks.get(ident, ""))
        address = self.checked.objects[addresses[0]]
        text = str(remark.get("content") or "") if remark else ""
        return Draft(kind=IntelKind.LISTING, value=str(address["value"]), text=text)

    def indicator(self, ident: str, found: Stix) -> Draft | LineProblem:
        pattern = str(found["pattern"])
        if found["pattern_type"] == STIX:
            address = url_in(pattern)
            if address is None:
                return LineProblem.PATTERN
            return Draft(kind=IntelKind.LISTING, value=address, text=_text(found, IntelKind.LISTING))
        kind = KINDS.get(str(found["pattern_type"]))
        if kind is None:
            return LineProblem.PATTERN
        return Draft(kind=kind, value=pattern, text=_text(found, kind))

    def named(self, ident: str, found: Stix) -> Draft | LineProblem:
        """Stores, places and sellers: a file of somebody else's does not say which, or names people."""
        kind = _kind(_item(found))
        if kind is None:
            return LineProblem.KIND_UNKNOWN
        value = str(_item(found).get("value") or "")
        return Draft(kind=kind, value=value, text=_text(found, kind))

    def method(self, ident: str, found: Stix) -> Draft:
        own = _item(found)
        value = str(own.get("value") or "") if own else str(found["name"])
        return Draft(kind=IntelKind.METHOD, value=value, text=_text(found, IntelKind.METHOD) or "")

    def note(self, ident: str, found: Stix) -> Draft | None:
        own = _item(found)
        refs = found.get("object_refs")
        if not own and isinstance(refs, list) and any(str(one).startswith("observed-data--") for one in refs):
            return None
        value = str((own.get("value") if own else found.get("abstract")) or "")
        content = str(found.get("content") or "")
        return Draft(kind=IntelKind.NOTE, value=value, text="" if content == value else content)


_READERS: dict[str, Any] = {
    "url": _Bundle.url,
    "observed-data": _Bundle.observed,
    "indicator": _Bundle.indicator,
    "infrastructure": _Bundle.named,
    "threat-actor": _Bundle.named,
    "attack-pattern": _Bundle.method,
    "note": _Bundle.note,
}


def _extension(found: Stix, ident: str) -> dict[str, Any]:
    extensions = found.get("extensions")
    said = extensions.get(ident) if isinstance(extensions, dict) else None
    return said if isinstance(said, dict) else {}


def _item(found: Stix) -> dict[str, Any]:
    return _extension(found, ITEM.id)


def _kind(own: dict[str, Any]) -> IntelKind | None:
    try:
        return IntelKind(str(own.get("kind")))
    except ValueError:
        return None


def _text(found: Stix, kind: IntelKind) -> str:
    text = str(found.get("description") or "")
    return "" if text == described(kind) else text


def _confidence(number: object) -> Confidence:
    if not isinstance(number, int):
        return Confidence.MEDIUM
    return Confidence.LOW if number < 30 else Confidence.MEDIUM if number < 70 else Confidence.HIGH


def _reliability(own: dict[str, Any]) -> Reliability:
    """As its source said, or `F`: how far a stranger's file is to be trusted cannot be judged."""
    try:
        return Reliability(str(own.get("reliability")))
    except ValueError:
        return Reliability.F


def _short(text: object) -> str | None:
    return one_line(text, 100) or None if isinstance(text, str) else None


def _day(moment: object) -> date | None:
    try:
        return date.fromisoformat(str(moment)[:10])
    except ValueError:
        return None
