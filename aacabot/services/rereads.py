"""Listings a marketplace said it changed: read again, and taken in as if they had been sent."""

from aacabot.domain.listings import Listing, PartialListing, merge
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases, intake, keywords, verification
from aacabot.services.hub import Hub
from aacabot.services.versions import keep_version
from aacabot.store import listings, takedowns
from aacabot.store.models import ListingRead, ListingRow

BATCH = 50


async def owed(hub: Hub, marketplace_id: str) -> list[tuple[str, str]]:
    """(read id, the marketplace's listing id) of those to be read again."""
    async with hub.database.read(EVERYONE) as session:
        reads = await takedowns.owed_reads(session, marketplace_id, BATCH)
        rows = {row.id: row for row in await listings.get_listings(session, [r.listing_id for r in reads])}
    return [(read.id, rows[read.listing_id].listing_id) for read in reads]


async def was_read(hub: Hub, read_id: str, listing: PartialListing | None, *, gone: bool) -> None:
    """Write down how the listing reads now; a change is screened and shown like one that was sent."""
    edits = await keywords.edits_for_listing(hub, read_id, listing) if not gone else {}
    async with hub.unit(EVERYONE) as unit:
        read = await unit.session.get(ListingRead, read_id)
        if read is None:
            return
        # Cases before their listing, as decisions hold them.
        held = await cases.cases_on_listing(unit, read.listing_id) if edits or gone else []
        row = await unit.session.get_one(ListingRow, read.listing_id, with_for_update=True)
        await unit.session.delete(read)
        if gone:
            await verification.listing_gone(unit, row.id)
        elif listing is not None:
            known = await listings.body_of(unit.session, row.id, row.version)
            now_reads = merge(Listing.model_validate_json(known.body), listing)
            if await keep_version(unit, row, now_reads):
                await intake.owe_screening(hub, unit, row.marketplace_id, [row.id])
            await keywords.record_edits(hub, unit, held, edits, unit.now)
