"""The alliance as the producer of what leaves: made once, by whoever exports first."""

from uuid import uuid4

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store.intel import exports as store


async def clearing_house(hub: Hub) -> tuple[str, str]:
    """The clearing house's id (a UUIDv4, 32 hex digits) and the alliance's name.

    Raises LookupError where no alliance has been applied yet.
    """
    async with hub.database.read(EVERYONE) as session:
        found = await store.clearing_house_of(session)
    if found and found[0]:
        return found[0], found[1]
    async with hub.unit(EVERYONE) as unit:
        row = await store.lock_alliance(unit.session)
        if row is None:
            raise LookupError("no alliance")
        row.clearing_house = row.clearing_house or uuid4().hex
        return row.clearing_house, row.name
