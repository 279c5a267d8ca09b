"""What only the operator's people may do."""

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.errors import NeedsRole
from aacabot.domain.people import Person
from aacabot.store.marketplaces import get_alliance


async def require_operator_admin(session: AsyncSession, person: Person, deed: str) -> None:
    """Raise NeedsRole unless the person is an admin of the operator. `deed` is a word of `DEEDS`."""
    if not person.is_operator_admin:
        raise NeedsRole(deed, await _operator(session))


async def require_operator(session: AsyncSession, person: Person, deed: str) -> None:
    """Raise NeedsRole unless the person is one of the operator's people."""
    if not person.is_operator:
        raise NeedsRole(deed, await _operator(session))


async def _operator(session: AsyncSession) -> str:
    alliance = await get_alliance(session)
    return alliance.operator_name if alliance else ""
