"""The same revisions on both databases: up, equal to the models, down, and up again."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from aacabot.app import NotMigrated, check_schema
from aacabot.config import Settings
from aacabot.store import schema
from aacabot.store.models import Table
from tests.conftest import _admin


def tables(url: str) -> set[str]:
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        return set(sa.inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_up_equals_the_models_and_down_leaves_nothing_of_ours(database_url: str) -> None:
    ours = set(Table.metadata.tables)
    assert ours <= tables(database_url)
    assert schema.differences(database_url) == []
    assert schema.current_revision(database_url) == schema.head_revision()
    schema.upgrade(database_url)
    schema.downgrade(database_url)
    assert not ours & tables(database_url)
    assert schema.current_revision(database_url) is None
    schema.upgrade(database_url)
    assert schema.differences(database_url) == []
    assert ours <= tables(database_url)


def test_a_change_of_the_models_is_noticed(database_url: str) -> None:
    """The check has teeth: a column too many and a table too few are both found."""
    if database_url.startswith("sqlite"):
        engine = sa.create_engine(database_url)
        with engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE members ADD COLUMN motto VARCHAR"))
            connection.execute(sa.text("DROP TABLE nodes"))
        engine.dispose()
    else:
        _admin(database_url, "ALTER TABLE members ADD COLUMN motto VARCHAR", "DROP TABLE nodes")
    kinds = {str(change[0]) for change in schema.differences(database_url) if isinstance(change, tuple)}
    assert kinds == {"add_table", "remove_column"}


def test_a_database_that_is_not_migrated_is_not_served(tmp_path: Path, settings: Settings) -> None:
    check_schema(settings)
    empty = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/empty.db"})
    with pytest.raises(NotMigrated, match=f"no revision.*{schema.head_revision()}"):
        check_schema(empty)
