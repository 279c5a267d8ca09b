"""`aacabot audit export` and `aacabot person`: what they print and write."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from aacabot.cli import app
from aacabot.cli_audit import COLUMNS, as_cell
from tests.conftest import SECRET_KEY

FILE = """
alliance: {name: A}
operator: {key: desk, name: Desk, workspace: T0OPS, channel: C0OPS,
  people: [{slack: U0OLA, name: Ola, roles: [operator_admin]}]}
members:
- {key: acme, name: "=cmd()", workspace: T0OPS, people: [{slack: U0ANN, name: Ann, roles: [viewer]}]}
"""


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    for name, value in (
        ("AACABOT_DATABASE_URL", sqlite_url),
        ("AACABOT_SECRET_KEY", SECRET_KEY),
        ("SLACK_SIGNING_SECRET", "x"),
        ("SLACK_BOT_TOKEN", "xoxb-x"),
    ):
        monkeypatch.setenv(name, value)
    (tmp_path / "a.yaml").write_text(FILE)

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    assert command("alliance", "apply", "a.yaml").exit_code == 0
    assert command("lane", "stop", "--member", "acme").exit_code == 0
    return command


def test_an_export_has_stable_columns_and_no_formulas(run: Any, tmp_path: Path) -> None:
    result = run("audit", "export", "--output", "out.csv")
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text())))
    assert tuple(rows[0]) == COLUMNS
    assert [row["action"] for row in rows] == ["alliance.applied", "lane.changed", "audit.exported"]
    assert rows[1]["member"] == "'=cmd()"
    assert all(row["actor"].startswith("cli:") for row in rows)
    lines = run("audit", "export", "--format", "jsonl", "--member", "acme").stdout.splitlines()
    assert [json.loads(line)["action"] for line in lines if line.startswith("{")] == [
        "lane.changed",
        "audit.exported",
    ]


def test_days_narrow_it_down_and_an_unknown_member_leaves_no_file(run: Any, tmp_path: Path) -> None:
    assert "3 entries" in run("audit", "export", "--since", "2020-01-01", "--until", "2999-01-01").output
    assert "0 entries" in run("audit", "export", "--until", "2020-01-01").output
    refused = run("audit", "export", "--member", "nobody", "--output", "none.csv")
    assert refused.exit_code == 1
    assert "no member has this key" in refused.output
    assert not (tmp_path / "none.csv").exists()


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("a=1", "a=1"),
     (None, ""), ({"a": "=1"}, '{"a": "=1"}')],
)  # fmt: skip
def test_a_cell_never_begins_like_a_formula(value: Any, cell: str) -> None:
    assert as_cell(value) == cell


def test_a_person_is_found_exported_and_erased(run: Any, tmp_path: Path) -> None:
    assert "Ann" in run("person", "find", "ann").output
    written = run("person", "export", "T0OPS/U0ANN", "--output", "ann.json")
    assert written.exit_code == 0, written.output
    assert json.loads((tmp_path / "ann.json").read_text())["person"]["name"] == "Ann"
    assert (tmp_path / "ann.json").stat().st_mode & 0o077 == 0
    asked = run("person", "erase", "T0OPS/U0ANN")
    assert asked.exit_code == 1 and "--yes" in asked.output
    erased = run("person", "erase", "T0OPS/U0ANN", "--yes")
    assert erased.exit_code == 0 and "Person " in erased.output
    for gone in (
        ("find", "ann"),
        ("export", "T0OPS/U0ANN", "--output", "x.json"),
        ("erase", "U0ANN", "--yes"),
    ):
        refused = run("person", *gone)
        assert refused.exit_code == 1 and "nobody is known by this" in refused.output
    last = run("person", "erase", "T0OPS/U0OLA", "--yes")
    assert last.exit_code == 1 and "--force" in last.output


def test_writing_the_alliance_out_leaves_an_entry(run: Any) -> None:
    assert run("alliance", "export").exit_code == 0
    lines = run("audit", "export", "--format", "jsonl").stdout.splitlines()
    entries = [json.loads(line) for line in lines if line.startswith("{")]
    assert [entry["action"] for entry in entries][-2:] == ["alliance.exported", "audit.exported"]
    assert entries[-2]["actor"].startswith("cli:")
