"""The legal content of a takedown: the body of `POST /takedowns` (contract 5.4)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from aacabot.domain.rights import ReasonCode, RightKind

Text = Annotated[str, StringConstraints(min_length=1)]


class Programme(StrEnum):
    """How the request was cleared: at once by the brand's confirm, or by the desk's review first."""

    FAST_LANE = "fast_lane"
    REVIEWED = "reviewed"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class Statement(_Part):
    """What the complainant declares, in the words of `version`; always in good faith."""

    version: Text
    text: Text
    bona_fide: Literal[True] = True


class NoticeRight(_Part):
    """A registration the notice relies on. Reads from a `domain.rights.Right` by `of`."""

    kind: RightKind
    office: Text
    number: Text
    classes: tuple[int, ...] = ()
    territories: tuple[str, ...] = ()
    expires: date | None = None

    @classmethod
    def of(cls, right: object) -> "NoticeRight":
        return cls.model_validate({name: getattr(right, name) for name in cls.model_fields})


class Complainant(_Part):
    organisation: Text
    name: Text
    email: Text


class EvidenceItem(_Part):
    """A stored file that supports the notice, by its SHA-256 in lower-case hex."""

    kind: Text
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    taken_at: AwareDatetime


class SellerAdvice(_Part):
    """That the seller counts as a repeat infringer, by all members' upheld cases of a year: none is named.

    Advice only: what follows is the marketplace's own decision.
    """

    standing: Literal["repeat"] = "repeat"
    serious_strikes: int
    points: int
    since: AwareDatetime


class NoticeSpan(_Part):
    """Where the title uses the mark: `text` is the title's slice, in code points. Untrusted."""

    field: Literal["title"] = "title"
    start: int
    end: int
    text: Text


class Notice(_Part):
    """Exactly the fields a marketplace receives. `takedown_id` is the idempotency key of the request."""

    takedown_id: Text
    listing_id: Text
    url: Text
    case_number: Text
    reason_code: ReasonCode
    programme: Programme
    statement: Statement
    rights: tuple[NoticeRight, ...]
    complainant: Complainant
    evidence: tuple[EvidenceItem, ...] = ()
    seller_advice: SellerAdvice | None = None
    explanation: Text | None = None
    span: NoticeSpan | None = None

    def encoded(self) -> bytes:
        """The UTF-8 JSON to store as evidence and send. Encode once: what was stored is what is sent."""
        optional = ("seller_advice", "explanation", "span")
        left_out = {name for name in optional if getattr(self, name) is None}
        return self.model_dump_json(exclude=left_out).encode()
