"""What people hand in as evidence, and which kinds a reason asks for."""

from enum import StrEnum

from aacabot.domain.rights import ReasonCode


class EvidenceKind(StrEnum):
    """What a piece shows. What the hub keeps by itself (listing, pictures, notice) has kinds of its own."""

    TEST_BUY = "test_buy"
    TELL = "tell"
    SELLER_ADMISSION = "seller_admission"
    ORIGINAL_WORK = "original_work"
    CLAIM_CHART = "claim_chart"
    OTHER = "other"


NEEDS_NO_FILE = frozenset({EvidenceKind.TELL})
"""What gives a copy away may be one sentence: the sentence is what is kept."""

_COPYRIGHT = frozenset({EvidenceKind.ORIGINAL_WORK})
_CHART = frozenset({EvidenceKind.CLAIM_CHART})
ASKED_FOR: dict[ReasonCode, frozenset[EvidenceKind]] = {
    ReasonCode.COUNTERFEIT: frozenset(
        {EvidenceKind.TEST_BUY, EvidenceKind.TELL, EvidenceKind.SELLER_ADMISSION}
    ),
    ReasonCode.COPYRIGHT_IMAGE: _COPYRIGHT,
    ReasonCode.COPYRIGHT_TEXT: _COPYRIGHT,
    ReasonCode.DESIGN: _CHART,
    ReasonCode.PATENT: _CHART,
}
"""One of these convinces. A reason that is not here asks for nothing beyond the listing itself."""
