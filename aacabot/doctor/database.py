"""The database: reachable, and shaped as this code needs it."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from aacabot.config import Settings
from aacabot.doctor.checks import Finding, failure, first_line, good, listed
from aacabot.doctor.patience import within
from aacabot.store import schema

SUBJECT = "database"
PATIENCE_SECONDS = 15.0
CONNECT_SECONDS = 4
MIGRATE = "run: aacabot migrate"


async def check_reachable(settings: Settings) -> Finding:
    """Whether a connection can be opened with these settings."""
    try:
        return await within(PATIENCE_SECONDS, lambda: _connect(settings))
    except TimeoutError:
        said = f"no answer within {PATIENCE_SECONDS:.0f} s"
    except SQLAlchemyError as error:
        said = f"cannot connect: {first_line(getattr(error, 'orig', None) or error)}"
    return failure(SUBJECT, said, "start the database, or correct AACABOT_DATABASE_URL")


def _connect(settings: Settings) -> Finding:
    if settings.is_sqlite:
        path = sqlite_path(settings)
        if not path.exists():
            # Connecting would create an empty file.
            return failure(SUBJECT, f"there is no file {path}", f"{MIGRATE} (it creates the file)")
    engine = plain_engine(settings)
    try:
        with engine.connect() as connection:
            version = ".".join(map(str, connection.dialect.server_version_info or ()))
            return good(SUBJECT, f"reachable ({connection.dialect.name} {version})")
    finally:
        engine.dispose()


def plain_engine(settings: Settings) -> sa.Engine:
    """Connections as the login role, without the wall; they give up soon."""
    if settings.is_sqlite:
        return sa.create_engine(settings.database_url, connect_args={"timeout": 3})
    return sa.create_engine(
        settings.database_url.replace("postgresql://", "postgresql+psycopg://", 1),
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "aacabot-doctor",
            "options": "-c statement_timeout=5000",
            "prepare_threshold": None,
        },
    )


def sqlite_path(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


async def check_schema(settings: Settings) -> Finding:
    """Whether migrations are at the head, and the tables are what the models say."""
    try:
        return await within(PATIENCE_SECONDS, lambda: _compare(settings))
    except TimeoutError:
        said = f"could not be compared within {PATIENCE_SECONDS:.0f} s"
    except SQLAlchemyError as error:
        said = f"cannot be read: {first_line(getattr(error, 'orig', None) or error)}"
    return failure("schema", said, f"{MIGRATE} (with AACABOT_OWNER_DATABASE_URL where the owner is another)")


def _compare(settings: Settings) -> Finding:
    current, head = schema.current_revision(settings.database_url), schema.head_revision()
    if current != head:
        return failure("schema", f"at {current or 'no revision'}, this code needs {head}", MIGRATE)
    found = schema.differences(settings.database_url)
    if found:
        said = f"at {head}, but the tables differ from it: {listed(map(_difference, found), 3)}"
        return failure("schema", said, "undo what was changed by hand, or restore a backup")
    return good("schema", f"at {head}, and the tables are as the code expects")


def _difference(found: object) -> str:
    """Alembic's difference in short: its kind, and the names it has."""
    change = found[0] if isinstance(found, list) and found else found
    parts = list(change) if isinstance(change, tuple) else [change]
    names = [part if isinstance(part, str) else getattr(part, "name", None) for part in parts]
    return " ".join(name for name in names if isinstance(name, str))
