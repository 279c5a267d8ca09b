"""Durable work on one person's acts over many cases: each case stands or falls alone."""

from dataclasses import dataclass

from aacabot.domain.viewers import EVERYONE
from aacabot.engine import Payload
from aacabot.services.bulk_acts import WORKER
from aacabot.services.bulk_work import carry_out_next
from aacabot.services.hub import Hub
from aacabot.store import drains


@dataclass(frozen=True)
class ActWorker:
    """Carries out what a person asked for, in the order they asked."""

    hub: Hub

    async def run(self, payload: Payload) -> None:
        """Carry out all that waits for the person `payload["key"]`; what was done before is passed over."""
        person_id = str(payload["key"])
        async with self.hub.unit(EVERYONE) as unit:
            await drains.begin(unit.session, WORKER, person_id)
        stopping = self.hub.engine.stopping
        while not stopping.is_set():
            if not await carry_out_next(self.hub, person_id):
                return
        async with self.hub.unit(EVERYONE) as unit:
            unit.wake(WORKER, person_id)
