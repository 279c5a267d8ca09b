"""`aacabot good-faith` and `aacabot signing-key`, as an operator and whoever gets the file run them."""

import asyncio
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from aacabot.app import now
from aacabot.cli import app
from aacabot.domain.alliance_file import read_alliance_file
from aacabot.services import alliance
from aacabot.store.database import Database
from tests.conftest import SECRET_KEY
from tests.services.casework import the_alliance


@pytest.fixture
def settings(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AACABOT_DATABASE_URL": sqlite_url,
        "AACABOT_SECRET_KEY": SECRET_KEY,
        "SLACK_SIGNING_SECRET": "signing",
        "SLACK_BOT_TOKEN": "xoxb-test",
    }.items():
        monkeypatch.setenv(name, value)

    async def fill() -> None:
        database = Database(sqlite_url)
        file = read_alliance_file(yaml.safe_dump(the_alliance()), "alliance.yaml")
        await alliance.apply(database, now, file, False)
        await database.dispose()

    asyncio.run(fill())


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.usefixtures("settings")
def test_a_record_verifies_offline_and_an_altered_one_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, key, other = tmp_path / "record.json", tmp_path / "key.txt", tmp_path / "other.txt"
    run("good-faith", "export", "--member", "acme", "--out", str(record))
    shown = run("signing-key", "show")
    key.write_text(shown)
    other.write_text("AAAA")
    for name in ("AACABOT_DATABASE_URL", "AACABOT_SECRET_KEY", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"):
        monkeypatch.delenv(name)
    told = run("good-faith", "verify", str(record))
    assert "valid: Zephyrine Group" in told
    assert shown.split("fingerprint: ")[1].strip() in told
    run("good-faith", "verify", str(record), "--key", str(key))
    assert "another key" in run("good-faith", "verify", str(record), "--key", str(other), code=1)
    record.write_text(record.read_text().replace('"taken_down": 0', '"taken_down": 9', 1))
    assert "NOT valid: the signature does not fit" in run("good-faith", "verify", str(record), code=1)
    record.write_bytes(b"\x00not json")
    assert "NOT valid" in run("good-faith", "verify", str(record), code=1)
    assert "cannot be read" in run("good-faith", "verify", str(tmp_path / "none.json"), code=1)


@pytest.mark.usefixtures("settings")
def test_an_unknown_member_is_said(tmp_path: Path) -> None:
    out = tmp_path / "record.json"
    assert "no member has this key" in run(
        "good-faith", "export", "--member", "nobody", "--out", str(out), code=1
    )
    assert not out.exists()
