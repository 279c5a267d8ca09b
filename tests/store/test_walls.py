"""Tenants see their own rows (design, rule 7): the database's own wall, and the viewer in every question."""

import asyncio
import inspect
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

import aacabot.store
from aacabot.app import check_schema, make_hub, migrate
from aacabot.config import Settings
from aacabot.domain.viewers import EVERYONE, Viewer
from aacabot.engine import Payload
from aacabot.store import (
    api_tokens,
    audit,
    cases,
    complaints,
    connections,
    counter_notices,
    drains,
    invites,
    members,
    people,
    takedowns,
)
from aacabot.store import help as help_store
from aacabot.store.database import RUNTIME_ROLE, Database
from aacabot.store.models import CaseEventRow, CaseRow, Node
from tests.conftest import SECRET_KEY, _admin, _named
from tests.store.two_members import NOON, WHOSE, member_tables, row_of, settle_in

A, B = Viewer.of_members("members-a"), Viewer.of_members("members-b")
NOBODY = Viewer(frozenset())
TABLES = member_tables()
BY_NAME = [table.name for table, _ in TABLES]
FOR_READERS = ("intel_items", "intel_groups")
"""They name no member: their walls ask others (tests/store/intel/test_walls.py)."""
FOR_THE_HUB = ("intel_words", "intel_spellings")
"""The search index has words of items that few may read."""


@pytest.fixture
async def walled(postgres_url: str) -> AsyncIterator[Database]:
    """A Postgres where two members have one row in every table."""
    database = Database(postgres_url, pool_size=2)
    async with database.begin(EVERYONE) as session:
        await settle_in(session)
    yield database
    await database.dispose()


async def owners(session: AsyncSession, table: sa.Table, column: str) -> set[str]:
    return set((await session.execute(sa.select(table.c[column]))).scalars())


async def test_every_table_with_a_members_rows_has_a_forced_wall(walled: Database) -> None:
    async with walled.read(EVERYONE) as session:
        rows = await session.execute(
            sa.text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        )
        assert set(rows.scalars()) == {*BY_NAME, *FOR_READERS, *FOR_THE_HUB}


async def test_a_scope_shows_its_own_rows_only(walled: Database) -> None:
    seen = {A: {"members-a"}, B: {"members-b"}, NOBODY: set(), EVERYONE: {"members-a", "members-b"}}
    seen[Viewer.of_members("members-a", "members-b")] = seen[EVERYONE]
    seen[Viewer.of_members("members")] = seen[Viewer.of_members("members-%")] = set()
    for viewer, expected in seen.items():
        for table, column in TABLES:
            async with walled.read(viewer) as session:
                found = await owners(session, table, column)
            assert found == expected, (viewer, table.name)


async def test_without_a_scope_there_is_nothing(walled: Database) -> None:
    async with walled.engine.begin() as connection:
        await connection.execute(sa.text(f"SET LOCAL ROLE {RUNTIME_ROLE}"))
        for table, column in TABLES:
            assert not (await connection.execute(sa.select(table.c[column]))).all(), table.name


async def test_a_scope_cannot_touch_anothers_rows(walled: Database) -> None:
    for table, column in TABLES:
        await _cannot_touch(walled, table, column)


async def _cannot_touch(walled: Database, table: sa.Table, column: str) -> None:
    append_only = table.name in {"case_events", "audit_entries"}
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with walled.begin(A) as session:
            await session.execute(table.insert(), _another(table, "b"))
    for statement in (
        sa.update(table).where(table.c[column] == "members-b").values({column: "members-a"}),
        sa.update(table).where(table.c[column] == "members-b").values({column: "members-b"}),
        sa.delete(table).where(table.c[column] == "members-b"),
    ):
        if append_only:
            with pytest.raises(ProgrammingError, match="permission denied"):
                async with walled.begin(A) as session:
                    await session.execute(statement)
        else:
            async with walled.begin(A) as session:
                assert (await session.execute(statement)).rowcount == 0  # type: ignore[attr-defined]
    if not append_only:
        with pytest.raises(ProgrammingError, match="row-level security"):
            async with walled.begin(A) as session:
                await session.execute(sa.update(table).values({column: "members-b"}))


