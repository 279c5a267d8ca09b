"""How sellers fared, for each marketplace and a period: the operator's to read, with the counts behind it."""

from collections import defaultdict
from datetime import datetime

from aacabot.domain.fairness import Fairness
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store import fairness as store
from aacabot.store.marketplaces import all_marketplaces


async def fairness(hub: Hub, since: datetime, until: datetime) -> list[Fairness]:
    """The figures of every marketplace from `since` (included) to `until` (not), by its key."""
    async with hub.database.read(EVERYONE) as session:
        marketplaces = await all_marketplaces(session)
        carried_out = await store.taken_down(session, since, until)
        retracted = await store.retracted(session, since, until)
        voided = await store.voided(session, since, until)
        waits: dict[str, list[float]] = defaultdict(list)
        for marketplace_id, done, ended in await store.undone(session, since, until):
            waits[marketplace_id].append(max((ended - done).total_seconds(), 0.0))
    return [
        Fairness(
            marketplace=one.key,
            taken_down=carried_out.get(one.id, 0),
            restored=len(waits[one.id]),
            retracted=retracted.get(one.id, 0),
            voided=voided.get(one.id, 0),
            waits=tuple(sorted(waits[one.id])),
        )
        for one in sorted(marketplaces, key=lambda one: one.key)
    ]
