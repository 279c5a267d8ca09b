"""Durable work on one intake batch: screen it, and open the cases it calls for."""

from dataclasses import dataclass, field

from aacabot.engine import Payload
from aacabot.services.hub import Hub
from aacabot.services.screening import Watcher, screen_batch


@dataclass(frozen=True)
class BatchWorker:
    """Keeps the watchlist built between batches."""

    hub: Hub
    watcher: Watcher = field(default_factory=Watcher)

    async def run(self, payload: Payload) -> None:
        """Screen the batch `payload["batch_id"]`; what was screened before a crash is passed over."""
        await screen_batch(self.hub, self.watcher, str(payload["batch_id"]))
