"""Rights that run out: their member's admins and counsel hear of it in time, once for each warning."""

from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.portfolio import warning_due
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub, Unit
from aacabot.store import keeping as store
from aacabot.store.models import Brand, Member, RegisteredRight

AT_ONCE = 50
"""Rights told of in one commit; the rest follow a minute later."""


async def warn_expiring(hub: Hub) -> int:
    """Tell of rights that end in 60 days, in 14, and today; returns of how many.

    Where the hub was down, or the right came late, only the nearest warning is given.
    """
    async with hub.database.read(EVERYONE) as session:
        if not await store.any_right_to_warn_of(session, hub.clock().date()):
            return 0
    async with hub.unit(EVERYONE) as unit:
        found = await store.rights_to_warn_of(unit.session, unit.now.date(), AT_ONCE)
        for right, brand, member in found:
            await _warn(unit, right, brand, member)
        return len(found)


async def _warn(unit: Unit, right: RegisteredRight, brand: Brand, member: Member) -> None:
    today = unit.now.date()
    if right.expires is None or (due := warning_due(right.expires, today)) is None:
        return
    right.warned_of, right.warned_days = right.expires, due
    notice = Notice(
        kind=NoticeKind.RIGHT_EXPIRES,
        values={
            "right_id": right.id,
            "kind": right.kind,
            "label": f"{right.office} {right.number}",
            "brand": brand.name,
            "expires": right.expires.isoformat(),
            "days_left": (right.expires - today).days,
        },
    )
    subject = f"{right.id}:{right.expires}:{due}"
    channel_id = brand.channel_id or member.channel_id
    if member.team_id and channel_id:
        await messages.tell_channel(unit, member.team_id, channel_id, notice, subject, member_id=member.id)
    keepers = await store.keepers(unit.session, member.id, brand.id, unit.now)
    for person_id in dict.fromkeys(person_id for person_id, *_ in keepers):
        await messages.tell_person(unit, person_id, notice, subject, member_id=member.id)
