"""What a member shared before and took back."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.labels import Label
from aacabot.store.models import IntelItem, IntelOrigin


async def taken_back(
    session: AsyncSession,
    member_id: str,
    person_id: str,
    *,
    key: str | None,
    kind: str,
    value: str,
    text: str,
) -> Sequence[tuple[Label, str | None]]:
    """(label, group) of the member's withdrawn items on the same: the same key, or the same words.

    What a colleague held under RED is left out: to speak of it would tell it.
    """
    same_words = and_(
        col(IntelItem.key).is_(None),
        col(IntelItem.kind) == kind,
        col(IntelItem.value) == value,
        col(IntelItem.text) == text,
    )
    rows = await session.execute(
        select(col(IntelItem.label), col(IntelItem.group_id))
        .join(IntelOrigin, col(IntelOrigin.item_id) == col(IntelItem.id))
        .where(
            col(IntelOrigin.member_id) == member_id,
            col(IntelItem.state) == ItemState.WITHDRAWN.value,
            or_(col(IntelItem.label) != Label.RED.value, col(IntelOrigin.person_id) == person_id),
            col(IntelItem.key) == key if key else same_words,
        )
    )
    return [(Label(label), group_id) for label, group_id in rows.all()]
