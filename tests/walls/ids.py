"""Ids and numbers of the hub's rows: whose they are, and others like them to try in their place."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store.models import Table
from tests.walls.canaries import Owner, Sighting, around
from tests.walls.cast import PEOPLE, ROOMS
from tests.walls.rights import owners_by_id

_ID = re.compile(r"\b[0-9a-f]{32}\b")
_NUMBER = re.compile(r"\bAC-[0-9A-Z]{5,8}\b")
_SLACK = re.compile(r"\b[UCT]0[A-Z]{3,6}\b")
_SAY_NOTHING = {"brands", "slack_messages"}
"""Brands are read before; a message carries its own id to whoever it goes to."""
_SLACK_OWNERS = {one.user: Owner(one.home) for one in PEOPLE if one.home in {"acme", "beta", "gamma"}} | {
    room.channel: Owner(room.whose) for room in ROOMS if room.whose != "ops"
}


def idents_in(text: str) -> set[str]:
    """Every id, number and Slack id in a text, in small letters."""
    return {one[0].lower() for pattern in (_ID, _NUMBER, _SLACK) for one in pattern.finditer(text)}


@dataclass
class Ids:
    """Reads all tables anew when it meets an id it does not know."""

    hub: Hub
    owners: dict[str, Owner] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    by_kind: dict[str, list[str]] = field(default_factory=dict)
    organisations: dict[str, Owner] = field(default_factory=dict)

    async def in_text(self, text: str) -> list[Sighting]:
        """Every id, number and Slack id of a member in a text."""
        found = {one[0] for pattern in (_ID, _NUMBER) for one in pattern.finditer(text)}
        if found - self.kinds.keys():
            await self.refresh()
            # What is in no table was made up, by a walker or for a moment.
            for unknown in found - self.kinds.keys():
                self.kinds[unknown] = "unknown"
        return list(self._owned(text))

    def _owned(self, text: str) -> Iterator[Sighting]:
        for pattern in (_ID, _NUMBER, _SLACK):
            for one in pattern.finditer(text):
                owner = self.owners.get(one[0]) or _SLACK_OWNERS.get(one[0])
                if owner is not None:
                    yield Sighting(owner, one[0].lower(), around(text, one.start(), one.end()))

    async def refresh(self) -> None:
        """Whose each row of a member is."""
        async with self.hub.database.read(EVERYONE) as session:
            owners = self.organisations = await owners_by_id(session)
            for ident, owner in owners.items():
                self._know(ident, "brands" if owner.brand else "members", owner)
            for table in Table.metadata.sorted_tables:
                if "id" in table.c and "member_id" in table.c and table.name not in _SAY_NOTHING:
                    brand = table.c.get("brand_id", sa.null())
                    for ident, member_id, brand_id in (
                        await session.execute(sa.select(table.c.id, table.c.member_id, brand))
                    ).all():
                        whose = owners.get(brand_id or "") or owners.get(member_id or "")
                        self._know(str(ident), table.name, whose)
            numbers = sa.text("SELECT number, brand_id FROM cases")
            for number, brand_id in (await session.execute(numbers)).all():
                self._know(number, "numbers", owners[brand_id])

    def _know(self, ident: str, kind: str, owner: Owner | None) -> None:
        if self.kinds.get(ident) in {None, "unknown"}:
            self.by_kind.setdefault(kind, []).append(ident)
        self.kinds[ident] = kind
        if owner is not None:
            self.owners[ident] = owner

    def swapped(self, text: str, chance: random.Random) -> str:
        """The text with its ids exchanged for others of their kind: what an attacker would try."""

        def other(found: re.Match[str]) -> str:
            kind = self.kinds.get(found[0], "cases")
            return chance.choice(self.by_kind.get(kind) or [found[0]])

        for pattern in (_ID, _NUMBER):
            text = pattern.sub(other, text)
        return _SLACK.sub(lambda one: _other_in_slack(one[0], chance), text)

    def any_of(self, kind: str, chance: random.Random) -> str:
        return chance.choice(self.by_kind.get(kind) or ["0" * 32])


def _other_in_slack(ident: str, chance: random.Random) -> str:
    if ident.startswith("U"):
        return chance.choice(PEOPLE).user
    return chance.choice(ROOMS).channel if ident.startswith("C") else chance.choice(PEOPLE).team
