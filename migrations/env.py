"""Alembic's environment: our tables only, the same revisions on SQLite and Postgres."""

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem

from aacabot.store.models import Table


def _ours(
    item: SchemaItem, name: str | None, kind: str, reflected: bool, compare_to: SchemaItem | None
) -> bool:
    # On SQLite the engine's tables share the file: they are not ours to compare.
    return kind != "table" or name in Table.metadata.tables


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        include_object=_ours,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
