"""What a notice and a batch of decisions must contain before the marketplace acts on them (contract 5.4)."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

WORDS = {
    "takedown_id": "Give the notice an id of its own: we answer a repeated id with the first answer.",
    "listing_id": "Say which listing the notice is about.",
    "url": "Give the listing's address.",
    "case_number": "Give the number people can quote when they ask about this notice.",
    "reason_code": "Say what the listing infringes, with a reason code.",
    "programme": "Say whether the notice comes by fast_lane or was reviewed.",
    "statement": "Add the good-faith statement: its version, its text, and bona_fide true.",
    "rights": "Name at least one registered right, with its office and number.",
    "complainant": "Say who complains: organisation, name and an email address we can answer.",
    "evidence": "Describe each piece of evidence by kind, sha256 and the time it was taken.",
    "text": "Say why the takedown is right.",
    "decided_at": "Say when the brand decided.",
    "decisions": "Send decisions as a list, each with listing_id, case_number, outcome and decided_at.",
}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Statement(_Part):
    version: Text
    text: Text
    bona_fide: Literal[True]


class Right(_Part):
    office: Text
    number: Text
    expires: date | None = None


class Complainant(_Part):
    organisation: Text
    name: Text
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]


class Evidence(_Part):
    kind: Text
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    taken_at: AwareDatetime


class Span(_Part):
    """Where the title uses the mark."""

    field: Literal["title"]
    start: Annotated[int, Field(ge=0)]
    end: int
    text: Text


class Notice(_Part):
    """A takedown notice. Raises ValidationError where something the contract asks for is missing."""

    takedown_id: Text
    listing_id: Text
    url: Text
    case_number: Text
    reason_code: Text
    programme: Literal["fast_lane", "reviewed"]
    statement: Statement
    rights: Annotated[tuple[Right, ...], Field(min_length=1)]
    complainant: Complainant
    evidence: tuple[Evidence, ...]
    explanation: Text | None = None
    span: Span | None = None

    def rests_on_expired_rights(self, today: date) -> bool:
        return all(right.expires is not None and right.expires < today for right in self.rights)


class Rebuttal(_Part):
    """A brand's answer to a seller's counter-notice."""

    takedown_id: Text
    case_number: Text
    text: Text
    decided_at: AwareDatetime


class Decision(_Part):
    listing_id: Text
    case_number: Text
    outcome: Literal["confirmed", "not_infringing", "undecided"]
    reason: str | None = None
    decided_at: AwareDatetime


class Decisions(_Part):
    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]


def in_words(error: ValidationError) -> dict[str, str]:
    """Each field that is wrong, and what it should hold."""
    problems: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_context=False):
        path = ".".join(str(part) for part in problem["loc"])
        problems[path] = WORDS.get(path.split(".")[0], problem["msg"])
    return problems


def refusal(code: str, message: str, fields: dict[str, str] | None = None) -> dict[str, Any]:
    """The one shape of an error body (contract 5.3)."""
    return {"error": {"code": code, "message": message, "fields": fields or {}}}
