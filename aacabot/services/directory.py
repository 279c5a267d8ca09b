"""The alliance's directory. Only the operator's people read it: members are not shown to each other."""

from collections.abc import Collection
from dataclasses import dataclass

from aacabot.domain.directory import DirectorySummary, MemberListed, MemberOpened, growth
from aacabot.domain.people import Person
from aacabot.domain.phases import MemberNamed
from aacabot.services.hub import Hub
from aacabot.services.operators import require_operator
from aacabot.store import directory as store
from aacabot.store import phases as members

PER_PAGE = 20
OFFERED = 50
"""Members offered while somebody types."""


@dataclass(frozen=True)
class Listed:
    """A page of members, and how many there are in all."""

    members: list[MemberListed]
    total: int


async def summary(hub: Hub, person: Person) -> DirectorySummary:
    """Rights holders and brands by region, and the members at each quarter's end. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_operator(session, person, "directory")
        regions = await store.regions(session)
        return DirectorySummary(
            members=sum(one.members for one in regions),
            brands=sum(one.brands for one in regions),
            regions=tuple(regions),
            growth=growth(await store.joined(session), hub.clock()),
        )


async def list_members(
    hub: Hub, person: Person, words: str = "", region: str | None = None, page: int = 1
) -> Listed:
    """A page of members by name. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_operator(session, person, "directory")
        offset = (page - 1) * PER_PAGE
        return Listed(*await store.members(session, words, region, limit=PER_PAGE, offset=offset))


async def open_member(hub: Hub, person: Person, member_id: str) -> MemberOpened | None:
    """One member as the operator sees it, or None where there is no such. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_operator(session, person, "directory")
        return await store.open_member(session, member_id)


async def find_members(hub: Hub, person: Person, words: str) -> list[MemberNamed]:
    """Members to choose from while somebody types a part of a name. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_operator(session, person, "directory")
        found, _ = await members.search_members(session, words, limit=OFFERED)
        return found


async def named(hub: Hub, person: Person, member_ids: Collection[str]) -> list[MemberNamed]:
    """These members by name; ids that are none are left out. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_operator(session, person, "directory")
        return await members.named(session, member_ids)
