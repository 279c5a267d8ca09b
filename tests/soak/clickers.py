"""People who click Confirm on whatever card they see, at random moments, again where nobody answered."""

import asyncio
import random
import re

from aacabot.sandbox.slack import SandboxMessage, SandboxRefusal
from tests.journeys import alliance as journey
from tests.journeys.crashes import CrashingHub

DECIDERS = {"C0ACME": (journey.ANN, journey.BEN), "C0BETA": (journey.BEA, journey.RAY)}
MARKS = ("Zephyrine", "Quorvane")


class Clickers:
    """Sends listings and clicks their cards until told to stop; `acknowledged` holds the listings whose click
    was answered with success.
    """

    def __init__(self, running: CrashingHub, chance: random.Random) -> None:
        self._running = running
        self._chance = chance
        self.sent: list[str] = []
        self.acknowledged: set[str] = set()

    async def send_one(self) -> str:
        """Send one more listing of a brand; the marketplace sends again until the hub answers."""
        listing = f"L{len(self.sent)}x"
        self.sent.append(listing)
        await self._running.send(listing, f"{self._chance.choice(MARKS)} {listing}")
        return listing

    async def click_one(self) -> None:
        """Press Confirm on a card that still offers it."""
        cards = self._undecided()
        if not cards:
            return
        card = self._chance.choice(cards)
        user = self._chance.choice(DECIDERS[card.channel])
        try:
            answer = await self._running.click(card, "case_confirm", user)
        except SandboxRefusal:
            # The card changed between look and press.
            return
        named = re.search(r"\bL\d+x\b", str(card.blocks))
        if answer.succeeded and named:
            self.acknowledged.add(named.group())

    def _undecided(self) -> list[SandboxMessage]:
        return [
            message
            for channel in DECIDERS
            for message in self._running.slack.messages(channel)
            if "'action_id': 'case_confirm'" in str(message.blocks)
        ]

    async def click_until(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.click_one()
            await asyncio.sleep(self._chance.uniform(0.05, 0.5))

    async def all_are_done_once(self) -> None:
        """Everything that was sent has its one card and is, click by click, taken down exactly once."""
        for listing in self.sent:
            while (case := await self._running.stored(listing)) is None or case.state == "alerted":
                await self.click_one()
                await asyncio.sleep(0.2)
            await self._running.taken_down_once(listing)
