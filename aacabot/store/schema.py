"""Creating and checking the database's schema: Alembic's revisions and the engine's own tables."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from aacabot.config import project_root
from aacabot.store.database import RUNTIME_ROLE
from aacabot.store.models import Table


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(project_root() / "migrations"))
    config.set_main_option("path_separator", "os")
    config.set_main_option(
        "file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # A migration waits for no long reader: it fails and is run again (warehouse's habit).
                connection.execute(sa.text("SET lock_timeout = '5s'"))
            yield connection
    finally:
        engine.dispose()


def upgrade(owner_url: str, revision: str = "head") -> None:
    """Bring our tables to `revision`, as the tables' owner."""
    with _connection(owner_url) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(owner_url: str, revision: str = "base") -> None:
    with _connection(owner_url) as connection:
        command.downgrade(_config(connection), revision)


def let_login_role_run(owner_url: str, login_url: str) -> None:
    """Let the hub's login role take the runtime role, be it the owner or another (Postgres).

    Superusers already may; an owner may not, though it made the role (Postgres 16 and later).
    """
    with _connection(owner_url) as connection:
        owner = connection.execute(sa.text("SELECT current_user")).scalar_one()
        login = sa.make_url(login_url).username or owner
        may = sa.text("SELECT rolsuper FROM pg_roles WHERE rolname = :login")
        if connection.execute(may, {"login": login}).scalar_one_or_none():
            return
        quoted = connection.dialect.identifier_preparer.quote(login)
        connection.execute(sa.text(f"GRANT {RUNTIME_ROLE} TO {quoted}"))
        # The hub looks at its revision before it serves.
        connection.execute(sa.text(f"GRANT SELECT ON alembic_version TO {RUNTIME_ROLE}"))


def current_revision(url: str) -> str | None:
    """The revision the database is at, or None where it has none."""
    with _connection(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """The revision this code needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("no migrations found beside the code")
    return head


def differences(url: str) -> list[object]:
    """What autogenerate would still change: empty where tables and models agree."""
    with _connection(url) as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": _is_ours,
            },
        )
        return list(compare_metadata(context, Table.metadata))


def _is_ours(item: object, name: str | None, kind: str, *_: object) -> bool:
    return kind != "table" or name in Table.metadata.tables


def new_revision(url: str, message: str) -> None:
    """Write a revision from the difference between the database at `url` and the models (for developers)."""
    with _connection(url) as connection:
        command.revision(_config(connection), message=message, autogenerate=True)
