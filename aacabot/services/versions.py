"""Keeping how a listing reads now as its newest version."""

from aacabot.domain.listings import Listing
from aacabot.services.cases import listing_json
from aacabot.services.hub import Unit
from aacabot.store.models import ListingRow, ListingVersion


async def keep_version(unit: Unit, row: ListingRow, listing: Listing) -> bool:
    """Store the listing as a version of its own where its content is not what was known; says whether."""
    if row.content_hash == listing.content_hash:
        return False
    row.version, row.content_hash = row.version + 1, listing.content_hash
    body = listing_json(listing)
    unit.session.add(ListingVersion(listing_id=row.id, version=row.version, body=body, received_at=unit.now))
    await unit.session.flush()
    return True
