"""What the marketplace has on record, and what it does about notices. No network, no Slack, no page."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

from aacabot.sandbox.marketplace.moods import Behaviour, Mood
from aacabot.sandbox.marketplace.notices import Notice
from aacabot.sandbox.marketplace.records import ListingStatus, StockedListing, Takedown, TakedownStatus

DECLINE_REASON = "EVIDENCE_INSUFFICIENT"
EXPIRED_REASON = "IP_EXPIRED"
WITHDRAWN_REASON = "WITHDRAWN"
EDITED_FOR = "KEYWORD_MISUSE"
NO_TITLE = "(no title)"


class Registry:
    """Listings by listing id, takedowns by takedown id, and the decisions the hub told.

    A verb about an id it does not know raises KeyError.
    """

    def __init__(self, key: str, clock: Callable[[], datetime]) -> None:
        self.listings: dict[str, StockedListing] = {}
        self.takedowns: dict[str, Takedown] = {}
        self.decisions: list[dict[str, Any]] = []
        self._key = key
        self._clock = clock
        self._revisions = count(1)
        self._receipts = count(1)

    def stock(self, listing: dict[str, Any]) -> StockedListing:
        """Put a listing on sale, live."""
        stocked = StockedListing(dict(listing), ListingStatus.LIVE, self._clock(), next(self._revisions))
        self.listings[str(listing["listing_id"])] = stocked
        return stocked

    def change(self, listing_id: str, **fields: Any) -> None:
        """What the seller does when he edits his listing."""
        stocked = self.listings[listing_id]
        stocked.listing.update(fields)
        stocked.revision = next(self._revisions)

    def set_status(self, listing_id: str, status: ListingStatus, case_number: str | None = None) -> None:
        stocked = self.listings[listing_id]
        stocked.status, stocked.since, stocked.case_number = status, self._clock(), case_number
        stocked.revision = next(self._revisions)

    def receive(self, notice: Notice, body: dict[str, Any], mood: Mood) -> Takedown:
        """File a new notice and act on it in this mood. The listing must be known here."""
        status, reason = self._judge(notice, mood)
        takedown = Takedown(
            takedown_id=notice.takedown_id,
            listing_id=notice.listing_id,
            case_number=notice.case_number,
            notice=body,
            receipt=f"{self._key.upper()}-{next(self._receipts):06}",
            received_at=self._clock(),
            status=status,
            reason=reason,
        )
        takedown.first_answer = takedown.answer
        self.takedowns[takedown.takedown_id] = takedown
        if (
            status is TakedownStatus.REMOVED
            and mood.behaviour is Behaviour.EDIT
            and self._edit(takedown, notice)
        ):
            return takedown
        self._act(takedown, mood)
        return takedown

    def _edit(self, takedown: Takedown, notice: Notice) -> bool:
        """Take the mark out of the title. False where the notice does not point to it there."""
        listing, span = self.listings[takedown.listing_id].listing, notice.span
        title = str(listing.get("title", ""))
        if notice.reason_code != EDITED_FOR or span is None or title[span.start : span.end] != span.text:
            return False
        takedown.title_before = title
        left = " ".join(f"{title[: span.start]} {title[span.end :]}".split())
        self.change(takedown.listing_id, title=left or NO_TITLE)
        return True

    def _judge(self, notice: Notice, mood: Mood) -> tuple[TakedownStatus, str | None]:
        if notice.rests_on_expired_rights(self._clock().date()):
            return TakedownStatus.DECLINED, EXPIRED_REASON
        if mood.behaviour is Behaviour.DECLINE:
            return TakedownStatus.DECLINED, mood.reason or DECLINE_REASON
        if mood.behaviour is Behaviour.HESITATE:
            return TakedownStatus.PENDING, None
        return TakedownStatus.REMOVED, None

    def _act(self, takedown: Takedown, mood: Mood) -> None:
        if takedown.status is not TakedownStatus.REMOVED or mood.behaviour is Behaviour.LIE:
            self._touch(takedown.listing_id)
            return
        paused = mood.behaviour is Behaviour.PAUSE
        status = ListingStatus.PAUSED if paused else ListingStatus.REMOVED
        self.set_status(takedown.listing_id, status, takedown.case_number)

    def settle(self, takedown_id: str, status: TakedownStatus, reason: str | None = None) -> bool:
        """End a pending notice. False where it was settled or withdrawn before."""
        takedown = self.takedowns[takedown_id]
        if takedown.status is not TakedownStatus.PENDING:
            return False
        takedown.status, takedown.reason = status, reason
        self._act(takedown, Mood())
        return True

    def withdraw(self, takedown_id: str) -> Takedown:
        """Take a notice back: the listing returns unless another notice holds it down. Safe to repeat."""
        takedown = self.takedowns[takedown_id]
        if not takedown.in_force:
            return takedown
        held_down = takedown.status is TakedownStatus.REMOVED
        takedown.in_force = False
        takedown.status, takedown.reason = TakedownStatus.DECLINED, WITHDRAWN_REASON
        self._touch(takedown.listing_id)
        self._put_title_back(takedown)
        if held_down and not self.notices_in_force(takedown.listing_id):
            self.set_status(takedown.listing_id, ListingStatus.LIVE)
        return takedown

    def _put_title_back(self, takedown: Takedown) -> None:
        if takedown.title_before is not None:
            self.change(takedown.listing_id, title=takedown.title_before)
            takedown.title_before = None

    def restore(self, listing_id: str) -> None:
        """Bring a listing back; the notices against it are no longer in force."""
        for takedown in self.notices_in_force(listing_id):
            takedown.in_force = False
            self._put_title_back(takedown)
        self.set_status(listing_id, ListingStatus.LIVE)

    def notices_in_force(self, listing_id: str) -> list[Takedown]:
        return [
            takedown
            for takedown in self.takedowns.values()
            if takedown.listing_id == listing_id
            and takedown.in_force
            and takedown.status is TakedownStatus.REMOVED
        ]

    def counter(self, takedown_id: str, text: str) -> Takedown:
        """Keep the seller's answer to a notice."""
        takedown = self.takedowns[takedown_id]
        takedown.counter_notice, takedown.rebuttal, takedown.rebuttal_key = text, None, None
        self._touch(takedown.listing_id)
        return takedown

    def rebut(self, takedown_id: str, key: str, text: str) -> bool:
        """Keep the brand's answer to the seller. False where this very one was received before."""
        takedown = self.takedowns[takedown_id]
        if takedown.rebuttal_key == key:
            return False
        takedown.rebuttal, takedown.rebuttal_key = text, key
        self._touch(takedown.listing_id)
        return True

    def hear(self, decisions: list[dict[str, Any]]) -> None:
        """Keep what the hub decided."""
        self.decisions.extend(decisions)
        for listing_id in {str(decision["listing_id"]) for decision in decisions} & self.listings.keys():
            self._touch(listing_id)

    def _touch(self, listing_id: str) -> None:
        self.listings[listing_id].revision = next(self._revisions)
