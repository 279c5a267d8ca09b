"""What a notice says beyond its codes: where the title uses the mark, and what people handed in."""

from collections.abc import Sequence

from aacabot.domain.explanations import explanation
from aacabot.domain.keywords import TitleSpan, title_span
from aacabot.domain.rights import ReasonCode
from aacabot.marketplaces.notice import EvidenceItem, Notice, NoticeSpan
from aacabot.services.cases import CaseFile
from aacabot.store.models import Evidence


def explained(notice: Notice, file: CaseFile, handed: Sequence[Evidence]) -> Notice:
    """The notice with its explanation, the span in the title, and the evidence people handed in."""
    span = _span(file)
    items = [EvidenceItem(kind=row.kind, sha256=row.sha256, taken_at=row.taken_at) for row in handed]
    return notice.model_copy(
        update={
            "evidence": (*notice.evidence, *items),
            "explanation": explanation(span, [(row.kind, row.note or "") for row in handed]),
            "span": NoticeSpan(start=span.start, end=span.end, text=span.marked) if span else None,
        }
    )


def _span(file: CaseFile) -> TitleSpan | None:
    if file.case.reason_code != ReasonCode.KEYWORD_MISUSE:
        return None
    return title_span(file.listing.title, file.case.matches)
