"""Sending a declined request again: at most twice, and only with something new."""

from collections.abc import Sequence
from typing import Protocol

from aacabot.domain.case_events import CaseEventKind
from aacabot.domain.cases import RESUBMISSIONS

_DECLINES = frozenset({CaseEventKind.REVIEW_DECLINED.value, CaseEventKind.DECLINED.value})


class Happened(Protocol):
    """An event, as far as this rule looks at it."""

    @property
    def kind(self) -> str: ...


def left(events: Sequence[Happened]) -> int:
    """How often the request can still be sent again."""
    sent = sum(event.kind == CaseEventKind.RESUBMITTED for event in events)
    return max(RESUBMISSIONS - sent, 0)


def new_files(events: Sequence[Happened]) -> int:
    """How many pieces of evidence were added since the last decline."""
    added = 0
    for event in reversed(events):
        if event.kind in _DECLINES:
            return added
        added += event.kind == CaseEventKind.EVIDENCE_ADDED
    return 0
