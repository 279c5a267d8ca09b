"""`aacabot member` on the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from aacabot.app import migrate
from aacabot.cli_alliance import app as alliance
from aacabot.cli_member import member
from aacabot.config import load_settings
from aacabot.domain.invites import normalise

KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="


@pytest.fixture
def brindle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with one member that has not joined."""
    values = {
        "AACABOT_DATABASE_URL": f"sqlite:///{tmp_path / 'hub.db'}",
        "AACABOT_EVIDENCE_URL": f"file://{tmp_path}/evidence",
        "SLACK_SIGNING_SECRET": "s",
        "SLACK_BOT_TOKEN": "xoxb-test",
        "AACABOT_SECRET_KEY": KEY,
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    migrate(load_settings(None))
    file = tmp_path / "alliance.yaml"
    file.write_text("members:\n  - {key: brindle, name: Brindlewick Pottery}\n", encoding="utf-8")
    assert CliRunner().invoke(alliance, ["apply", str(file)]).exit_code == 0


def test_a_code_is_printed_alone_and_the_member_is_listed_with_it(brindle: None) -> None:
    outcome = CliRunner().invoke(member, ["invite", "brindle", "--days", "3"])
    assert outcome.exit_code == 0, outcome.stderr
    assert normalise(outcome.stdout)
    assert "For Brindlewick Pottery, once, until" in outcome.stderr
    listed = CliRunner().invoke(member, ["list"])
    assert listed.stdout == "brindle\tBrindlewick Pottery\t-\tnot joined, 1 open codes\n"
    assert outcome.stdout.strip() not in listed.stdout


def test_a_key_nobody_has_and_days_out_of_range_are_refused(brindle: None) -> None:
    outcome = CliRunner().invoke(member, ["invite", "nobody"])
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr.startswith("nobody: no member has this key")
    assert CliRunner().invoke(member, ["invite", "brindle", "--days", "0"]).exit_code == 2
