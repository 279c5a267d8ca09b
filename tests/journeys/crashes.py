"""A hub killed at named points between its sandbox Slack and marketplace, and what must hold after."""

import asyncio
import os
import signal
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.sandbox.marketplace import Marketplace
from aacabot.sandbox.slack import SandboxMessage
from aacabot.store.database import Database
from aacabot.store.models import CaseEventRow, CaseRow, Evidence, ListingRow, TakedownRow
from tests.journeys import crashing_hub
from tests.journeys.running_hub import MARKET_SECRET, RunningHub

PATIENCE = 120.0
TAKEN_DOWN = ["opened", "confirmed", "sent", "reported_removed", "verified"]


@dataclass(frozen=True)
class StoredCase:
    """A case as the database has it: its state, its events in order, its takedowns and evidence kinds."""

    id: str
    number: str
    state: str
    events: list[str]
    seqs: list[int]
    takedowns: list[TakedownRow]
    evidence: list[str]


class CrashingHub(RunningHub):
    """A running hub that dies at a point of `crashing_hub` when told, and is started again by `revive`."""

    def __init__(self, database_url: str, folder: Path, **environment: str) -> None:
        super().__init__(database_url, folder, typed=False, **environment)
        # It sends a batch again until the hub is back, however long a start takes on a busy machine.
        self.market = Marketplace(
            key="sandbox", secret=MARKET_SECRET, hub_url=self.url, patience=timedelta(minutes=5)
        )
        self._database = Database(database_url)

    async def start_hub(self) -> None:
        await self.start_process(crashing_hub.main)

    async def crash_at(self, point: str) -> None:
        """Arm a point: the hub dies when it next gets there."""
        assert self.process is not None
        (self.folder / crashing_hub.CRASH_AT).write_text(point)
        os.kill(self.process.pid, signal.SIGUSR1)
        await asyncio.sleep(0.1)

    async def died(self) -> None:
        """Wait until the hub is dead, and fail where it outlives its point."""
        assert self.process is not None
        code = await asyncio.wait_for(self.process.wait(), PATIENCE)
        assert code == -signal.SIGKILL, f"ended with {code}; {self.log[-2000:]}"

    async def revive(self) -> None:
        await self.start_hub()

    async def stop(self) -> None:
        await super().stop()
        await self._database.dispose()

    # -- what must hold ------------------------------------------------------------------------------------

    async def stored(self, listing_id: str) -> StoredCase | None:
        """The only case on a listing; fails where there are two."""
        async with self._database.read(EVERYONE) as session:
            found = await session.execute(
                select(CaseRow)
                .join(ListingRow, col(ListingRow.id) == col(CaseRow.listing_id))
                .where(col(ListingRow.listing_id) == listing_id)
            )
            case = found.scalar_one_or_none()
            if case is None:
                return None
            events = (
                await session.execute(
                    select(CaseEventRow)
                    .where(col(CaseEventRow.case_id) == case.id)
                    .order_by(col(CaseEventRow.seq))
                )
            ).scalars()
            rows = list(events)
            takedowns = await session.execute(select(TakedownRow).where(col(TakedownRow.case_id) == case.id))
            evidence = await session.execute(
                select(col(Evidence.kind)).where(col(Evidence.case_id) == case.id)
            )
            return StoredCase(
                id=case.id,
                number=case.number,
                state=case.state,
                events=[row.kind for row in rows],
                seqs=[row.seq for row in rows],
                takedowns=list(takedowns.scalars()),
                evidence=sorted(evidence.scalars()),
            )

    async def reaches(self, listing_id: str, state: str) -> StoredCase:
        """The case, once it is in this state."""

        async def found() -> StoredCase | None:
            case = await self.stored(listing_id)
            return case if case is not None and case.state == state else None

        return await self.until(found, PATIENCE)

    async def taken_down_once(self, listing_id: str) -> None:
        """One notice, one effect, one of each event, one told decision, one card that says it is gone."""
        case = await self.reaches(listing_id, "taken_down")
        # A marketplace that hesitated has said so once.
        assert [event for event in case.events if event != "pending"] == TAKEN_DOWN
        assert len(set(case.events)) == len(case.events)
        assert case.seqs == list(range(1, len(case.seqs) + 1))
        assert [takedown.state for takedown in case.takedowns] == ["verified"]
        assert case.evidence == ["listing_as_read", "listing_as_received", "notice"]
        assert len(self.takedowns_of(listing_id)) == 1
        assert self.market.listings[listing_id].status == "removed"
        assert len(self.keys_sent(listing_id)) == 1
        await self.until(lambda: self.told(listing_id), PATIENCE)
        # A batch that was told and not marked may go out again with more decisions in it: each names its own.
        assert {(one["outcome"], one["decided_at"]) for one in self.told(listing_id)} == {
            ("confirmed", self.told(listing_id)[0]["decided_at"])
        }
        await self.shows_once(case, "Verified gone")

    async def shows_once(self, case: StoredCase, words: str) -> SandboxMessage:
        """The case has one card, and in the end it says these words."""

        def card() -> SandboxMessage | None:
            found = self.cards(case.number)
            assert len(found) <= 1, f"{len(found)} cards for {case.number}"
            return found[0] if found and words in str(found[0].blocks) else None

        shown = await self.until(card, PATIENCE)
        assert shown is not None
        return shown

    def cards(self, number: str) -> list[SandboxMessage]:
        """The messages outside threads that show a case to its brand."""
        return [
            message
            for message in self.slack.messages()
            if message.channel != "C0OPS"
            and not message.is_reply
            and number in message.text + str(message.blocks)
        ]

    def keys_sent(self, listing_id: str) -> set[str]:
        """The idempotency keys under which notices on a listing arrived at the marketplace."""
        return {
            request.headers["idempotency-key"]
            for request in self.market.requests
            if request.method == "POST" and request.path == "/takedowns"
            and request.json["listing_id"] == listing_id
        }  # fmt: skip

    def told(self, listing_id: str) -> list[dict[str, Any]]:
        return [one for one in self.market.decisions if one["listing_id"] == listing_id]
