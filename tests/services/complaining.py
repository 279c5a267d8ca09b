"""A brand reports listings, and a marketplace that shows what a test stocked answers for them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from aacabot.domain.complaints import Reported, RowResult, Via
from aacabot.domain.listings import PartialListing
from aacabot.domain.people import Person
from aacabot.domain.rights import ReasonCode
from aacabot.marketplaces.connector import ListingRead, ListingStatus, MarketplaceUnreachable
from aacabot.services import complaint_rows, complaints
from aacabot.services.complaints import Asked, Filed
from aacabot.store.models import Brand, RegisteredRight
from jobs.complaints import read_reported
from tests.journeys import alliance as journey
from tests.services.casework import Casework

SEEN = datetime(2026, 11, 22, 11, tzinfo=UTC)


class Shelf:
    """The marketplace's side: the listings it shows. What it does not know it calls removed."""

    def __init__(self) -> None:
        self.listings: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.is_reachable = True

    def stock(self, ident: str, **more: Any) -> str:
        """Show a listing; returns its address."""
        self.listings[ident] = {"title": f"Zephyrine runner {ident}", **more}
        return f"https://market.example/item/{ident}"

    async def read_listing(self, listing_id: str) -> ListingRead:
        if not self.is_reachable:
            raise MarketplaceUnreachable("no answer")
        self.asked.append(listing_id)
        known = self.listings.get(listing_id)
        status = ListingStatus.LIVE if known is not None else ListingStatus.REMOVED
        listing = PartialListing.model_validate(known) if known is not None else None
        return ListingRead(status=status, listing=listing, raw=b"{}", read_at=SEEN)


class Complaining:
    """Files complaints for Acme's brand, and does the marketplace's work on them."""

    def __init__(self, work: Casework) -> None:
        self.work = work
        self.shelf = Shelf()

    async def brand(self, key: str = "acme-brand") -> str:
        (row,) = await self.work.rows(Brand, key=key)
        return str(row.id)

    async def right(self, number: str = "018000001", key: str = "acme-brand") -> str:
        (row,) = await self.work.rows(RegisteredRight, brand_id=await self.brand(key), number=number)
        return str(row.id)

    async def file(
        self, urls: Sequence[str], who: str = journey.ANN, *, brand: str = "acme-brand", **asked: Any
    ) -> Filed:
        """File these addresses as somebody; the trade mark and counterfeit unless asked otherwise."""
        given: dict[str, Any] = {
            "brand_id": await self.brand(brand),
            "right_id": await self.right(key=brand),
            "reason": ReasonCode.COUNTERFEIT,
            "rows": [Reported(line=line, url=url) for line, url in enumerate(urls, 1)],
            "bona_fide": True,
        }
        person = await self.work.person(who)
        via = asked.pop("via", Via.COMMAND)
        return await complaints.file_complaint(self.work.hub, person, Asked(**{**given, **asked}), via)

    async def serve(self) -> None:
        """The marketplace's worker reads every listing that is owed."""
        marketplace = await self.work.marketplace()
        while rows := await complaint_rows.owed(self.work.hub, marketplace.id):
            await read_reported(self.work.hub, self.shelf, rows)  # type: ignore[arg-type]

    async def results(self, filed: Filed, person: Person | None = None) -> list[RowResult]:
        reader = person or await self.work.person(journey.ANN)
        return await complaints.result_of(self.work.hub, reader, filed.complaint.id)
