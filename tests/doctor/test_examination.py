"""The whole examination: a good set-up, and what a broken part says."""

import sqlite3
from contextlib import closing

import pytest
from filelock import FileLock

from aacabot.config import load_settings
from aacabot.domain.viewers import EVERYONE
from aacabot.engine import Engine
from aacabot.store.database import Database
from tests.conftest import SECRET_KEY
from tests.doctor.conftest import SECRET, TOKEN, Clinic, only, troubled


async def test_a_good_set_up_has_nothing_to_mend(clinic: Clinic) -> None:
    findings = await clinic.examine()
    assert troubled(findings) == []
    assert {finding.subject for finding in findings} >= {
        "settings", "database", "schema", "sqlite file", "queues", "dead letters", "evidence store",
        "slack", "slack scopes", "slack channel", "slack manifest", "marketplace sandbox", "clock",
        "alliance",
    }  # fmt: skip
    assert len([one for one in findings if one.subject == "slack channel"]) == 4
    assert not any(one.mend for one in findings)


async def test_looking_changes_nothing(clinic: Clinic) -> None:
    await clinic.examine()
    assert not list((clinic.folder / "evidence").iterdir())
    assert clinic.slack.messages() == []
    assert clinic.market.takedowns == {}
    assert not list(clinic.folder.glob("*.lock"))


async def test_secrets_are_never_said(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    said = str(await clinic.examine())
    monkeypatch.setenv("AACABOT_EVIDENCE_URL", f"file:///proc/{TOKEN}/{SECRET}")
    clinic.slack.fail("auth.test", error="invalid_auth")
    said += str(await clinic.examine())
    for secret in (SECRET, SECRET.removeprefix("whsec_"), TOKEN, SECRET_KEY, "signing-secret"):
        assert secret not in said
    assert "(secret)" in said


async def test_settings_that_cannot_be_used_are_all_that_is_said(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AACABOT_SECRET_KEY")
    monkeypatch.setenv("AACABOT_PORT", "many")
    findings = await clinic.examine()
    assert [one.ok for one in findings] == [False, False]
    assert any("AACABOT_SECRET_KEY: missing" in one.said for one in findings)
    assert any("AACABOT_PORT: wrong; expected a number" in one.said for one in findings)


async def test_a_database_that_is_not_there_leaves_the_rest_to_be_looked_at(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = clinic.folder / "elsewhere.db"
    monkeypatch.setenv("AACABOT_DATABASE_URL", f"sqlite:///{missing}")
    findings = await clinic.examine()
    failed = only(findings)
    assert failed.subject == "database"
    assert "there is no file" in failed.said
    assert "aacabot migrate" in failed.mend
    assert any(one.subject == "slack" and one.ok for one in findings)
    assert not missing.exists()


async def test_an_unreachable_postgres_is_said_without_its_password(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AACABOT_DATABASE_URL", "postgresql://hub:pass-word@127.0.0.1:9/hub")
    failed = only(await clinic.examine())
    assert failed.subject == "database"
    assert "cannot connect" in failed.said
    assert "AACABOT_DATABASE_URL" in failed.mend
    assert "pass-word" not in str(failed)


async def test_an_older_schema_says_how_to_bring_it_up(clinic: Clinic) -> None:
    _change(clinic, "UPDATE alembic_version SET version_num = '0000_before'")
    failed = only(await clinic.examine())
    assert (failed.subject, failed.mend) == ("schema", "run: aacabot migrate")
    assert "0000_before" in failed.said


async def test_a_table_changed_by_hand_is_named(clinic: Clinic) -> None:
    _change(clinic, "ALTER TABLE members ADD COLUMN nickname TEXT")
    failed = only(await clinic.examine())
    assert failed.subject == "schema"
    assert "nickname" in failed.said


async def test_missing_engine_tables_say_how_to_make_them(clinic: Clinic) -> None:
    _change(clinic, "DROP TABLE workflow_status")
    failed = [one for one in await clinic.examine() if one.ok is False]
    assert [one.subject for one in failed] == ["queues"]
    assert failed[0].mend == "run: aacabot migrate"


async def test_work_nobody_takes_and_work_given_up_are_warned_of(clinic: Clinic) -> None:
    engine, database = Engine(load_settings()), Database(clinic.database_url)
    async with database.begin(EVERYONE) as session:
        await engine.owe(session, "screen_batch", "b1", {"batch": "b1"})
        await engine.owe(session, "screen_batch", "b2", {"batch": "b2"})
    await database.dispose()
    await engine.stop()
    _change(clinic, "UPDATE workflow_status SET created_at = created_at - 7200000")
    _change(clinic, "UPDATE workflow_status SET status = 'ERROR' WHERE workflow_uuid = 'screen_batch:b2'")
    warned = {one.subject: one for one in await clinic.examine() if one.ok is None}
    assert set(warned) == {"queues", "dead letters"}
    assert "screening: 1 waiting, the oldest 2 h" in warned["queues"].said
    assert "aacabot serve" in warned["queues"].mend
    assert "1 pieces of work" in warned["dead letters"].said
    assert "aacabot work list" in warned["dead letters"].mend


async def test_a_hub_running_on_the_file_is_no_trouble(clinic: Clinic) -> None:
    path = clinic.database_url.removeprefix("sqlite:///")
    with FileLock(f"{path}.lock"):
        findings = await clinic.examine()
    assert troubled(findings) == []
    assert any(one.said == "a hub is running on it" for one in findings)


async def test_a_program_that_keeps_the_file_to_itself_is_a_failure(clinic: Clinic) -> None:
    with closing(
        sqlite3.connect(clinic.database_url.removeprefix("sqlite:///"), isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        failed = only(await clinic.examine())
    assert failed.subject == "sqlite file"
    assert "locked" in failed.said


async def test_an_evidence_store_that_cannot_be_written(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clinic.folder / "taken").write_text("a file where a folder should be")
    monkeypatch.setenv("AACABOT_EVIDENCE_URL", f"file://{clinic.folder}/taken/here")
    failed = only(await clinic.examine())
    assert failed.subject == "evidence store"
    assert "AACABOT_EVIDENCE_URL" in failed.mend


async def test_an_evidence_address_of_an_unknown_kind(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AACABOT_EVIDENCE_URL", "pigeon://loft")
    failed = only(await clinic.examine())
    assert "AACABOT_EVIDENCE_URL" in failed.said
    assert "fsspec" in failed.said


def _change(clinic: Clinic, statement: str) -> None:
    with closing(sqlite3.connect(clinic.database_url.removeprefix("sqlite:///"))) as connection:
        connection.execute(statement)
        connection.commit()
