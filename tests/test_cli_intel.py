"""`aacabot intel recount`, as whoever runs the hub does it."""

import pytest
from typer.testing import CliRunner

from aacabot.cli import app
from tests.conftest import SECRET_KEY


def test_it_says_how_many_cases_were_counted(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AACABOT_DATABASE_URL": sqlite_url,
        "AACABOT_SECRET_KEY": SECRET_KEY,
        "SLACK_SIGNING_SECRET": "signing",
        "SLACK_BOT_TOKEN": "xoxb-test",
    }.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(app, ["intel", "recount"])
    assert (done.exit_code, done.stdout) == (0, "0 cases counted\n"), done.output
