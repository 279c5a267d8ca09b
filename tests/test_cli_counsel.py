"""`aacabot counsel`: from a confirmed case that was taken down to a record that anybody can check."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from aacabot.app import make_hub
from aacabot.cli import app
from aacabot.cli_hub import settings_or_exit
from aacabot.domain import counsel_verifier
from tests.conftest import SECRET_KEY
from tests.services.recorded import two_cases


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    for name, value in (
        ("AACABOT_DATABASE_URL", sqlite_url),
        ("AACABOT_SECRET_KEY", SECRET_KEY),
        ("AACABOT_EVIDENCE_URL", f"file://{tmp_path}/evidence"),
        ("SLACK_SIGNING_SECRET", "x"),
        ("SLACK_BOT_TOKEN", "xoxb-x"),
    ):
        monkeypatch.setenv(name, value)

    async def make() -> str:
        hub = make_hub(settings_or_exit())
        work, first, _ = await two_cases(hub)
        number = (await work.case(first)).number
        await hub.engine.stop()
        await hub.database.dispose()
        return str(number)

    number = asyncio.run(make())

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["counsel", *(one.replace("CASE", number) for one in arguments)])

    return command


def fingerprint(result: Result) -> str:
    return str(result.stdout).split("signed with the key ")[1].strip()


def test_a_case_is_exported_and_verified_with_and_without_the_hub(run: Any, tmp_path: Path) -> None:
    made = run("export", "--case", "CASE", "--out", "r.zip")
    assert made.exit_code == 0, made.output
    assert (tmp_path / "r.zip").stat().st_mode & 0o077 == 0
    checked = run("verify", "r.zip", "--fingerprint", fingerprint(made))
    assert checked.exit_code == 0 and ": ok" in checked.stdout
    module = str(counsel_verifier.__file__)
    alone = subprocess.run(
        [sys.executable, "-I", module, str(tmp_path / "r.zip")], capture_output=True, text=True, check=False
    )
    assert alone.returncode == 0 and ": ok" in alone.stdout, alone.stderr
    assert "aacabot" not in Path(module).read_text().split('"""')[2].split("FORMAT =")[0]
    other = run("verify", "r.zip", "--fingerprint", "ab" * 32)
    assert other.exit_code == 1 and "another key" in other.stdout


def test_a_member_is_exported_by_period_and_what_is_missing_is_said(run: Any) -> None:
    period = ("--from", "2026-11-01", "--to", "2026-11-30")
    assert "2 cases" in run("export", "--member", "acme", *period, "--out", "m.zip").stdout
    assert run("verify", "m.zip").exit_code == 0
    for arguments, said in (
        (("--member", "nobody", *period), "no member has this key"),
        (("--member", "acme", "--brand", "beta-brand", *period), "no brand with this key"),
        (("--member", "acme"), "--from and --to"),
        (("--case", "AC-XXXXX"), "no case has this number"),
        ((), "name a case"),
    ):
        refused = run("export", *arguments, "--out", "none.zip")
        assert refused.exit_code == 1 and said in refused.output, refused.output
    assert run("fetch", "nothing", "--out", "x.zip").exit_code == 1


def test_the_live_chains_are_checked_and_an_altered_event_is_named(run: Any, sqlite_url: str) -> None:
    fine = run("check")
    assert fine.exit_code == 0 and "2 cases" in fine.stdout and "0 altered" in fine.stdout
    engine = sa.create_engine(sqlite_url)
    with engine.begin() as connection:
        triggers = connection.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'case_events'")
        )
        for (name,) in triggers.all():
            connection.execute(sa.text(f'DROP TRIGGER "{name}"'))
        connection.execute(sa.text("UPDATE case_events SET reason = 'OTHER' WHERE kind = 'confirmed'"))
    altered = run("check")
    assert altered.exit_code == 1
    assert "(confirmed) is not as it was recorded" in altered.stdout
