"""A walk: random people do random things, one after the other, and every reply is read by the right eyes."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from aacabot.sandbox.slack import SandboxRefusal
from tests.walls.canaries import BRANDS, WORDS
from tests.walls.cast import PEOPLE
from tests.walls.deeds import Deeds
from tests.walls.forging import Gallery
from tests.walls.ids import Ids
from tests.walls.inspection import Inspection
from tests.walls.stage import GRANT_DAYS, Stage


@dataclass
class Walk:
    """Takes steps, each decided by one number alone, so that a list of numbers can be walked again."""

    stage: Stage
    numbers: list[int] = field(default_factory=list)
    trail: list[str] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)
    gallery: Gallery = field(default_factory=Gallery)
    _listings: int = 0

    def __post_init__(self) -> None:
        self.ids = Ids(self.stage.hub)
        self.inspection = Inspection(self.stage, self.ids)

    @property
    def leaks(self) -> list[str]:
        """What somebody read that is another's, with the steps that led there."""
        return [str(leak) for leak in self.inspection.leaks]

    async def take(self, numbers: Iterable[int]) -> None:
        """Take the steps these numbers decide, until somebody reads what is another's."""
        await self.ids.refresh()
        await self.inspection.read()
        for number in numbers:
            if self.inspection.leaks:
                return
            await self.step(number)

    async def step(self, number: int) -> None:
        """Let somebody do something, and read what has come of it and of all before."""
        chance = random.Random(number)
        who = chance.choice(PEOPLE)
        self.numbers.append(number)
        self.trail.append(f"{len(self.trail)}: {who.user}")
        deeds = Deeds(
            self.stage.slack, self.ids, self.gallery, who, chance, self._note,
            lambda text: self.inspection.typed(who.user, text),
        )  # fmt: skip
        choices: list[tuple[Callable[[], Awaitable[None]], int]] = [
            (deeds.open_home, 8), (deeds.use, 44), (deeds.forge_press, 16), (deeds.forge_form, 10),
            (deeds.forge_question, 3), (lambda: deeds.command(self.stage.words), 12),
            (lambda: self._send_listing(chance), 5), (lambda: self._send_event(chance), 2),
            (lambda: self._let_time_pass(chance), 1),
        ]  # fmt: skip
        ((do, _),) = chance.choices(choices, [weight for _, weight in choices])
        try:
            await do()
        except SandboxRefusal as refusal:
            self._note(f"(not possible: {refusal})")
        await self.inspection.read()

    def _note(self, what: str) -> None:
        self.trail[-1] += f" {what}"
        if not what.startswith("("):
            self.used[what] += 1

    async def _let_time_pass(self, chance: random.Random) -> None:
        self._note("lets time pass")
        await self.stage.pass_time(timedelta(hours=chance.randint(1, 8)))
        if chance.random() < 0.5:
            await self.stage.apply()

    async def outlive_the_grant(self) -> None:
        """Wait until the agency's grant is over; from then on it reads nothing more."""
        await self.settle()
        await self.stage.pass_time(timedelta(days=GRANT_DAYS + 1))
        await self.settle()

    async def settle(self) -> None:
        """Wait for what is under way, and read it."""
        calls = -1
        while calls != len(self.stage.slack.state.calls):
            calls = len(self.stage.slack.state.calls)
            await self.stage.slack.state.changes.after(self.stage.slack.state.changes.seq, 0.5)
        await self.inspection.read()

    # -- what marketplaces do --------------------------------------------------------------------------------

    async def _send_listing(self, chance: random.Random) -> None:
        self._note("sends a listing")
        word = WORDS[chance.choice(BRANDS)]
        ident = f"{word}-{self._listings}"
        self._listings += 1
        listing = {
            "listing_id": ident, "url": f"https://market.example/item/{ident}",
            "title": f"{word} runner, last pairs {ident}", "description": f"{word} as in the shop",
            "seller": {"id": f"{word}-seller", "name": f"{word} Store"}, "brand": f"{word.lower()}-brand",
        }  # fmt: skip
        self.stage.market.stock(listing)
        await self.stage.market.send_listings([listing])

    async def _send_event(self, chance: random.Random) -> None:
        takedowns = sorted(self.stage.market.takedowns.values(), key=lambda one: one.listing_id)
        if not takedowns:
            return
        takedown = chance.choice(takedowns)
        word = takedown.listing_id.partition("-")[0]
        self._note("disputes or declines a takedown")
        if chance.random() < 0.5:
            await self.stage.market.file_counter_notice(takedown.takedown_id, text=f"{word} are mine")
            return
        await self.stage.market.send_event(
            "takedown.declined", takedown_id=takedown.takedown_id, listing_id=takedown.listing_id,
            reason="WRONG_CLASS", text=f"{word} is declined",
        )  # fmt: skip
