"""Keys for members' own tools: shown once, acting as who made them, gone at once when revoked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aacabot.domain.api_tokens import LONGEST_DAYS, MOST_OF_A_MEMBER, MadeToken, Scope
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.people import Grant, Person, Role
from aacabot.services import api_tokens
from aacabot.services.deactivation import deactivate
from aacabot.services.hub import Hub
from aacabot.store.models import ApiToken, AuditEntryRow, Member
from tests.journeys.alliance import ANN, BEA, OPS
from tests.services.casework import Casework

WRITE = [Scope.COMPLAINTS_WRITE.value]


async def acme(work: Casework) -> str:
    (member,) = await work.rows(Member, key="acme")
    return str(member.id)


async def made(work: Casework, person: Person, days: int = 30) -> MadeToken:
    return await api_tokens.make_token(work.hub, person, await acme(work), "Sweeper", WRITE, days)


async def admin(work: Casework) -> Person:
    """Ann, as an admin of her member."""
    ann = await work.person(ANN)
    return replace(ann, grants=(*ann.grants, Grant(role=Role.ADMIN, member_id=await acme(work))))


async def test_a_key_acts_as_who_made_it_and_only_its_hash_is_kept(hub: Hub) -> None:
    work = await Casework.begun(hub)
    key = await made(work, await admin(work))
    user = await api_tokens.authenticate(work.hub, key.token)
    assert user is not None
    assert (user.person.name, user.member_id) == ("Ann", await acme(work))
    assert set(user.scopes) == {"complaints:write"}
    (row,) = await work.rows(ApiToken)
    assert key.token not in repr(row) and key.token not in repr(key)
    assert row.last_used_at == work.now
    (entry,) = await work.rows(AuditEntryRow, action="token.made")
    assert entry.subject_id == row.id
    assert key.token not in str(entry.details)


async def test_a_key_is_over_when_it_expires_or_is_revoked(hub: Hub) -> None:
    work = await Casework.begun(hub)
    boss = await admin(work)
    short, long = await made(work, boss, days=1), await made(work, boss, days=30)
    work.later(days=1)
    assert await api_tokens.authenticate(work.hub, short.token) is None
    (listed,) = await api_tokens.tokens_of(work.hub, boss, await acme(work))
    assert listed.made_by == "Ann"
    assert await api_tokens.revoke_token(work.hub, boss, listed.id) == await acme(work)
    assert await api_tokens.authenticate(work.hub, long.token) is None
    assert await api_tokens.tokens_of(work.hub, boss, await acme(work)) == []
    for never in ("", "aaca_", "aaca_nonsense", long.token.removeprefix("aaca_")):
        assert await api_tokens.authenticate(work.hub, never) is None


async def test_a_key_dies_with_the_account_of_who_made_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    key = await made(work, await admin(work))
    await deactivate(work.hub, OPS, ANN)
    assert await api_tokens.authenticate(work.hub, key.token) is None


async def test_only_admins_of_the_member_make_see_and_revoke_keys(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await made(work, await admin(work))
    (row,) = await work.rows(ApiToken)
    for stranger in (await work.person(BEA), await work.person(ANN)):
        with pytest.raises(NeedsRole):
            await made(work, stranger)
        with pytest.raises(NeedsRole):
            await api_tokens.tokens_of(work.hub, stranger, await acme(work))
    assert await api_tokens.revoke_token(work.hub, await work.person(BEA), row.id) is None
    with pytest.raises(NeedsRole):
        await api_tokens.revoke_token(work.hub, await work.person(ANN), row.id)
    assert (await work.rows(ApiToken))[0].revoked_at is None


async def test_what_cannot_be_used_is_said_at_its_field(hub: Hub) -> None:
    work = await Casework.begun(hub)
    boss, member = await admin(work), await acme(work)
    cases = [
        ("", WRITE, 30, "token_name"),
        ("x", [], 30, "token_scopes"),
        ("x", ["everything"], 30, "token_scopes"),
        ("x", WRITE, 0, "token_days"),
        ("x", WRITE, LONGEST_DAYS + 1, "token_days"),
    ]
    for name, scopes, days, field in cases:
        with pytest.raises(FieldProblem) as problem:
            await api_tokens.make_token(work.hub, boss, member, name, scopes, days)
        assert problem.value.field == field
    for _ in range(MOST_OF_A_MEMBER):
        await made(work, boss)
    with pytest.raises(FieldProblem, match="too_many_tokens"):
        await made(work, boss)
    work.later(seconds=timedelta(days=31).total_seconds())
    await made(work, boss)
