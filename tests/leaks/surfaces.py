"""Every surface looked at by every person: what each shows is compared with what the model lets them read."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.errors import IntelNotFound, Refusal
from aacabot.domain.viewers import EVERYONE
from aacabot.sandbox.slack.elements import interactive
from aacabot.services.cases import open_files
from aacabot.services.hub import Unit
from aacabot.services.intel.blind import ask_blindly
from aacabot.services.intel.met import met_on_cards
from aacabot.services.intel.showing import open_item
from aacabot.services.intel.stix_export import export_stix
from aacabot.store.models import CaseRow
from tests.leaks.cast import LOBBY, MARKS, OPS, PEOPLE, SHARING, Someone
from tests.leaks.history import History
from tests.leaks.reading import WORD, Reading
from tests.walls.stage import Stage

KNOWN = [one for one in PEOPLE if one.known]
SEARCHING = [one for one in KNOWN if not one.user.endswith("2") or one.member in SHARING[:2]]
_LISTS = (
    "intel_new", "intel_ours", "intel_searches", "intel_with_counsel", "intel_figures", "intel_groups",
    "intel_watches", "intel_operator_sees",
)  # fmt: skip


@dataclass(frozen=True)
class Surfaces:
    """Looks at everything in turn; what it finds goes to the reading."""

    stage: Stage
    history: History
    reading: Reading

    async def look_at_all(self) -> None:
        await self.open_by_id()
        await self.search()
        await self.export()
        await self.open_homes()
        await self.read_hints()
        await self.ask_blindly()
        await self.settle()

    async def open_by_id(self) -> None:
        """Every item by its id, whether it is for them or not; an error tells nothing."""
        for who in KNOWN:
            person, opened = await self.history.person(who), set()
            for item in self.history.model.items:
                try:
                    shown = await open_item(self.stage.hub, person, item.item_id)
                except IntelNotFound as refusal:
                    assert not refusal.args
                    continue
                opened.update(WORD.findall(shown.text))
            reads = self._reads(who)
            self.reading.note("opened by id", who, opened, must=reads, may=reads)

    async def search(self) -> None:
        """The command, with the word that finds each item; RED is searched by nobody it is not from."""
        for who in SEARCHING:
            found: set[str] = set()
            for item in self.history.model.items:
                await self.stage.slack.command(
                    team=OPS, user=who.user, channel=LOBBY, command="/aaca", text=f"intel {item.find}"
                )
            await self.settle()
            for reply, words in self.reading.look():
                found |= words if reply.user == who.user else set()
            closed = {
                item.word for item in self.history.model.items if item.label == "red" or not item.shared
            }
            reads = self._reads(who)
            self.reading.note("search", who, found, must=reads - closed, may=reads)

    async def export(self) -> None:
        """A STIX bundle for everybody who may have one."""
        for who in KNOWN:
            person = await self.history.person(who)
            try:
                bundle = await export_stix(self.stage.hub, person)
            except Refusal:
                self.reading.note("STIX refused", who, set(), must=set(), may=set())
                continue
            text = b"".join([chunk async for chunk in bundle.chunks]).decode()
            red = {item.word for item in self.history.model.items if item.label == "red"}
            closed = {item.word for item in self.history.model.items if not item.shared}
            reads = self._reads(who) - red
            self.reading.note("STIX", who, set(WORD.findall(text)), must=reads - closed, may=reads)
            self.reading.read_text(who, "STIX", text)

    async def open_homes(self) -> None:
        """The Intel tab with each of its lists and whatever opens from them."""
        for who in PEOPLE:
            await self.stage.slack.open_home(team=OPS, user=who.user)
            await self.settle()
            await self._press(who, re.compile(r"intel"), "home_tab")
            for action in _LISTS:
                await self._press(who, None, action)
            await self.settle()

    async def _press(self, who: Someone, value: re.Pattern[str] | None, action: str) -> None:
        home = self.stage.slack.state.views.home(OPS, who.user)
        for found in list(interactive(home.blocks)) if home is not None else []:
            given = str(found.element.get("value", ""))
            if found.action_id.startswith(action) and (value is None or value.search(given)):
                await self.stage.slack.click_in_home(
                    team=OPS, user=who.user, action_id=found.action_id, block_id=found.block_id
                )
                return

    async def read_hints(self) -> None:
        """What the members' cards are told of others: as the model says it, for each case."""
        async with self.stage.hub.database.read(EVERYONE) as session:
            unit = Unit(session, EVERYONE, self.stage.hub.clock())
            ids = list((await session.execute(select(col(CaseRow.id)))).scalars())
            files = await open_files(unit, ids)
            told = await met_on_cards(unit, list(files.values()))
        keys = {ident: key for key, ident in self.history.members.items()}
        for case_id, file in files.items():
            member, seller = keys[file.member.id], str(file.listing.seller and file.listing.seller.id)
            said = any(one.kind == "seller" and one.met_by for one in told[case_id].told)
            self.reading.read["hint"] += 1
            if said != self.history.model.says_met(member, seller):
                self.reading.leaks.append(f"the card of {member} says of {seller}: {told[case_id]}")

    async def look(self) -> None:
        """Wait for what is under way, and read it."""
        await self.settle()
        self.reading.look()

    async def ask_blindly(self) -> None:
        """Every member asks of every seller: told what a card of its own would be, and nothing is kept."""
        for member, seller in product(self.history.members, self.history.model.met):
            person = await self.history.person(next(one for one in KNOWN if one.member == member))
            answer = await ask_blindly(self.stage.hub, person, f"sandbox {seller}")
            self.reading.read["blind answer"] += 1
            if bool(answer.told and answer.told.met_by) != self.history.model.says_met(member, seller):
                self.reading.leaks.append(f"asked blindly of {seller}, {member} is told {answer.told}")

    async def settle(self, seconds: float = 0.15) -> None:
        calls = -1
        while calls != len(self.stage.slack.state.calls):
            calls = len(self.stage.slack.state.calls)
            await self.stage.slack.state.changes.after(self.stage.slack.state.changes.seq, seconds)

    def _reads(self, who: Someone) -> set[str]:
        return {item.word for item in self.history.model.items if self.history.model.reads(who, item)}


async def meet_sellers(stage: Stage, history: History, sellers: int) -> None:
    """Listings of some sellers for some members each; the hub opens the cases and posts the cards."""
    listings = []
    for number in range(sellers):
        seller = f"s-{number}"
        keys = history.chance.sample(sorted(MARKS), history.chance.randint(1, len(MARKS)))
        for key in keys:
            ident = f"M{number}-{key}"
            listings.append(
                {
                    "listing_id": ident, "url": f"https://market.example/item/{ident}",
                    "title": f"{MARKS[key]} runner, last pairs {number}", "brand": f"{key}-brand",
                    "category": "shoes", "seller": {"id": seller, "name": f"Store {number}"},
                }
            )  # fmt: skip
            history.model.meet(key, seller)
    for listing in listings:
        stage.market.stock(listing)
    await stage.market.send_listings(listings)
    while await _opened(stage) < len(listings):
        await asyncio.sleep(0.1)
    await stage.pass_time(timedelta(minutes=1))


async def _opened(stage: Stage) -> int:
    async with stage.hub.database.read(EVERYONE) as session:
        return len(list((await session.execute(select(col(CaseRow.id)))).scalars()))
