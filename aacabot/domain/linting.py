"""What a notice lacks before it leaves: the decline each gap would get, and whether the law asks for it.

Only what Regulation (EU) 2022/2065, Art. 16(2) requires of a notice blocks it; the rest warns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aacabot.domain.acceptance import Score
from aacabot.domain.case_reasons import DeclineReason
from aacabot.domain.evidence_kinds import ASKED_FOR
from aacabot.domain.nice_classes import covers_goods
from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode, Right, RightKind
from aacabot.domain.territories import covers


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"


class Rule(StrEnum):
    """What was looked at; the views hold the words that say how to mend each."""

    RIGHT_OF_BRAND = "right_of_brand"
    RIGHT_IN_FORCE = "right_in_force"
    REASON_FITS_RIGHT = "reason_fits_right"
    ADDRESS = "address"
    COMPLAINANT = "complainant"
    STATEMENT = "statement"
    TERRITORY = "territory"
    GOODS = "goods"
    COUNTERFEIT_SHOWN = "counterfeit_shown"
    TITLE_SHOWN = "title_shown"
    ORIGINAL_SHOWN = "original_shown"
    CHART_SHOWN = "chart_shown"
    ANOTHER_CASE = "another_case"
    STILL_LISTED = "still_listed"


_D = DeclineReason
_DECLINES: dict[Rule, DeclineReason] = {
    Rule.RIGHT_OF_BRAND: _D.IP_NOT_VERIFIED,
    Rule.RIGHT_IN_FORCE: _D.IP_EXPIRED,
    Rule.REASON_FITS_RIGHT: _D.WRONG_REASON,
    Rule.ADDRESS: _D.LISTING_GONE,
    Rule.COMPLAINANT: _D.NOT_AUTHORISED_AGENT,
    Rule.STATEMENT: _D.NOT_AUTHORISED_AGENT,
    Rule.TERRITORY: _D.WRONG_TERRITORY,
    Rule.GOODS: _D.WRONG_CLASS,
    Rule.COUNTERFEIT_SHOWN: _D.EVIDENCE_INSUFFICIENT,
    Rule.TITLE_SHOWN: _D.REFERENTIAL_USE,
    Rule.ORIGINAL_SHOWN: _D.EVIDENCE_INSUFFICIENT,
    Rule.CHART_SHOWN: _D.EVIDENCE_INSUFFICIENT,
    Rule.ANOTHER_CASE: _D.DUPLICATE,
    Rule.STILL_LISTED: _D.LISTING_GONE,
}
_BLOCKING = frozenset(
    {
        *(Rule.RIGHT_OF_BRAND, Rule.RIGHT_IN_FORCE, Rule.REASON_FITS_RIGHT),
        *(Rule.ADDRESS, Rule.COMPLAINANT, Rule.STATEMENT),
    }
)
"""Without these there is no explanation why the listing is illegal (a), no exact address (b), no name and
e-mail (c), or no bona fide statement (d)."""

_SHOWN_BY = {
    ReasonCode.COUNTERFEIT: Rule.COUNTERFEIT_SHOWN,
    ReasonCode.COPYRIGHT_IMAGE: Rule.ORIGINAL_SHOWN,
    ReasonCode.COPYRIGHT_TEXT: Rule.ORIGINAL_SHOWN,
    ReasonCode.DESIGN: Rule.CHART_SHOWN,
    ReasonCode.PATENT: Rule.CHART_SHOWN,
}


@dataclass(frozen=True)
class Finding:
    """One gap: `code` is the decline it would get."""

    rule: Rule
    code: DeclineReason
    severity: Severity

    @classmethod
    def of(cls, rule: Rule) -> "Finding":
        return cls(rule, _DECLINES[rule], Severity.BLOCK if rule in _BLOCKING else Severity.WARN)


@dataclass(frozen=True)
class Findings:
    """All gaps of a notice, those that block first, and what acceptance is expected from the past."""

    found: tuple[Finding, ...] = ()
    score: Score | None = None

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.found if finding.severity is Severity.BLOCK)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.found if finding.severity is Severity.WARN)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is known of a notice before it is written.

    `right` is None where the brand has no such right. `evidence` are kinds handed in, `shows_title` whether
    the title's use of the mark can be pointed out, `another_case` whether the brand has an open case on the
    listing besides this one, `seen_gone` whether a case of the member took it down and it was not seen since.
    """

    right: Right | None
    reason: ReasonCode
    url: str
    complainant_name: str | None
    complainant_email: str | None
    bona_fide: bool = True
    country: str | None = None
    categories: tuple[str | None, ...] = ()
    evidence: frozenset[str] = frozenset()
    shows_title: bool = False
    another_case: bool = False
    seen_gone: bool = False


def lint(draft: Draft, today: date) -> tuple[Finding, ...]:
    """Every gap of a draft, those that block first."""
    return tuple(Finding.of(rule) for rule in (*_required(draft, today), *_advised(draft)))


def required(draft: Draft, today: date) -> tuple[Finding, ...]:
    """Only the gaps that block."""
    return tuple(Finding.of(rule) for rule in _required(draft, today))


def _required(draft: Draft, today: date) -> Iterator[Rule]:
    if draft.right is None:
        yield Rule.RIGHT_OF_BRAND
    elif not draft.right.in_force(today):
        yield Rule.RIGHT_IN_FORCE
    elif draft.reason not in REASONS_BY_RIGHT[draft.right.kind]:
        yield Rule.REASON_FITS_RIGHT
    if not draft.url.startswith(("http://", "https://")):
        yield Rule.ADDRESS
    if not (draft.complainant_name or "").strip() or "@" not in (draft.complainant_email or ""):
        yield Rule.COMPLAINANT
    if not draft.bona_fide:
        yield Rule.STATEMENT


def _advised(draft: Draft) -> Iterator[Rule]:
    right = draft.right
    if right is not None and covers(right.territories, draft.country or "") is False:
        yield Rule.TERRITORY
    is_mark = right is not None and right.kind is RightKind.TRADEMARK
    if right is not None and is_mark and covers_goods(right.classes, *draft.categories) is False:
        yield Rule.GOODS
    if draft.reason is ReasonCode.KEYWORD_MISUSE and not draft.shows_title:
        yield Rule.TITLE_SHOWN
    if (asked := ASKED_FOR.get(draft.reason)) and not asked & draft.evidence:
        yield _SHOWN_BY[draft.reason]
    if draft.another_case:
        yield Rule.ANOTHER_CASE
    if draft.seen_gone:
        yield Rule.STILL_LISTED
