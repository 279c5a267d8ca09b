"""Keys for members' own tools: made and revoked by admins, and asked for at every request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.api_tokens import (
    LONGEST_DAYS,
    MOST_OF_A_MEMBER,
    NAME_LIMIT,
    PREFIX,
    MadeToken,
    Scope,
    TokenShown,
    hash_of,
    new_token,
)
from aacabot.domain.audit import Deed
from aacabot.domain.errors import FieldProblem, NeedsRole, UnknownPerson
from aacabot.domain.ids import new_id
from aacabot.domain.people import Person
from aacabot.domain.untrusted import one_line
from aacabot.domain.viewers import EVERYONE
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub
from aacabot.services.people import identify
from aacabot.store import api_tokens as store
from aacabot.store.alliance import wait_for_turn
from aacabot.store.models import ApiToken, Member

USED_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a key was used last."""


@dataclass(frozen=True)
class TokenUser:
    """Whoever calls with a key: it acts as the person who made it, with the roles they have now."""

    token_id: str
    member_id: str
    scopes: frozenset[str]
    person: Person


async def make_token(
    hub: Hub, person: Person, member_id: str, name: str, scopes: Sequence[str], days: int
) -> MadeToken:
    """Make a key for a member's tools. Raises NeedsRole, or FieldProblem for what was filled in."""
    name = one_line(name, NAME_LIMIT)
    if not name:
        raise FieldProblem("token_name", "required")
    if not scopes or not set(scopes) <= set(Scope):
        raise FieldProblem("token_scopes", "unknown")
    if not 1 <= days <= LONGEST_DAYS:
        raise FieldProblem("token_days", "unknown")
    async with hub.unit(EVERYONE) as unit:
        await wait_for_turn(unit.session)
        await _require_admin(unit.session, person, member_id)
        if await store.count_live(unit.session, member_id, unit.now) >= MOST_OF_A_MEMBER:
            raise FieldProblem("token_name", "too_many_tokens")
        token = new_token()
        row = ApiToken(
            id=new_id(),
            member_id=member_id,
            name=name,
            token_hash=hash_of(token),
            scopes=sorted(scopes),
            made_by=person.id,
            made_at=unit.now,
            expires_at=unit.now + timedelta(days=days),
        )
        unit.session.add(row)
        note_deed(
            unit, Deed.TOKEN_MADE, "token", by=person, member_id=member_id, subject_id=row.id,
            details={"scopes": row.scopes, "days": days},
        )  # fmt: skip
        return MadeToken(token=token, name=name, expires_at=unit.now + timedelta(days=days))


async def _require_admin(session: AsyncSession, person: Person, member_id: str) -> None:
    if person.administers(member_id):
        return
    known = person.is_operator or member_id in person.member_ids
    member = await session.get(Member, member_id) if known else None
    raise NeedsRole("make_token", member.name if member else "")


async def tokens_of(hub: Hub, person: Person, member_id: str) -> list[TokenShown]:
    """The member's keys that can be used. Raises NeedsRole for whoever does not administer it."""
    async with hub.database.read(person.viewer) as session:
        await _require_admin(session, person, member_id)
        found = await store.live_tokens(session, person.viewer, member_id, hub.clock())
    return [
        TokenShown(
            id=row.id,
            name=row.name,
            scopes=tuple(row.scopes),
            made_by=maker,
            made_at=row.made_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
        )
        for row, maker in found
    ]


async def revoke_token(hub: Hub, person: Person, token_id: str) -> str | None:
    """Revoke a key at once; returns its member's id, None where there is no such key for the person.

    Raises NeedsRole.
    """
    async with hub.unit(person.viewer) as unit:
        row = await store.lock_token(unit.session, unit.viewer, token_id)
        if row is None:
            return None
        await _require_admin(unit.session, person, row.member_id)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = unit.now, person.id
            note_deed(
                unit, Deed.TOKEN_REVOKED, "token", by=person, member_id=row.member_id, subject_id=row.id
            )
        return row.member_id


async def authenticate(hub: Hub, token: str) -> TokenUser | None:
    """Whom a key stands for now; None for one that is unknown or over, or whose maker has gone."""
    if not token.startswith(PREFIX):
        return None
    now = hub.clock()
    async with hub.database.read(EVERYONE) as session:
        row = await store.find_by_hash(session, hash_of(token))
        if row is None or row.revoked_at is not None or row.made_by is None:
            return None
        if row.expires_at is not None and row.expires_at <= now:
            return None
        identity = await store.identity_of_maker(session, row.made_by)
    if identity is None:
        return None
    try:
        person = (await identify(hub, *identity)).person
    except UnknownPerson:
        return None
    if row.last_used_at is None or now - row.last_used_at >= USED_EVERY:
        await _note_use(hub, row.id)
    return TokenUser(row.id, row.member_id, frozenset(row.scopes), person)


async def _note_use(hub: Hub, token_id: str) -> None:
    async with hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(ApiToken, token_id)).last_used_at = unit.now
