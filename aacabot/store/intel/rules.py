"""What counsel has settled about sharing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import Alliance


async def kept_rules(session: AsyncSession) -> Mapping[str, Any]:
    """The alliance's own rules, in the words of its file; empty where it has none."""
    found = (await session.execute(select(col(Alliance.sharing_rules)).limit(1))).scalar_one_or_none()
    return found or {}
