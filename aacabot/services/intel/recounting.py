"""Making what members met anew from their cases: after an upgrade, and as the proof that nothing drifted."""

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.listings import Listing
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel import encounters
from aacabot.services.intel.matching import Matcher, matcher_in
from aacabot.store.intel import encounters as store
from aacabot.store.models import Brand, CaseRow, ListingVersion

AT_ONCE = 1_000


async def recount(hub: Hub) -> int:
    """Forget every encounter and count it anew from the cases, in one commit; returns how many cases.

    Whoever opens or settles a case waits for the end of it.
    """
    async with hub.unit(EVERYONE) as unit:
        matching = await matcher_in(hub, unit)
        await store.hold_all(unit.session)
        await store.forget_all(unit.session)
        done, last = 0, ""
        while ids := await _some(unit, matching, last):
            done, last = done + len(ids), ids[-1]
        await store.add_up_all(unit.session)
        return done


async def _some(unit: Unit, matching: Matcher, after: str) -> list[str]:
    found = await unit.session.execute(
        select(CaseRow, col(Brand.category), col(ListingVersion.body))
        .join(Brand, col(Brand.id) == col(CaseRow.brand_id))
        .join(
            ListingVersion,
            (col(ListingVersion.listing_id) == col(CaseRow.listing_id))
            & (col(ListingVersion.version) == col(CaseRow.version)),
        )
        .where(col(CaseRow.id) > after)
        .order_by(col(CaseRow.id))
        .limit(AT_ONCE)
    )
    rows = found.all()
    met = [
        one
        for case, category, body in rows
        for one in encounters.rows_of(case, category, Listing.model_validate_json(body), matching)
    ]
    await store.add_met(unit.session, met)
    unit.session.expunge_all()
    return [case.id for case, _, _ in rows]
