"""Whether a brand's confirm goes out at once, or past the desk first."""

from aacabot.domain.good_faith import FAST, GoodFaithStatus
from aacabot.services.hub import Unit
from aacabot.store import good_faith as store
from aacabot.store import good_faith_overrides as overrides
from aacabot.store.good_faith import OVERALL
from aacabot.store.models import Marketplace, Member


async def has_fast_lane(
    unit: Unit, member: Member, marketplace: Marketplace, reason_code: str | None
) -> bool:
    """Whether a confirm under this reason code needs no look of the desk at this marketplace.

    An approved override decides until it ends. Otherwise the record does; while it is PROVISIONAL the
    alliance file's `fast_lane`, which is its starting point.
    """
    given = await overrides.in_force(unit.session, member.id, marketplace.id, unit.now)
    if given is not None:
        return GoodFaithStatus(given.status) in FAST
    status = await standing_at(unit, member.id, marketplace.id, reason_code)
    if status is GoodFaithStatus.PROVISIONAL:
        return marketplace.key in member.fast_lane
    return status in FAST


async def standing_at(
    unit: Unit, member_id: str, marketplace_id: str, reason_code: str | None
) -> GoodFaithStatus:
    """What the record says for a reason code: REVOKED where it is overall or for that code; WATCH likewise;
    a code with few decisions stands on the overall record.
    """
    codes = [OVERALL, reason_code] if reason_code else [OVERALL]
    rows = await store.standing(unit.session, member_id, marketplace_id, codes)
    statuses = {GoodFaithStatus(row.status) for row in rows.values()}
    known = (GoodFaithStatus.REVOKED, GoodFaithStatus.WATCH, GoodFaithStatus.GRANTED)
    return next((status for status in known if status in statuses), GoodFaithStatus.PROVISIONAL)
