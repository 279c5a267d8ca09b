"""The wall between members on Postgres: row-level security, and the role every transaction takes."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from aacabot.config import Settings
from aacabot.doctor.checks import Finding, failure, first_line, good, listed, warning
from aacabot.doctor.database import MIGRATE, PATIENCE_SECONDS, plain_engine
from aacabot.doctor.patience import within
from aacabot.store.database import RUNTIME_ROLE
from aacabot.store.models import Table

SUBJECT = "wall between members"
_OWNER = "as the tables' owner (AACABOT_OWNER_DATABASE_URL)"


async def check_walls(settings: Settings) -> list[Finding]:
    """Empty on SQLite, which has no second wall."""
    if settings.is_sqlite:
        return []
    try:
        return await within(PATIENCE_SECONDS, lambda: _look(settings))
    except (SQLAlchemyError, TimeoutError) as error:
        said = f"could not be looked at: {first_line(getattr(error, 'orig', None) or error)}"
        return [failure(SUBJECT, said, "mend the database first")]


def _look(settings: Settings) -> list[Finding]:
    engine = plain_engine(settings)
    try:
        with engine.connect() as connection:
            return [
                *_role(connection),
                *_login(connection),
                *_tables(connection),
            ]
    finally:
        engine.dispose()


def _role(connection: sa.Connection) -> Iterator[Finding]:
    row = connection.execute(
        sa.text("SELECT rolsuper OR rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = :role"),
        {"role": RUNTIME_ROLE},
    ).one_or_none()
    if row is None:
        yield failure(SUBJECT, f"there is no role {RUNTIME_ROLE}", f"{MIGRATE} {_OWNER}")
        return
    if row[0]:
        mend = f"run in the database: ALTER ROLE {RUNTIME_ROLE} NOSUPERUSER NOBYPASSRLS"
        yield failure(SUBJECT, f"{RUNTIME_ROLE} may step past row-level security", mend)
    if row[1]:
        mend = f"run in the database: ALTER ROLE {RUNTIME_ROLE} NOLOGIN"
        yield warning(SUBJECT, f"somebody can log in as {RUNTIME_ROLE}", mend)
    yield _take(connection)


def _take(connection: sa.Connection) -> Finding:
    """Take the role as every transaction of the hub does, on behalf of nobody: nothing may be seen."""
    try:
        with connection.begin_nested():
            connection.execute(sa.text(f"SET LOCAL ROLE {RUNTIME_ROLE}"))
            connection.execute(sa.text("SELECT set_config('aacabot.scope', '', true)"))
            seen = connection.execute(sa.text("SELECT count(*) FROM members")).scalar_one()
            connection.execute(sa.text("RESET ROLE"))
    except SQLAlchemyError as error:
        said = f"the hub cannot take the role {RUNTIME_ROLE}: {first_line(getattr(error, 'orig', error))}"
        return failure(SUBJECT, said, f"{MIGRATE} {_OWNER}; it lets the hub's login role take it")
    if seen:
        mend = f"{MIGRATE} {_OWNER}; do not let members in before this is mended"
        return failure(SUBJECT, f"on behalf of nobody, {seen} members are seen", mend)
    return good(SUBJECT, f"{RUNTIME_ROLE} is taken, and sees no member's rows on behalf of nobody")


def _login(connection: sa.Connection) -> Iterator[Finding]:
    name, unbound = connection.execute(
        sa.text("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    ).one()
    if unbound:
        yield warning(
            SUBJECT,
            f"the hub logs in as {name}, who may step past row-level security",
            "give the hub a plain role of its own in AACABOT_DATABASE_URL, and keep this one for migrate in "
            "AACABOT_OWNER_DATABASE_URL",
        )


def _tables(connection: sa.Connection) -> Iterator[Finding]:
    rows = connection.execute(
        sa.text(
            "SELECT relname FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = current_schema()::regnamespace AND relrowsecurity AND relforcerowsecurity "
            "AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)"
        )
    )
    walled = set(rows.scalars())
    expected = tables_with_member_data()
    missing = sorted(expected - walled)
    if missing:
        mend = (
            f"restore it from the migrations ({MIGRATE} {_OWNER} on a fresh database shows how it should be)"
        )
        yield failure(
            SUBJECT, f"row-level security is off, unforced or empty for: {listed(missing, 20)}", mend
        )
    else:
        yield good(SUBJECT, f"row-level security is on and forced for {len(expected)} tables")


def tables_with_member_data() -> set[str]:
    """The tables whose rows belong to one member."""
    return {"members"} | {table.name for table in Table.metadata.tables.values() if "member_id" in table.c}
