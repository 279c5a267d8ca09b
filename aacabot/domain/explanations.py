"""Why the listing infringes, as a notice says it (Regulation (EU) 2022/2065, Art. 16(2)(a)).

In English, as the statement is: it is read by marketplaces, and by sellers through them.
"""

from collections.abc import Iterable, Mapping

from aacabot.domain.evidence_kinds import EvidenceKind
from aacabot.domain.keywords import TitleSpan, bracketed
from aacabot.domain.untrusted import clean, clip

LONGEST = 5_000
_LEADS: Mapping[str, str] = {
    EvidenceKind.TEST_BUY: "A test purchase shows",
    EvidenceKind.TELL: "What gives it away",
    EvidenceKind.SELLER_ADMISSION: "The seller admits it",
    EvidenceKind.ORIGINAL_WORK: "The original, made public on the day named",
    EvidenceKind.CLAIM_CHART: "The goods beside the right",
    EvidenceKind.OTHER: "Further",
}


def explanation(span: TitleSpan | None, notes: Iterable[tuple[str, str]]) -> str | None:
    """The use of the mark in the title, then what was handed in: (kind, sentence), each said once.

    None where neither says anything: the reason code and the right then stand alone.
    """
    said = [_of_title(span)] if span else []
    said += [f"{_LEADS[kind]}: {clean(note)}" for kind, note in notes if kind in _LEADS and note.strip()]
    return clip("\n".join(dict.fromkeys(said)), LONGEST) if said else None


def _of_title(span: TitleSpan) -> str:
    return f"The title uses the mark where the brackets stand: {clean(bracketed(span))}"
