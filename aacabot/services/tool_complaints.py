"""Complaints of members' own tools: a key's request becomes the complaint of who made the key."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from aacabot.domain.complaints import Reported, RowResult, Via
from aacabot.domain.complaints.requests import ComplaintRequest
from aacabot.domain.errors import FieldProblem, HoldingNotFound
from aacabot.domain.ids import is_id
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases
from aacabot.services.api_tokens import TokenUser
from aacabot.services.complaints import Asked, Filed, file_complaint, result_of
from aacabot.services.hub import Hub, Unit
from aacabot.store.attempts import count_attempt
from aacabot.store.models import Brand, Complaint

REQUESTS_A_MINUTE = 60


async def within_pace(hub: Hub, user: TokenUser) -> bool:
    """Count one more request with a key; whether it is not more than a tool may make in a minute."""
    async with hub.unit(EVERYONE) as unit:
        made = await count_attempt(unit.session, f"api:{user.token_id}", unit.now, timedelta(minutes=1))
    return made <= REQUESTS_A_MINUTE


async def file_for_tool(hub: Hub, user: TokenUser, request: ComplaintRequest) -> Filed:
    """File what a tool reports. Raises as `file_complaint`; FieldProblem names the request's field."""
    if user.member_id not in user.person.member_ids:
        raise HoldingNotFound
    async with hub.database.read(user.person.viewer) as session:
        brand = await _brand(session, user, request.brand)
        unit = Unit(session, user.person.viewer, hub.clock())
        rights = await cases.rights_of(unit, brand.id)
    right = next((right for right in rights if right.label == request.right), None)
    if right is None:
        raise FieldProblem("complaint_right", "unknown")
    asked = Asked(
        brand_id=brand.id,
        right_id=right.id,
        reason=request.reason,
        rows=[
            Reported(line=line, url=one.url, note=one.note) for line, one in enumerate(request.listings, 1)
        ],
        bona_fide=request.statement.bona_fide,
        note=request.note,
    )
    return await file_complaint(hub, user.person, asked, Via.API, token_id=user.token_id)


async def _brand(session: AsyncSession, user: TokenUser, key: str) -> Brand:
    """The member's brand with this key; another member's is not there, as if there were none."""
    found = await session.execute(
        select(Brand).where(
            col(Brand.key) == key, col(Brand.member_id) == user.member_id, col(Brand.withdrawn_at).is_(None)
        )
    )
    brand: Brand | None = found.scalar_one_or_none()
    if brand is None:
        raise FieldProblem("complaint_brand", "unknown")
    return brand


async def result_for_tool(hub: Hub, user: TokenUser, complaint_id: str) -> list[RowResult] | None:
    """How each address of a complaint of the key's member came out; None where it is not the member's.

    Raises HoldingNotFound for a complaint that who made the key may not see.
    """
    if not is_id(complaint_id):
        return None
    async with hub.database.read(user.person.viewer) as session:
        complaint = await session.get(Complaint, complaint_id)
    if complaint is None or complaint.member_id != user.member_id:
        return None
    return await result_of(hub, user.person, complaint_id)