def _another(table: sa.Table, whose: str) -> dict[str, Any]:
    """A second row of a member: keys of its own, references to what is there."""
    row = row_of(table, whose, mark="-2")
    return {**row, "seq": 2} if table.name == "case_events" else row


async def test_events_are_only_ever_added(walled: Database) -> None:
    for viewer in (A, EVERYONE):
        for statement in (
            sa.update(CaseEventRow).values(reason="rewritten"),
            sa.delete(CaseEventRow),
            sa.text("TRUNCATE case_events"),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"):
                async with walled.begin(viewer) as session:
                    await session.execute(statement)
    async with walled.begin(A) as session:
        table: sa.Table = CaseEventRow.__table__  # type: ignore[attr-defined]
        await session.execute(table.insert(), _another(table, "a"))


async def test_nothing_carries_over_to_the_next_transaction_of_a_pooled_connection(walled: Database) -> None:
    """Hundreds of transactions of different scopes, some rolled back, share two connections."""
    chance = random.Random(7)
    table: sa.Table = CaseRow.__table__  # type: ignore[attr-defined]
    expected = {A: {"members-a"}, B: {"members-b"}, NOBODY: set(), EVERYONE: {"members-a", "members-b"}}

    async def one(viewer: Viewer, way: float) -> None:
        if way < 0.3:
            with pytest.raises(ZeroDivisionError):
                async with walled.begin(viewer) as session:
                    assert await owners(session, table, "member_id") == expected[viewer]
                    raise ZeroDivisionError
        elif way < 0.5:
            with pytest.raises(ProgrammingError):
                async with walled.begin(viewer) as session:
                    await session.execute(sa.text("SELECT broken"))
        elif way < 0.6:
            async with walled.engine.connect() as connection:
                said = await connection.execute(
                    sa.text("SELECT current_setting('aacabot.scope', true), current_user::text")
                )
                scope, user = said.one()
                assert not scope and user != RUNTIME_ROLE
        else:
            opened = walled.begin if way < 0.8 else walled.read
            async with opened(viewer) as session:
                assert await owners(session, table, "member_id") == expected[viewer]

    await asyncio.gather(*(one(chance.choice(list(expected)), chance.random()) for _ in range(400)))


# -- the first wall: the viewer in every question, on both databases ----------------------------------------

Ask = Callable[[AsyncSession, Viewer, str], Awaitable[Any]]
# Each asks for what member `whose` has.
QUESTIONS: dict[str, Ask] = {
    "cases.get_case": lambda s, v, whose: cases.get_case(s, v, f"cases-{whose}"),
    "cases.lock_case": lambda s, v, whose: cases.lock_case(s, v, f"cases-{whose}"),
    "cases.find_by_number": lambda s, v, whose: cases.find_by_number(s, v, f"number-{whose}"),
    "cases.find_by_listing": lambda s, v, whose: cases.find_by_listing(s, v, f"listings-{whose}"),
    "cases.waiting_cases": lambda s, v, whose: cases.waiting_cases(s, v, {f"brands-{whose}"}, 10),
    "cases.visible_numbers": lambda s, v, whose: _only(cases.visible_numbers(s, v), f"number-{whose}"),
    "cases.events_of": lambda s, v, whose: cases.events_of(s, v, f"cases-{whose}"),
    "people.who_may_decide": lambda s, v, whose: people.who_may_decide(
        s, v, f"members-{whose}", f"brands-{whose}", NOON
    ),
    "people.who_may_answer": lambda s, v, whose: people.who_may_answer(
        s, v, f"members-{whose}", f"brands-{whose}", NOON
    ),
    "api_tokens.live_tokens": lambda s, v, whose: api_tokens.live_tokens(
        s, v, f"members-{whose}", NOON - timedelta(days=1)
    ),
    "api_tokens.lock_token": lambda s, v, whose: api_tokens.lock_token(s, v, f"api_tokens-{whose}"),
    "counter_notices.open_of": lambda s, v, whose: counter_notices.open_of(s, v, f"cases-{whose}"),
    "complaints.get_complaint": lambda s, v, whose: complaints.get_complaint(s, v, f"complaints-{whose}"),
    "takedowns.latest_takedown": lambda s, v, whose: takedowns.latest_takedown(s, v, f"cases-{whose}"),
    "takedowns.evidence_of": lambda s, v, whose: takedowns.evidence_of(s, v, f"cases-{whose}"),
    "help.get_request": lambda s, v, whose: help_store.get_request(s, v, f"help_requests-{whose}"),
    "help.replies_to": lambda s, v, whose: _first(help_store.replies_to(s, v, [f"help_requests-{whose}"])),
    "invites.open_invites": lambda s, v, whose: invites.open_invites(
        s, v, f"members-{whose}", NOON - timedelta(days=1)
    ),
    "invites.withdraw_invite": lambda s, v, whose: invites.withdraw_invite(
        s, v, f"invites-{whose}", NOON - timedelta(days=1)
    ),
    "connections.teams_of": lambda s, v, whose: connections.teams_of(s, v, f"members-{whose}"),
    "connections.is_linked": lambda s, v, whose: connections.is_linked(
        s, v, f"members-{whose}", f"team_id-{whose}"
    ),
    "connections.brand_rooms": lambda s, v, whose: _listed(
        connections.brand_rooms(s, v, f"members-{whose}", 0, 10)
    ),
    "connections.brands_like": lambda s, v, whose: connections.brands_like(s, v, f"members-{whose}", "", 10),
    "connections.acting_agencies": lambda s, v, whose: connections.acting_agencies(
        s, v, f"members-{whose}", NOON.date()
    ),
    "audit.count_entries": lambda s, v, whose: audit.count_entries(s, v, _trail(whose)),
    "audit.latest_entries": lambda s, v, whose: audit.latest_entries(s, v, _trail(whose), limit=10),
    "audit.entries_after": lambda s, v, whose: audit.entries_after(s, v, _trail(whose), None, 10),
    "members.members_like": lambda s, v, whose: members.members_like(s, v, f"name-{whose}", 10),
    "members.count_members_like": lambda s, v, whose: members.count_members_like(s, v, f"name-{whose}"),
}


def _trail(whose: str) -> audit.TrailFilter:
    return audit.TrailFilter(member_id=f"members-{whose}")


async def _first(asked: Awaitable[dict[str, list[Any]]]) -> list[Any]:
    return next(iter((await asked).values()))


async def _listed(asked: Awaitable[tuple[list[Any], int]]) -> list[Any]:
    return (await asked)[0]


async def _only(asked: Awaitable[list[str]], wanted: str) -> list[str]:
    return [each for each in await asked if each == wanted]


def _that_take_a_viewer() -> set[str]:
    found = set()
    for module in iter_modules(aacabot.store.__path__):
        loaded = import_module(f"aacabot.store.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.iscoroutinefunction):
            if function.__module__ == loaded.__name__ and "viewer" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    return found


def test_every_question_that_takes_a_viewer_is_asked_here() -> None:
    assert _that_take_a_viewer() == set(QUESTIONS)


async def test_every_question_hides_what_is_another_members(database: Database) -> None:
    """Asked in a transaction that may see everything, so that only the question itself can hide it."""
    async with database.begin(EVERYONE) as session:
        await settle_in(session)
    viewers = {"a": A, "b": B}
    for name, ask in QUESTIONS.items():
        for whose in WHOSE:
            for asking, viewer in viewers.items():
                async with database.read(EVERYONE) as session:
                    assert bool(await ask(session, viewer, whose)) is (asking == whose), (name, whose, asking)
            for viewer, sees in ((EVERYONE, True), (NOBODY, False)):
                async with database.read(EVERYONE) as session:
                    assert bool(await ask(session, viewer, whose)) is sees, (name, whose, viewer)
    async with database.read(EVERYONE) as session:
        (mine,) = await cases.waiting_cases(session, A, None, 10)
        assert mine.member_id == "members-a"


# -- a login role that owns nothing -------------------------------------------------------------------------


@pytest.fixture
def roles(postgres_server: str, postgres_template: str) -> Iterator[tuple[str, str]]:
    """(owner's URL, login's URL) of an empty database: neither is a superuser, the login owns nothing."""
    mark = secrets.token_hex(4)
    name, owner, login = f"aacabot_test_{mark}", f"owner_{mark}", f"login_{mark}"
    _admin(
        postgres_server,
        f"CREATE ROLE {owner} LOGIN PASSWORD 'o' NOSUPERUSER",
        f"CREATE ROLE {login} LOGIN PASSWORD 'l' NOSUPERUSER NOBYPASSRLS",
        # Another database's migration has made the role already: whoever runs the cluster lends it.
        f"GRANT {RUNTIME_ROLE} TO {owner} WITH ADMIN OPTION",
        # As for a role the owner made itself (Postgres 16 and later): it may lend it, not take it.
        f"DO $$ BEGIN IF current_setting('server_version_num')::int >= 160000 THEN "
        f"EXECUTE 'GRANT {RUNTIME_ROLE} TO {owner} WITH SET FALSE'; END IF; END $$",
        f"CREATE DATABASE {name} OWNER {owner}",
    )
    url = sa.make_url(_named(postgres_server, name))
    yield (
        url.set(username=owner, password="o").render_as_string(hide_password=False),
        url.set(username=login, password="l").render_as_string(hide_password=False),
    )
    _admin(postgres_server, f"DROP DATABASE {name} WITH (FORCE)", f"DROP ROLE {login}", f"DROP ROLE {owner}")


def settings_of(database_url: str, owner_url: str | None = None) -> Settings:
    return Settings(
        _env_file=None,
        database_url=database_url,
        owner_database_url=owner_url,
        secret_key=SECRET_KEY,
        slack_signing_secret="s",
        slack_bot_token="xoxb-1",
    )


async def test_the_hub_runs_as_the_owner_where_there_is_only_one_role(roles: tuple[str, str]) -> None:
    """An owner is no superuser: the walls bind it too, once it has taken the runtime role."""
    owner_url, _ = roles
    await asyncio.to_thread(migrate, settings_of(owner_url))
    database = Database(owner_url)
    try:
        async with database.begin(EVERYONE) as session:
            await settle_in(session)
        async with database.read(A) as session:
            assert [case.member_id for case in await cases.waiting_cases(session, EVERYONE, None, 10)] == [
                "members-a"
            ]
    finally:
        await database.dispose()


async def test_the_hub_runs_as_a_login_that_is_neither_owner_nor_superuser(roles: tuple[str, str]) -> None:
    owner_url, login_url = roles
    settings = settings_of(login_url, owner_url)
    await asyncio.to_thread(migrate, settings)
    await asyncio.to_thread(migrate, settings)
    await asyncio.to_thread(check_schema, settings)
    hub, ran = make_hub(settings), asyncio.Event()

    async def job(payload: Payload) -> None:
        assert payload == {"batch_id": "b"}
        ran.set()

    async def on_dead(*_: object) -> None:
        raise AssertionError("nothing dies here")

    try:
        async with hub.unit(EVERYONE) as unit:
            await settle_in(unit.session)
            await unit.session.merge(Node(name="n", seen_at=NOON))
            unit.wake("fill_channel", "T:C")
            await hub.engine.owe(unit.session, "screen_batch", "b", {"batch_id": "b"})
        async with hub.unit(A) as unit:
            await hub.engine.owe(unit.session, "screen_batch", "c", {"batch_id": "b"})
            await drains.begin(unit.session, "fill_channel", "T:C")
        assert {depth.queue: depth.waiting for depth in await hub.engine.depths()}["screening"] == 2
        assert await hub.engine.dead_letters() == []
        hub.engine.register("screen_batch", job)
        await hub.engine.start(on_dead)
        async with asyncio.timeout(30):
            await ran.wait()
    finally:
        await hub.engine.stop()
        await hub.database.dispose()
    await asyncio.to_thread(_walls_bind, login_url)


def _walls_bind(login_url: str) -> None:
    """Even a session that takes no role and no scope sees nothing and can change no event."""
    engine = sa.create_engine(login_url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with engine.connect() as connection:
            assert connection.execute(sa.text("SELECT count(*) FROM cases")).scalar_one() == 0
        with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(sa.text("UPDATE case_events SET reason = 'x'"))
        with engine.connect() as connection, pytest.raises(ProgrammingError, match="must be owner"):
            connection.execute(sa.text("ALTER TABLE cases DISABLE ROW LEVEL SECURITY"))
    finally:
        engine.dispose()
