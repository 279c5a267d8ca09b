"""A random history of sharing: members share and take back, join groups and leave them, judge and meet."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.intel.relabelling import Wish
from aacabot.domain.intel.verdicts import Verdict
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel import groups, labels, own_items, verdicts
from aacabot.services.intel.sharing import share
from aacabot.services.people import identify
from aacabot.store.models import Brand, IntelLabelRequest, Member
from tests.leaks.cast import OPS, RAY, SHARING, STAFF, Someone
from tests.leaks.model import Item, Model

_KINDS = (IntelKind.TITLE, IntelKind.STOREFRONT, IntelKind.METHOD, IntelKind.NOTE, IntelKind.KEYWORD)
_LABELS = (*Label, Label.AMBER, Label.AMBER_STRICT)
GROUPS = ("Quillmarsh", "Vesperholt")


@dataclass
class History:
    """Does random things through the services and writes each down in the model."""

    hub: Hub
    chance: random.Random
    members: dict[str, str]
    brands: dict[str, str]
    model: Model = field(default_factory=Model)
    done: Counter[str] = field(default_factory=Counter)
    group_ids: dict[str, str] = field(default_factory=dict)

    async def person(self, who: Someone) -> Person:
        return (await identify(self.hub, OPS, who.user)).person

    async def begin(self) -> None:
        """Two groups: one of three members, one of two."""
        for name, keys in zip(GROUPS, (SHARING[:3], SHARING[2:4]), strict=True):
            first = await self._admin(keys[0])
            self.group_ids[name] = await groups.make(self.hub, first, name, "A joint operation")
            self.model.groups[name], self.model.ever[name] = {keys[0]}, {keys[0]}
            for key in keys[1:]:
                await self._bring_in(first, name, key)

    async def go_on(self, deeds: int, then: Callable[[], Awaitable[None]]) -> None:
        """So many deeds; `then` follows each of them."""
        choices: list[tuple[Callable[[], Awaitable[None]], int]] = [
            (self._share, 10), (self._take_back, 2), (self._leave_or_join, 2), (self._judge, 4),
            (self._relabel, 4),
        ]  # fmt: skip
        for _ in range(deeds):
            ((do, _weight),) = self.chance.choices(choices, [weight for _, weight in choices])
            await do()
            self.done[do.__name__.strip("_")] += 1
            await then()

    async def _share(self) -> None:
        who = self.chance.choice([*(one for one in STAFF if one.member in SHARING), RAY])
        person, key, number = await self.person(who), who.shares_for or "", len(self.model.items)
        label = self.chance.choice(_LABELS)
        mine = [name for name, keys in self.model.groups.items() if key in keys]
        group = self.chance.choice([None, *mine]) if not label.is_open and label is not Label.RED else None
        named = self.chance.sample(STAFF, 2) if label is Label.RED else []
        word = f"zq{number:03}{self.chance.getrandbits(24):06x}"
        find = f"qx{self.chance.getrandbits(32):08x}"
        draft = Draft(
            kind=self.chance.choice(_KINDS),
            value=f"lot {find} batch",
            text=f"seen with {word} stitched inside",
            brand_id=self.brands[f"{key}-brand"],
            label=label,
            group_id=self.group_ids[group] if group else None,
            named=frozenset([(await self.person(one)).id for one in named])
            if label is Label.RED
            else frozenset(),
        )
        shared = await share(self.hub, person, self.members[key], draft)
        users = frozenset(one.user for one in named)
        self.model.items.append(Item(word, find, shared.item_id, key, who.user, label.value, group, users))

    async def _take_back(self) -> None:
        out = [item for item in self.model.items if item.shared]
        if out:
            item = self.chance.choice(out)
            author = next(one for one in (*STAFF, RAY) if one.user == item.author)
            await own_items.withdraw(self.hub, await self.person(author), item.item_id)
            item.shared = False

    async def _relabel(self) -> None:
        """One of a member wishes for another label, and a colleague approves where that is needed."""
        ours = [item for item in self.model.items if item.shared and item.label != "red" and not item.group]
        authors = {one.user: one for one in STAFF}
        out = [item for item in ours if item.author in authors]
        if not out:
            return
        item = self.chance.choice(out)
        author, label = (
            authors[item.author],
            self.chance.choice([one for one in Label if one is not Label.RED]),
        )
        if label.value == item.label:
            return
        asked = await labels.relabel(self.hub, await self.person(author), item.item_id, Wish(label=label))
        if asked.asked:
            colleague = next(one for one in STAFF if one.member == author.member and one.user != author.user)
            request_id = await self._request_on(item.item_id)
            await labels.approve(self.hub, await self.person(colleague), request_id)
        item.label = label.value

    async def _request_on(self, item_id: str) -> str:
        async with self.hub.database.read(EVERYONE) as session:
            found = await session.execute(
                select(col(IntelLabelRequest.id)).where(
                    col(IntelLabelRequest.item_id) == item_id, col(IntelLabelRequest.decided_at).is_(None)
                )
            )
            return found.scalar_one()

    async def _leave_or_join(self) -> None:
        name = self.chance.choice(GROUPS)
        key, inside = self.chance.choice(SHARING), self.model.groups[name]
        if key in inside and len(inside) > 1:
            await groups.leave(self.hub, await self._admin(key), self.group_ids[name])
            inside.discard(key)
        elif key not in inside:
            await self._bring_in(await self._admin(sorted(inside)[0]), name, key)

    async def _judge(self) -> None:
        who = self.chance.choice([one for one in STAFF if one.member in SHARING])
        found = [
            item for item in self.model.items
            if item.shared and item.source != who.member and self.model.reads(who, item)
        ]  # fmt: skip
        if found:
            item, verdict = self.chance.choice(found), self.chance.choice(list(Verdict))
            person = await self.person(who)
            await verdicts.judge(self.hub, person, self.members[who.member or ""], item.item_id, verdict)

    async def _bring_in(self, inviter: Person, name: str, key: str) -> None:
        made = await groups.invite(self.hub, inviter, self.group_ids[name])
        joiner = await self._admin(key)
        await groups.enter(self.hub, joiner, made.code)
        await groups.answer(self.hub, joiner, self.group_ids[name], joins=True)
        self.model.groups[name].add(key)
        self.model.ever[name].add(key)

    async def _admin(self, key: str) -> Person:
        return await self.person(next(one for one in STAFF if one.member == key))


async def ids_of(hub: Hub, table: type[Member] | type[Brand]) -> dict[str, str]:
    """The members' or brands' ids by key."""
    async with hub.database.read(EVERYONE) as session:
        rows = await session.execute(select(col(table.key), col(table.id)))
    return dict(rows.all())
