"""A member with admins of its own, for what they do with their people."""

from datetime import timedelta
from typing import Any

import yaml
from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.alliance_file import read_alliance_file
from aacabot.domain.membership import Newcomer
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alliance
from aacabot.services.hub import Hub
from aacabot.store.models import AuditEntryRow, Brand, GrantRow, Member, PersonRow, SlackMessageRow
from tests.journeys import alliance as journey
from tests.services.casework import Casework, the_alliance

ADA, ABE, BOB = "U0ADA", "U0ABE", "U0BOB"
DAN = Newcomer(team_id="T0ELSEWHERE", user_id="U0DAN", name="Dan")
WEEK = timedelta(days=7)


def with_admins() -> dict[str, Any]:
    """Ada and Abe are Acme's admins, Bob is Beta's."""
    data = the_alliance()
    admin = {"roles": ["admin"]}
    data["members"][0]["people"] += [
        {"slack": ADA, "name": "Ada", **admin},
        {"slack": ABE, "name": "Abe", **admin},
    ]
    data["members"][1]["people"].append({"slack": BOB, "name": "Bob", **admin})
    return data


class Houses(Casework):
    """Casework with admins, and short ways to look at what their changes left behind."""

    @classmethod
    async def opened(cls, hub: Hub, **settings: Any) -> "Houses":
        work = cls(hub, **settings)
        await work.apply(with_admins())
        return work

    async def apply(self, data: dict[str, Any], *, prune: bool = False) -> list[str]:
        file = read_alliance_file(yaml.safe_dump(data), "alliance.yaml")
        return await alliance.apply(self.hub.database, self.hub.clock, file, prune)

    async def id_of(self, name: str) -> str:
        (row,) = await self.rows(PersonRow, name=name, withdrawn_at=None)
        return str(row.id)

    async def brand(self, key: str) -> str:
        (row,) = await self.rows(Brand, key=key)
        return str(row.id)

    async def member(self, key: str) -> str:
        (row,) = await self.rows(Member, key=key)
        return str(row.id)

    async def roles(self, name: str) -> list[tuple[str, str | None]]:
        """(role, brand key) of what somebody holds."""
        async with self.hub.database.read(EVERYONE) as session:
            found = await session.execute(
                select(col(GrantRow.role), col(Brand.key))
                .join(PersonRow, col(PersonRow.id) == col(GrantRow.person_id))
                .outerjoin(Brand, col(Brand.id) == col(GrantRow.brand_id))
                .where(col(PersonRow.name) == name, col(PersonRow.withdrawn_at).is_(None))
                .order_by(col(GrantRow.id))
            )
            return [(one, two) for one, two in found.all()]

    async def grant_of(self, name: str, role: str) -> str:
        found = await self.rows(GrantRow, person_id=await self.id_of(name), role=role)
        return str(found[0].id)

    async def notices(self, kind: str, user_id: str | None = None) -> list[dict[str, Any]]:
        """The values of what was told of one kind, to one person (or channel) where it is named."""
        rows = await self.rows(SlackMessageRow, kind="notice")
        return [
            row.values["values"]
            for row in rows
            if row.values["kind"] == kind and (user_id is None or row.channel.endswith(f":{user_id}"))
        ]

    async def deeds(self, *actions: str) -> list[AuditEntryRow]:
        rows = await self.rows(AuditEntryRow)
        return [row for row in rows if row.action in actions]

    async def ada(self) -> Person:
        return await self.person(ADA)


async def told_places(work: Casework, kind: str) -> set[str]:
    """The channels and people a kind of notice went to."""
    rows = await work.rows(SlackMessageRow, kind="notice")
    return {row.channel.partition(":")[2] for row in rows if row.values["kind"] == kind}


__all__ = ["ABE", "ADA", "BOB", "DAN", "WEEK", "Houses", "journey", "told_places", "with_admins"]
