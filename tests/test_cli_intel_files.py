"""`aacabot intel export` and `import`: with a person's roles, and a line for each line."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from aacabot.app import make_hub
from aacabot.cli import app
from aacabot.cli_hub import settings_or_exit
from tests.conftest import SECRET_KEY
from tests.services.casework import Casework

ANN, BEA = ("--member", "acme", "--person", "T0OPS/U0ANN"), ("--member", "beta", "--person", "T0OPS/U0BEA")


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

    async def make() -> None:
        hub = make_hub(settings_or_exit())
        await Casework.begun(hub)
        await hub.engine.stop()
        await hub.database.dispose()

    asyncio.run(make())

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["intel", *arguments])

    return command


def test_a_list_comes_in_and_a_bundle_goes_out(run: Any, tmp_path: Path) -> None:
    (tmp_path / "ours.csv").write_text("kind,value\ntitle,last pairs\nshoe,x\n")
    taken = run("import", "ours.csv", *ANN)
    assert taken.exit_code == 0, taken.output
    assert taken.stdout.splitlines() == [
        "2\tshared\ttitle last pairs",
        "3\trefused\tshoe x\tkind_unknown",
        "ours.csv: refused 1, shared 1",
    ]
    assert "it came before" in run("import", "ours.csv", *ANN).stdout
    written = run("export", *BEA, "--out", "intel.json")
    assert written.stdout == "intel.json: 1 items\n"
    assert (tmp_path / "intel.json").stat().st_mode & 0o077 == 0
    assert "last pairs" in str(json.loads((tmp_path / "intel.json").read_bytes()))
    assert "known 1" in run("import", "intel.json", *BEA).stdout


def test_what_cannot_be_done_is_said(run: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "ours.csv").write_text("kind,value\ntitle,last pairs\n")
    for arguments, said in (
        (("import", "bad.json", *ANN), "cannot be read: not json"),
        (("import", "none.json", *ANN), "none.json: No such file"),
        (("import", "ours.csv", "--member", "beta", "--person", "T0OPS/U0ANN"), "no role for this member"),
        (("import", "ours.csv", "--member", "nobody", "--person", "T0OPS/U0ANN"), "no role for this member"),
        (("export", "--member", "acme", "--person", "U0ANN", "--out", "x"), "nobody is known"),
    ):
        found = run(*arguments)
        assert (found.exit_code, said in found.stderr) == (1, True), found.output
    assert not (tmp_path / "x").exists()
