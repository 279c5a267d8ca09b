"""What somebody hands in for a case, as they say it, and what became of each file."""

from dataclasses import dataclass
from datetime import date, datetime

from aacabot.domain.errors import FieldProblem
from aacabot.domain.evidence_files import MOST_FILES
from aacabot.domain.evidence_kinds import NEEDS_NO_FILE, EvidenceKind

SENTENCE_LIMIT = 1_000


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """What the files show, in the words of who hands them in; `day` is when an original was made public."""

    kind: EvidenceKind
    sentence: str = ""
    day: date | None = None

    @property
    def note(self) -> str:
        """The sentence as it is kept and sent, with the original's day before it."""
        said = self.sentence.strip()
        return f"{self.day.isoformat()}: {said}".removesuffix(": ") if self.day else said


def require_usable(given: HandedIn, files: int, today: date) -> None:
    """Raise FieldProblem, naming the form's field, where something is missing or too much."""
    if len(given.sentence) > SENTENCE_LIMIT:
        raise FieldProblem("evidence_sentence", "too_long")
    if files > MOST_FILES:
        raise FieldProblem("evidence_files", "too_many_files")
    if not files and given.kind not in NEEDS_NO_FILE:
        raise FieldProblem("evidence_files", "required")
    if not files and not given.sentence.strip():
        raise FieldProblem("evidence_sentence", "required")
    if given.kind is EvidenceKind.ORIGINAL_WORK and given.day is None:
        raise FieldProblem("evidence_day", "required")
    if given.day is not None and given.day > today:
        raise FieldProblem("evidence_day", "not_yet")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One thing somebody handed in, as it is listed; `url` is where its file can be fetched for a while."""

    id: str
    kind: str
    sha256: str
    size: int
    content_type: str
    at: datetime
    person: str
    name: str | None = None
    note: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of what was handed in: how many pieces are kept, and each refused file with why."""

    number: str
    kept: int
    refused: tuple[tuple[str, str], ...] = ()
