"""The form for sharing: for whom, from which case, and how what was filled in becomes a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aacabot.domain.errors import FieldProblem
from aacabot.domain.intel.items import Confidence, Draft, ItemShown, Origin, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import DEFAULT, Label

_ITSELF = frozenset({IntelKind.SELLER, IntelKind.LISTING, IntelKind.STOREFRONT})
"""The kinds whose value is a seller's or a listing's own: another value is another one."""


@dataclass(frozen=True, kw_only=True)
class ForWhom:
    """On whose behalf something is shared: a member, or one brand of it where a role ends there."""

    member_id: str
    brand_id: str | None
    name: str

    @property
    def value(self) -> str:
        """For an option or metadata; what comes back is looked up among what the person may share for."""
        return f"{self.member_id}:{self.brand_id or ''}"


@dataclass(frozen=True, kw_only=True)
class EvidencePiece:
    """A file of a case that may be referenced by its hash."""

    id: str
    kind: str
    day: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class CaseToShare:
    """What a case knows of each kind: `values` as people read it, `matches` as it is compared."""

    case_id: str
    number: str
    values: Mapping[IntelKind, str]
    matches: Mapping[IntelKind, str]
    marketplace_id: str
    seller_ids: tuple[str, ...] = ()
    category: str | None = None
    upheld: bool = False
    evidence: tuple[EvidencePiece, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """Proven gone for what was reported is as sure as it gets."""
        return Confidence.HIGH if self.upheld else Confidence.MEDIUM


@dataclass(frozen=True, kw_only=True)
class FormOffered:
    """What the form offers: `several` where another member or brand could be chosen, and its groups.

    `marketplaces` are those of the alliance, (id, name), by name.
    """

    whom: ForWhom
    several: bool = False
    groups: tuple[tuple[str, str], ...] = ()
    marketplaces: tuple[tuple[str, str], ...] = ()
    case: CaseToShare | None = None


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was filled in, each choice one of ours; `evidence_ids` and `group_id` are checked again.

    `marketplace_id` is where a seller's id that was typed is theirs.
    """

    kind: IntelKind
    value: str = ""
    text: str = ""
    label: Label = DEFAULT
    group_id: str | None = None
    named: frozenset[str] = frozenset()
    reliability: Reliability = Reliability.B
    confidence: Confidence = Confidence.MEDIUM
    category: str | None = None
    evidence_ids: tuple[str, ...] = field(default=())
    marketplace_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SharedShown:
    """What became of it, for whoever shared it: `merged` where their side had shared the same before.

    `guessable`: fewer members could be meant as its source than keep a reader from guessing; `names_source`:
    it names the member it comes from.
    """

    item: ItemShown
    named: int = 0
    merged: bool = False
    guessable: bool = False
    names_source: bool = False


def draft_of(form: FormOffered, given: Given) -> Draft:
    """What is to be shared. Raises FieldProblem where evidence is not of the case.

    What the case knows better (which seller, which listing) is compared only while its value is unchanged:
    another seller, listing or shop than the case's may be anybody's, anywhere.
    """
    case = form.case
    known = case is not None and given.value.strip() == case.values.get(given.kind)
    another = case is not None and not known and given.kind in _ITSELF and given.kind in case.values
    at_hand = case if case and not another else None
    chosen = given.marketplace_id if given.kind is IntelKind.SELLER and not known else None
    return Draft(
        kind=given.kind,
        value=given.value,
        match=case.matches.get(given.kind, "") if case and known else "",
        text=given.text,
        label=given.label,
        group_id=given.group_id,
        named=given.named if given.label is Label.RED else frozenset(),
        reliability=given.reliability,
        confidence=given.confidence,
        category=given.category,
        marketplace_id=chosen or (at_hand.marketplace_id if at_hand else None),
        seller_ids=at_hand.seller_ids if at_hand else (),
        case_id=case.case_id if case else None,
        brand_id=form.whom.brand_id,
        origin=Origin.CASE if case else Origin.FORM,
        evidence_sha256=_hashes(case, given.evidence_ids),
    )


def _hashes(case: CaseToShare | None, evidence_ids: tuple[str, ...]) -> tuple[str, ...]:
    known = {piece.id: piece.sha256 for piece in case.evidence} if case else {}
    if any(one not in known for one in evidence_ids):
        raise FieldProblem("intel_evidence", "unknown")
    return tuple(known[one] for one in evidence_ids)
