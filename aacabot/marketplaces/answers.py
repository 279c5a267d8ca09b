"""Reading a marketplace's answers (contract 5.4): what counts, what is tried again, what is final."""

from datetime import datetime
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue, RootModel, ValidationError

from aacabot.domain.listings import Listing, PartialListing
from aacabot.marketplaces.connector import ListingRead, ListingStatus, TakedownAnswer, TakedownStatus
from aacabot.marketplaces.errors import MarketplaceRefused, MarketplaceUnreachable
from aacabot.marketplaces.retry_after import retry_after_seconds
from aacabot.marketplaces.wire import Answer

TEXT_LIMIT = 2_000
RECEIPT_LIMIT = 500

Body = TypeVar("Body", bound=BaseModel)


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class _TakedownBody(_Body):
    status: Literal["removed", "pending", "declined", "withdrawn"]
    receipt: str | None = None
    reason: str | None = None


class _AnyObject(RootModel[dict[str, JsonValue]]):
    """Whatever a marketplace answers where the contract asks for nothing in particular."""


class _ListingBody(_Body):
    status: ListingStatus
    listing: JsonValue = None


def failure(answer: Answer, now: datetime) -> MarketplaceUnreachable | MarketplaceRefused:
    """The error an answer other than 2xx stands for. `now` (aware) reads a Retry-After date."""
    if answer.is_retried:
        wait = retry_after_seconds(answer.headers.get("Retry-After"), now)
        return MarketplaceUnreachable(f"answered {answer.status}", wait)
    if answer.status < 400:
        # A moved marketplace is a setting to correct, and no word on the listing: never final.
        return MarketplaceUnreachable(f"answered {answer.status}, a redirect, and these are not followed")
    return MarketplaceRefused(answer.status, _clip(answer.body.decode(errors="replace"), TEXT_LIMIT) or "")


def takedown_answer(answer: Answer, *, already_known: bool = False) -> TakedownAnswer:
    """Where the takedown stands, from a body. Raises MarketplaceUnreachable where it does not say."""
    body = _read(_TakedownBody, answer)
    return TakedownAnswer(
        status=TakedownStatus(body.status),
        receipt=_clip(body.receipt, RECEIPT_LIMIT),
        reason=_clip(body.reason, TEXT_LIMIT),
        http_status=answer.status,
        raw=answer.body,
        already_known=already_known,
    )


def bare_takedown_answer(answer: Answer, status: TakedownStatus) -> TakedownAnswer:
    """Where the takedown stands when the HTTP status alone says it."""
    return TakedownAnswer(
        status=status, receipt=None, reason=None, http_status=answer.status, raw=answer.body
    )


def says_no_status(answer: Answer) -> bool:
    """Whether the body is empty, or a whole JSON object without a status."""
    if not answer.body.strip():
        return True
    return "status" not in _read(_AnyObject, answer).root


def listing_read(answer: Answer, listing_id: str, now: datetime) -> ListingRead:
    """The listing, from a body. Raises MarketplaceUnreachable where it cannot be read.

    What a live or paused listing shows must be readable, because a takedown is held when it changed. Of a
    removed one only the status matters.
    """
    body = _read(_ListingBody, answer)
    try:
        shown = _shown(body.listing, listing_id)
    except ValidationError as error:
        if body.status is not ListingStatus.REMOVED:
            raise _unreadable(answer, error, "listing.") from error
        shown = None
    return ListingRead(status=body.status, listing=shown, raw=answer.body, read_at=now)


def _shown(listing: JsonValue, listing_id: str) -> PartialListing | None:
    if listing is None:
        return None
    shown = PartialListing.model_validate(listing)
    given = {
        name: value for name in PartialListing.model_fields if (value := getattr(shown, name)) is not None
    }
    # The limits of a whole listing hold for its parts: `differences` merges them into one.
    Listing.model_validate({"title": "-", **given, "listing_id": listing_id, "url": "-"})
    return shown


def _read(kind: type[Body], answer: Answer) -> Body:
    if answer.cut:
        raise MarketplaceUnreachable(f"answered {answer.status} with more than {len(answer.body):,} bytes")
    try:
        return kind.model_validate_json(answer.body)
    except ValidationError as error:
        raise _unreadable(answer, error) from error


def _unreadable(answer: Answer, error: ValidationError, prefix: str = "") -> MarketplaceUnreachable:
    first = error.errors(include_input=False, include_url=False)[0]
    where = prefix + ".".join(map(str, first["loc"]))
    return MarketplaceUnreachable(f"answered {answer.status}, and it cannot be read: {where} {first['msg']}")


def _clip(text: str | None, limit: int) -> str | None:
    # Postgres stores no NUL characters.
    clean = (text or "").replace("\0", "").strip()
    return (clean if len(clean) <= limit else clean[: limit - 1] + "…") or None
