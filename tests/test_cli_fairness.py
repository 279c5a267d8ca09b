"""`aacabot fairness` on the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from aacabot.app import migrate
from aacabot.cli import app
from aacabot.config import load_settings

KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="
MARKETPLACE = (
    "marketplaces:\n"
    "  - {key: sandbox, name: Sandbox Market, connector: signed_webhook, base_url: 'http://127.0.0.1:9',\n"
    "     secret_env: SANDBOX_SECRET, hosts: [market.example]}\n"
)


def test_each_marketplace_has_its_counts_and_no_wait_where_nothing_was_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {
        "AACABOT_DATABASE_URL": f"sqlite:///{tmp_path / 'hub.db'}",
        "AACABOT_EVIDENCE_URL": f"file://{tmp_path}/evidence",
        "SLACK_SIGNING_SECRET": "s",
        "SLACK_BOT_TOKEN": "xoxb-test",
        "AACABOT_SECRET_KEY": KEY,
        "SANDBOX_SECRET": "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    migrate(load_settings(None))
    file = tmp_path / "alliance.yaml"
    file.write_text(MARKETPLACE, encoding="utf-8")
    applied = CliRunner().invoke(app, ["alliance", "apply", str(file)])
    assert applied.exit_code == 0, applied.output
    outcome = CliRunner().invoke(app, ["fairness", "--days", "30"])
    assert outcome.exit_code == 0, outcome.output
    (row,) = [line for line in outcome.stdout.splitlines() if "sandbox" in line]
    assert [cell.strip() for cell in row.strip("│").split("│")] == ["sandbox", "0", "0", "0", "0", "-", "-"]
