"""`aacabot alliance` on the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from aacabot.cli_alliance import app
from aacabot.store import schema

EXAMPLE = Path(__file__).parents[1] / "alliance.example.yaml"
KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    values = {"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-test", "AACABOT_SECRET_KEY": KEY}
    for name, value in {"AACABOT_DATABASE_URL": url, **values}.items():
        monkeypatch.setenv(name, value)
    return url


def test_apply_prints_each_change_then_none_and_takes_its_export(environment: str, tmp_path: Path) -> None:
    schema.upgrade(environment)
    first = CliRunner().invoke(app, ["apply", str(EXAMPLE)])
    assert first.exit_code == 0
    assert "member velmarro-group: added" in first.stdout.splitlines()
    assert CliRunner().invoke(app, ["apply", str(EXAMPLE)]).stdout == "no changes\n"
    back = tmp_path / "back.yaml"
    back.write_text(CliRunner().invoke(app, ["export"]).stdout, encoding="utf-8")
    assert CliRunner().invoke(app, ["apply", str(back), "--prune"]).stdout == "no changes\n"


def test_a_refused_file_is_told_on_stderr(environment: str, tmp_path: Path) -> None:
    schema.upgrade(environment)
    file = tmp_path / "alliance.yaml"
    file.write_text("members:\n  - {key: acme, name: Acme, region: mars}\n", encoding="utf-8")
    outcome = CliRunner().invoke(app, ["apply", str(file)])
    assert outcome.exit_code == 1
    assert outcome.stdout == ""
    assert outcome.stderr.startswith(f"{file}:2: members[acme].region: expected one of americas")


@pytest.mark.parametrize("content", [None, b"alliance: {name: caf\xe9}"], ids=["missing", "latin-1"])
def test_a_file_that_cannot_be_read_is_told(environment: str, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "alliance.yaml"
    if content is not None:
        file.write_bytes(content)
    outcome = CliRunner().invoke(app, ["apply", str(file)])
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith(str(file))


def test_a_database_without_tables_names_the_way_out(environment: str) -> None:
    outcome = CliRunner().invoke(app, ["export"])
    assert outcome.exit_code == 1
    assert "aacabot migrate" in outcome.stderr


def test_settings_that_are_missing_are_named(environment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AACABOT_SECRET_KEY")
    outcome = CliRunner().invoke(app, ["export"])
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith("AACABOT_SECRET_KEY: missing")
