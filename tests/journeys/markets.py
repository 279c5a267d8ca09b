"""Several rehearsal marketplaces around one hub, so that one's mood never meets another's listings."""

import asyncio
from collections.abc import Callable
from typing import Any

import yaml
from sqlalchemy import select
from typer.testing import CliRunner

from aacabot.cli import app
from aacabot.domain.viewers import EVERYONE
from aacabot.sandbox.marketplace import Marketplace, ReceivedRequest, Takedown
from aacabot.sandbox.slack import SandboxMessage
from aacabot.store.database import Database
from tests.journeys import alliance as journey
from tests.journeys.running_hub import MARKET_SECRET, RunningHub

CHANNELS = {"Zephyrine": "C0ACME", "Quorvane": "C0BETA"}
PEOPLE = {"C0ACME": journey.ANN, "C0BETA": journey.BEA}
VERIFIED = "Taken down and verified gone"


class Markets:
    """The verbs of these journeys. Listings are told apart by their id, which is part of their title."""

    def __init__(self, running: RunningHub) -> None:
        self.running = running
        self.by_key: dict[str, Marketplace] = {"sandbox": running.market}

    def __getitem__(self, key: str) -> Marketplace:
        return self.by_key[key]

    async def open(self, *keys: str, **settings: dict[str, Any]) -> None:
        """Open more marketplaces and put them into the alliance and into every fast lane."""
        data = journey.alliance(self.running.market.base_url)
        for key in keys:
            market = Marketplace(
                key=key, secret=MARKET_SECRET, hub_url=self.running.url, name=f"{key.title()} Market"
            )
            await market.start()
            self.by_key[key] = market
            row = {**data["marketplaces"][0], "key": key, "name": market.name, "base_url": market.base_url}
            data["marketplaces"].append({**row, **settings.get(key, {})})
        for member in data["members"][:2]:
            member["fast_lane"] = list(self.by_key)
        file = self.running.folder / "markets.yaml"
        file.write_text(yaml.safe_dump(data))
        await self.command("alliance", "apply", str(file))

    async def command(self, *arguments: str, ok: bool = True) -> str:
        """What an `aacabot` command prints; within this process, as starting one takes seconds."""
        invoke = CliRunner().invoke
        result = await asyncio.to_thread(invoke, app, arguments, env=self.running.environment)
        if ok and result.exit_code:
            raise AssertionError(f"aacabot {arguments}: {result.output[-2000:]}") from result.exception
        return result.output

    async def close(self) -> None:
        for market in self.by_key.values():
            await market.stop()

    async def alerted(self, key: str, ident: str, brand: str = "Zephyrine", **listing: Any) -> SandboxMessage:
        """A marketplace sends a suspicious listing; returns its card, once it is there."""
        await self.send(key, ident, brand, **listing)
        return await self.card(ident, brand)

    async def send(self, key: str, ident: str, brand: str = "Zephyrine", **listing: Any) -> None:
        row = {
            "listing_id": ident,
            "url": f"https://market.example/item/{ident}",
            "title": f"{brand} runner {ident}",
            **listing,
        }
        self[key].stock(row)
        status, answer = await self[key].send_listings([row])
        assert status == 202, answer

    async def card(self, ident: str, brand: str = "Zephyrine") -> SandboxMessage:
        """The card that offers to confirm this listing."""

        def offered() -> SandboxMessage | None:
            found = [m for m in self.running.slack.messages(CHANNELS[brand]) if ident in str(m.blocks)]
            return next((m for m in found if "'action_id': 'case_confirm'" in str(m.blocks)), None)

        card = await self.running.until(offered, 40)
        assert card is not None
        return card

    async def confirm(self, card: SandboxMessage) -> None:
        answer = await self.running.click(card, "case_confirm", PEOPLE[card.channel])
        assert answer.status == 200

    async def confirmed(
        self, key: str, ident: str, brand: str = "Zephyrine", **listing: Any
    ) -> SandboxMessage:
        """A listing came in and was confirmed; returns its card."""
        card = await self.alerted(key, ident, brand, **listing)
        await self.confirm(card)
        return card

    async def shows(self, card: SandboxMessage, words: str, seconds: float = 40) -> str:
        """What the card shows, once it shows these words."""
        return str((await self.running.shows(card, words, seconds)).blocks)

    def now(self, card: SandboxMessage) -> str:
        found = self.running.slack.message(card.channel, card.ts)
        return str(found.blocks) if found else ""

    def thread(self, card: SandboxMessage) -> list[SandboxMessage]:
        """The replies under a card."""
        return [m for m in self.running.slack.messages(card.channel) if m.thread_ts == card.ts]

    async def told(self, card: SandboxMessage, words: str) -> SandboxMessage:
        """The reply under a card that says these words, once it is there."""
        found: Callable[[], list[SandboxMessage]] = lambda: [  # noqa: E731
            m for m in self.thread(card) if words in str(m.blocks)
        ]
        return (await self.running.until(found, 40))[0]

    def desk(self, words: str) -> list[SandboxMessage]:
        """What the desk's channel says with these words."""
        return [m for m in self.running.slack.messages("C0OPS") if words in str(m.blocks)]

    def notices(self, key: str, ident: str) -> list[ReceivedRequest]:
        """Every try to send a notice about a listing, as the marketplace saw it."""
        sent = (r for r in self[key].requests if (r.method, r.path) == ("POST", "/takedowns"))
        return [request for request in sent if request.json["listing_id"] == ident]

    def reads(self, key: str, ident: str) -> list[ReceivedRequest]:
        return [r for r in self[key].requests if (r.method, r.path) == ("GET", f"/listings/{ident}")]

    def takedown(self, key: str, ident: str) -> Takedown:
        """The one takedown the marketplace has on a listing."""
        (found,) = [t for t in self[key].takedowns.values() if t.listing_id == ident]
        return found

    async def rows(self, table: type[Any], **where: Any) -> list[Any]:
        """Rows of the hub's database."""
        database = Database(self.running.environment["AACABOT_DATABASE_URL"])
        question = select(table).where(*(getattr(table, name) == value for name, value in where.items()))
        try:
            async with database.read(EVERYONE) as session:
                return list((await session.execute(question)).scalars())
        finally:
            await database.dispose()
