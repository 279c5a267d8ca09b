"""Who may see whose data: the grants in force that were lawfully made, and the rooms' own members."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.people import OPERATOR_ROLES, Grant, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store.models import Brand, GrantRow, Member, PersonRow, SlackIdentity
from tests.walls.canaries import WORDS, Owner
from tests.walls.cast import BY_CHANNEL, BY_USER

_EVERYTHING = Owner("ops")
CLIENTS = {"redlens": "acme"}
"""Who an agency acts for: they may know its people."""
_BY_WORD = {word.lower(): owner for owner, word in WORDS.items()}


@dataclass(frozen=True)
class Rights:
    """What each person may see by their roles, and what is wrong with how roles are given.

    An Owner without a brand stands for all brands of the member. `homes` are the members people are of.
    """

    held: Mapping[str, frozenset[Owner]] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    wrongs: tuple[str, ...] = ()

    def may_see(self, user: str, owner: Owner) -> bool:
        """Walls stand between organisations: what a member's own people may do is for other tests."""
        held = self.held.get(user, frozenset())
        if _EVERYTHING in held or owner in held or Owner(owner.member) in held:
            return True
        if owner.member in {BY_USER[user].home, self.homes.get(user)}:
            return True
        if owner.brand is None and _any_of(owner.member, held):
            return True
        return owner.member in CLIENTS and _any_of(CLIENTS[owner.member], held)


def _any_of(member: str, held: frozenset[Owner]) -> bool:
    return any(one.member == member for one in held)


def may_stand_in(channel: str, owner: Owner) -> bool:
    """Whether an owner's data may stand in a channel: its member's only, and everybody's at the desk."""
    whose = BY_CHANNEL[channel].whose
    return whose in {"ops", owner.member} or whose == CLIENTS.get(owner.member)


async def rights_now(hub: Hub, owners: Mapping[str, Owner]) -> Rights:
    """Read who holds which role, and whether somebody who may has given it."""
    who = (PersonRow.id, PersonRow.member_id, PersonRow.agency_id, PersonRow.withdrawn_at)
    async with hub.database.read(EVERYONE) as session:
        people = {row[0]: row for row in (await session.execute(_columns(*who))).all()}
        identities = (await session.execute(_columns(SlackIdentity.person_id, SlackIdentity.user_id))).all()
        grants = (await session.execute(_columns(*_GRANT))).all()
    users = {row.person_id: row.user_id for row in identities}
    held: dict[str, set[Owner]] = {}
    wrongs = []
    for row in grants:
        person, user = people[row.person_id], users.get(row.person_id, "?")
        wrong = _wrong(row, person, user, people, owners)
        if wrong:
            wrongs.append(wrong)
        elif person.withdrawn_at is None and _in_force(row, hub):
            held.setdefault(user, set()).add(_of(row, owners))
    homes = {
        users[ident]: owners[row.member_id].member
        for ident, row in people.items()
        if row.member_id and ident in users
    }
    wrongs += [f"{user} has become {home}'s" for user, home in homes.items() if _has_moved(user, home)]
    return Rights({user: frozenset(each) for user, each in held.items()}, homes, tuple(wrongs))


_GRANT = (
    GrantRow.person_id, GrantRow.role, GrantRow.member_id, GrantRow.brand_id, GrantRow.expires,
    GrantRow.granted_by,
)  # fmt: skip


def _columns(*columns: Any) -> Select[Any]:
    return select(*(col(column) for column in columns))


async def owners_by_id(session: AsyncSession) -> dict[str, Owner]:
    """Members and brands by their ids."""
    members = {
        ident: _BY_WORD[key.partition("-")[0]]
        for ident, key in (await session.execute(select(col(Member.id), col(Member.key)))).all()
    }
    question = select(col(Brand.id), col(Brand.key), col(Brand.member_id))
    brands = {
        ident: _BY_WORD.get(key.partition("-")[0], Owner(members[member_id].member, key))
        for ident, key, member_id in (await session.execute(question)).all()
    }
    return {**members, **brands}


def _in_force(row: Row[Any], hub: Hub) -> bool:
    return Grant(role=Role(row.role), expires=row.expires).holds(hub.clock())


def _of(row: Row[Any], owners: Mapping[str, Owner]) -> Owner:
    return owners.get(row.brand_id or row.member_id or "", _EVERYTHING)


def _wrong(
    row: Row[Any], person: Row[Any], user: str, people: Mapping[str, Row[Any]], owners: Mapping[str, Owner]
) -> str | None:
    """What is wrong with a grant: for another member's person, or by somebody who may not."""
    told = f"{user} is {row.role} of {_of(row, owners)}, by {row.granted_by}"
    if row.role in OPERATOR_ROLES and (person.member_id or person.agency_id):
        return told
    if row.member_id and person.member_id not in {None, row.member_id}:
        return told
    by = people.get(row.granted_by or "")
    is_operators = by is None or (by.member_id is None and by.agency_id is None)
    if is_operators or (by is not None and row.member_id and by.member_id == row.member_id):
        return None
    return told


def _has_moved(user: str, home: str) -> bool:
    """Whether the hub takes somebody of the cast for another organisation's now."""
    return user in BY_USER and BY_USER[user].home not in {None, home}
