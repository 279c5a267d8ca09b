"""Counts of intel by kind and member, for figures over members: they leave this layer only as figures."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.verdicts import Verdict
from aacabot.store.intel.verdicts import is_anothers
from aacabot.store.models import IntelItem, IntelOrigin, IntelVerdict

_EVER_SHARED = (ItemState.SHARED.value, ItemState.WITHDRAWN.value)
"""An item taken back later stays in the figures: else the difference would tell of it."""
Counts = dict[IntelKind, dict[str, int]]


async def shared_between(session: AsyncSession, start: datetime, end: datetime) -> Counts:
    """Items shared from `start` to before `end` (aware), by kind and member."""
    rows = await session.execute(
        select(col(IntelItem.kind), col(IntelOrigin.member_id), func.count())
        .join(IntelItem, col(IntelItem.id) == col(IntelOrigin.item_id))
        .where(
            col(IntelOrigin.shared_at) >= start,
            col(IntelOrigin.shared_at) < end,
            col(IntelItem.state).in_(_EVER_SHARED),
        )
        .group_by(col(IntelItem.kind), col(IntelOrigin.member_id))
    )
    return _counts(rows.all())


async def met_between(session: AsyncSession, start: datetime, end: datetime) -> Counts:
    """How often each member said from `start` to before `end` (aware) that it met an item too, by kind."""
    rows = await session.execute(
        select(col(IntelItem.kind), col(IntelVerdict.member_id), func.count())
        .join(IntelItem, col(IntelItem.id) == col(IntelVerdict.item_id))
        .where(
            col(IntelVerdict.said_at) >= start,
            col(IntelVerdict.said_at) < end,
            col(IntelVerdict.kind) == Verdict.MET.value,
            is_anothers(),
        )
        .group_by(col(IntelItem.kind), col(IntelVerdict.member_id))
    )
    return _counts(rows.all())


def _counts(rows: Iterable[Any]) -> Counts:
    found: Counts = {}
    for kind, member_id, count in rows:
        found.setdefault(IntelKind(kind), {})[member_id] = count
    return found
