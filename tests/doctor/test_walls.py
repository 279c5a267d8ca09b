"""The wall between members on Postgres, and what a hole in it says."""

import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from aacabot.store import schema
from tests.doctor.conftest import Clinic, only, troubled

WALL = "wall between members"


def _run(url: str, *statements: str) -> None:
    engine = sa.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT"
    )
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))
    finally:
        engine.dispose()


@pytest.fixture
def plain_role(postgres_url: str) -> Iterator[str]:
    """A login role without rights of its own; gives the URL it logs in with."""
    name = f"aacabot_plain_{uuid.uuid4().hex[:8]}"
    _run(postgres_url, f"CREATE ROLE {name} LOGIN PASSWORD 'pass-word'")
    url = sa.make_url(postgres_url).set(username=name, password="pass-word")
    yield url.render_as_string(hide_password=False)
    _run(postgres_url, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


async def test_a_superuser_login_is_warned_of_and_the_rest_is_well(clinic_on_postgres: Clinic) -> None:
    findings = await clinic_on_postgres.examine()
    warned = only(findings, None)
    assert troubled(findings) == [warned]
    assert warned.subject == WALL
    assert "may step past row-level security" in warned.said
    assert "AACABOT_OWNER_DATABASE_URL" in warned.mend
    said = [one.said for one in findings if one.subject == WALL and one.ok]
    assert "aacabot_runtime is taken, and sees no member's rows on behalf of nobody" in said
    assert any("on and forced for" in words for words in said)


async def test_a_plain_login_role_that_migrate_let_in_has_nothing_to_mend(
    clinic_on_postgres: Clinic, plain_role: str
) -> None:
    schema.let_login_role_run(clinic_on_postgres.database_url, plain_role)
    clinic_on_postgres.environment.setenv("AACABOT_DATABASE_URL", plain_role)
    assert troubled(await clinic_on_postgres.examine()) == []


async def test_a_login_role_that_migrate_never_let_in_says_to_migrate(
    clinic_on_postgres: Clinic, plain_role: str
) -> None:
    clinic_on_postgres.environment.setenv("AACABOT_DATABASE_URL", plain_role)
    failed = only(await clinic_on_postgres.examine())
    assert "permission denied" in failed.said
    assert "aacabot migrate" in failed.mend
    assert "pass-word" not in str(failed)


async def test_a_role_that_may_read_but_not_take_the_runtime_role_fails(
    clinic_on_postgres: Clinic, plain_role: str
) -> None:
    name = sa.make_url(plain_role).username
    _run(clinic_on_postgres.database_url, f"GRANT SELECT ON alembic_version TO {name}")
    clinic_on_postgres.environment.setenv("AACABOT_DATABASE_URL", plain_role)
    failed = only(await clinic_on_postgres.examine())
    assert "cannot take the role aacabot_runtime" in failed.said
    assert "aacabot migrate" in failed.mend


@pytest.mark.parametrize(
    "hole",
    [
        "ALTER TABLE cases DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY cases_by_member ON cases",
    ],
)
async def test_a_table_without_its_wall_is_named(clinic_on_postgres: Clinic, hole: str) -> None:
    _run(clinic_on_postgres.database_url, hole)
    failed = only(await clinic_on_postgres.examine())
    assert failed.subject == WALL
    assert failed.said.endswith("for: cases")


async def test_members_seen_on_behalf_of_nobody_is_a_failure(clinic_on_postgres: Clinic) -> None:
    _run(clinic_on_postgres.database_url, "CREATE POLICY everybody ON members USING (true)")
    failed = only(await clinic_on_postgres.examine())
    assert "on behalf of nobody, 3 members are seen" in failed.said
