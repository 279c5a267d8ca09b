"""An alliance and its cases, made through the services themselves: nothing runs, owed work stays owed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

import yaml
from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.alerts import Alert
from aacabot.domain.alliance_file import AllianceFile, read_alliance_file
from aacabot.domain.people import Person
from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import TakedownAnswer, TakedownStatus
from aacabot.services import alerts, alliance, intake
from aacabot.services.hub import Hub, Unit
from aacabot.services.people import identify
from aacabot.services.screening import Watcher, screen_batch
from aacabot.store.models import (
    CaseEventRow,
    CaseRow,
    FeedbackRow,
    IntakeBatch,
    Marketplace,
    SlackMessageRow,
    TakedownRow,
)
from tests.journeys import alliance as journey
from tests.services import steps

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVE, REX, OTTO = "U0EVE", "U0REX", "U0OTTO"
DESIGN = {"kind": "design", "office": "EUIPO", "number": "009000001", "territories": ["EU"]}
EXPIRED = {**journey.RIGHT, "number": "017000009", "expires": "2020-01-01"}
BRANDS = {"acme": "Zephyrine", "second": "Marchelle", "beta": "Quorvane", "gamma": "Ostrelle"}


def the_alliance() -> dict[str, Any]:
    """The journeys' alliance, wider: Eve decides for Acme's second brand only, Rex and Otto review too."""
    data = journey.alliance("http://127.0.0.1:9")
    acme = data["members"][0]
    acme["brands"][0]["rights"] = [journey.RIGHT, DESIGN, EXPIRED]
    acme["brands"][0]["authorised_sellers"] = [{"marketplace": "sandbox", "seller_id": "s-friend"}]
    second = {"key": "second-brand", "name": "Marchelle", "category": "bags", "rights": [journey.RIGHT]}
    acme["brands"].append({**second, "marks": [{"text": "Marchelle"}]})
    acme["people"].append({"slack": EVE, "name": "Eve", "roles": ["enforcer"], "brands": ["second-brand"]})
    data["operator"]["people"] += [
        {"slack": REX, "name": "Rex", "roles": ["reviewer"]},
        {"slack": OTTO, "name": "Otto", "roles": ["reviewer"]},
    ]
    data["agencies"][0]["grants"][0]["expires"] = "2026-12-31"
    return data


@cache
def _read_once() -> AllianceFile:
    return read_alliance_file(yaml.safe_dump(the_alliance()), "alliance.yaml")


class Casework:
    """A seeded hub whose clock stands still until it is moved."""

    def __init__(self, hub: Hub, **settings: Any) -> None:
        self.now = NOON
        changed = hub.settings.model_copy(update=settings)
        self.hub = replace(hub, clock=lambda: self.now, settings=changed)
        self._listings, self._webhooks = count(1), count(1)
        self._watcher = Watcher()

    @classmethod
    async def begun(cls, hub: Hub, **settings: Any) -> "Casework":
        """The alliance is applied; `settings` override the hub's."""
        work = cls(hub, **settings)
        await alliance.apply(hub.database, work.hub.clock, _read_once(), False)
        return work

    def later(self, **delta: float) -> None:
        """Move the clock."""
        self.now += timedelta(**delta)

    async def person(self, user_id: str) -> Person:
        return (await identify(self.hub, journey.OPS, user_id)).person

    async def marketplace(self) -> Marketplace:
        (found,) = await self.rows(Marketplace)
        assert isinstance(found, Marketplace)
        return found

    async def receive(self, **listing: Any) -> str:
        """Take in one listing and screen it; returns the marketplace's id of it."""
        ident = listing.get("listing_id") or f"L{next(self._listings)}"
        await self.receive_all(
            [{"listing_id": ident, "url": f"https://market.example/item/{ident}", **listing}]
        )
        return ident

    async def receive_all(self, rows: list[dict[str, Any]]) -> None:
        """Take in a batch and screen it."""
        webhook = f"webhook-{next(self._webhooks)}"
        answer = await intake.receive_listings(self.hub, await self.marketplace(), webhook, rows)
        assert b'"rejected":[]' in answer, answer
        for batch in await self.rows(IntakeBatch):
            if batch.screened_at is None:
                await screen_batch(self.hub, self._watcher, batch.id)

    async def suspect(self, brand: str = "acme", **listing: Any) -> str:
        """A suspicious listing comes in for a brand; returns the id of its case."""
        before = {case.id for case in await self.rows(CaseRow)}
        await self.receive(**{"title": f"{BRANDS[brand]} runner, last pairs", **listing})
        (opened,) = [case.id for case in await self.rows(CaseRow) if case.id not in before]
        return str(opened)

    async def rows(self, table: type[Any], **where: Any) -> list[Any]:
        """Every row of a table with these values, by id."""
        question = select(table).where(*(getattr(table, name) == value for name, value in where.items()))
        async with self.hub.database.read(EVERYONE) as session:
            return list((await session.execute(question.order_by(*table.__mapper__.primary_key))).scalars())

    async def case(self, case_id: str) -> CaseRow:
        (row,) = await self.rows(CaseRow, id=case_id)
        assert isinstance(row, CaseRow)
        return row

    async def events(self, case_id: str) -> list[CaseEventRow]:
        """The case's events in order: numbered without gaps, each beginning where the last ended."""
        async with self.hub.database.read(EVERYONE) as session:
            found = await session.execute(
                select(CaseEventRow)
                .where(col(CaseEventRow.case_id) == case_id)
                .order_by(col(CaseEventRow.seq))
            )
            events = list(found.scalars())
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert [event.from_state for event in events] == [None, *(e.to_state for e in events[:-1])]
        assert events[-1].to_state == (await self.case(case_id)).state
        assert (await self.case(case_id)).event_count == len(events)
        return events

    async def takedown(self, case_id: str) -> TakedownRow | None:
        """The latest takedown of a case."""
        found = await self.rows(TakedownRow, case_id=case_id)
        return max(found, key=lambda row: row.attempt) if found else None

    async def told(self, case_id: str) -> list[tuple[str, str | None]]:
        """(outcome, reason) of what the marketplace is owed to hear, in the order of the decisions."""
        found = await self.rows(FeedbackRow, case_id=case_id)
        return [(row.outcome, row.reason) for row in sorted(found, key=lambda row: (row.decided_at, row.id))]

    async def messages(self, case_id: str, kind: str) -> list[SlackMessageRow]:
        return await self.rows(SlackMessageRow, case_id=case_id, kind=kind)

    async def alert(self, case_id: str, person: Person | None = None) -> Alert:
        viewer = person.viewer if person else EVERYONE
        async with self.hub.database.read(viewer) as session:
            found, _ = await alerts.read_alert(Unit(session, viewer, self.now), case_id)
        return found

    async def send(self, case_id: str) -> TakedownRow:
        """The notice of an owed takedown is written, as its worker does before the request goes out."""
        takedown = await self.takedown(case_id)
        assert takedown is not None
        order = await steps.open_order(self.hub, takedown.id)
        assert order is not None
        assert await steps.write_notice(self.hub, order, []) is not None
        return takedown

    async def answer(self, case_id: str, status: TakedownStatus, reason: str | None = None) -> TakedownState:
        """The marketplace answers the notice."""
        takedown = await self.takedown(case_id)
        assert takedown is not None
        answer = TakedownAnswer(status=status, receipt="R-1", reason=reason, http_status=200, raw=b"{}")
        return await steps.record_answer(self.hub, takedown.id, answer)
