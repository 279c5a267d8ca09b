"""Whether the process is up, whether it can work, and what it counts."""

from dataclasses import dataclass, field

from aiohttp import web
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store.models import FeedbackRow, SlackMessageRow, TakedownRow
from aacabot.web.errors import answer


@dataclass
class Readiness:
    """What has come up so far. `slack` is the error Slack gave for the token, empty once it is good."""

    queues: bool = False
    slack: str = "not asked yet"


@dataclass(frozen=True)
class HealthRoutes:
    hub: Hub
    readiness: Readiness = field(default_factory=Readiness)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self.healthz),
            web.get("/readyz", self.readyz),
            web.get("/metrics", self.metrics),
        ]

    async def healthz(self, _: web.Request) -> web.Response:
        """The process answers."""
        return answer(200, {"ok": True})

    async def readyz(self, _: web.Request) -> web.Response:
        """Database, queues and Slack token: 200 when all are good, 503 with what is not."""
        checks = {
            "database": await self._database(),
            "queues": "ok" if self.readiness.queues else "starting",
            "slack": self.readiness.slack or "ok",
        }
        ready = all(value == "ok" for value in checks.values())
        return answer(200 if ready else 503, {"ready": ready, "checks": checks})

    async def _owed(self) -> dict[str, tuple[int, float]]:
        """What marketplaces and channels are still owed: how many, and for how many seconds the oldest."""
        questions = {
            "takedowns": (TakedownRow.due_at, col(TakedownRow.due_at) <= self.hub.clock()),
            "decisions": (FeedbackRow.decided_at, col(FeedbackRow.sent_at).is_(None)),
            "slack_messages": (SlackMessageRow.wanted_at, col(SlackMessageRow.unsent).is_(True)),
        }
        owed = {}
        async with self.hub.database.read(EVERYONE) as session:
            for name, (since, condition) in questions.items():
                found = await session.execute(select(func.count(), func.min(since)).where(condition))
                count, oldest = found.one()
                age = (self.hub.clock() - oldest).total_seconds() if oldest else 0.0
                owed[name] = (count, max(0.0, age))
        return owed

    async def _database(self) -> str:
        try:
            async with self.hub.database.read(EVERYONE) as session:
                await session.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            return type(error).__name__
        return "ok"

    async def metrics(self, _: web.Request) -> web.Response:
        """Prometheus' exposition format; the queues are looked at when asked."""
        for depth in await self.hub.engine.depths():
            self.hub.metrics.queue_depth.labels(depth.queue).set(depth.waiting)
            self.hub.metrics.queue_age.labels(depth.queue).set(depth.oldest_seconds)
        for name, (waiting, oldest) in (await self._owed()).items():
            self.hub.metrics.queue_depth.labels(name).set(waiting)
            self.hub.metrics.queue_age.labels(name).set(oldest)
        return web.Response(
            body=self.hub.metrics.text(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )
