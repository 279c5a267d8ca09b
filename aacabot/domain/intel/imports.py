"""A file of intel that comes in: what its lines are, what became of each, and how large it may be."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aacabot.domain.intel.items import Draft

MOST_BYTES = 16 * 2**20
MOST_LINES = 10_000
ABOUT_LIMIT = 120


class LineOutcome(StrEnum):
    """What became of a line. Names may be added, never renamed: reports are kept with them.

    `KNOWN` is an item the hub has from before, by its id or because the same member shared the same; `SEEN`
    another member's that says the same; `DUPLICATE` stands twice in the file; `READ` is no item of its own
    and was read along with the others.
    """

    SHARED = "shared"
    WITH_COUNSEL = "with_counsel"
    KNOWN = "known"
    SEEN = "seen"
    DUPLICATE = "duplicate"
    READ = "read"
    REFUSED = "refused"


class LineProblem(StrEnum):
    """Why a line was refused, or what was left aside."""

    NOT_AN_OBJECT = "not_an_object"
    DUPLICATE_KEYS = "duplicate_keys"
    BAD_ID = "bad_id"
    DUPLICATE_ID = "duplicate_id"
    UNKNOWN_TYPE = "unknown_type"
    NOT_TAKEN = "not_taken"
    SPEC_VERSION = "spec_version"
    INVALID = "invalid"
    CYCLE = "cycle"
    DANGLING_REF = "dangling_ref"
    FORGED_MARKING = "forged_marking"
    CUSTOM_MARKING = "custom_marking"
    FORGED_ID = "forged_id"
    LABEL_KEPT = "label_kept"
    RED = "red"
    GROUP = "group"
    KIND_UNKNOWN = "kind_unknown"
    HASHED = "hashed"
    PATTERN = "pattern"
    NO_VALUE = "no_value"
    NOT_OPEN = "not_open"
    GUARD = "guard"
    COLUMN = "column"
    MARKETPLACE_UNKNOWN = "marketplace_unknown"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A line that may become an item.

    `marketplace` is a key, `account` a seller's id there; `own_id` the item of ours its id would be,
    `stix_id` the id it came with; `seen_on` the day its source saw it last; `for_group`: it was for some
    members only.
    """

    line: int
    about: str
    draft: Draft
    marketplace: str | None = None
    account: str | None = None
    own_id: str | None = None
    stix_id: str | None = None
    seen_on: date | None = None
    for_group: bool = False


@dataclass(frozen=True, kw_only=True)
class LineReport:
    """What became of one object or row; `line` counts from 1."""

    line: int
    about: str
    outcome: LineOutcome
    problem: LineProblem | None = None
    rule: str | None = None
    item_id: str | None = None


class UnreadableImport(Exception):
    """The file as a whole cannot be read; `problem` is a message key. Nothing of it was taken."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    @property
    def is_too_large(self) -> bool:
        return self.problem in {"file_too_large", "file_too_long"}
