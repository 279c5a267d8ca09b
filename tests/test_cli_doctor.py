"""`aacabot doctor` as an operator types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from aacabot.cli import app
from aacabot.doctor.checks import Finding, good, warning, without_secrets
from tests.conftest import SECRET_KEY


def _doctor(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "aacabot", "doctor", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=100,
    )


def test_missing_settings_are_lines_and_exit_code_1(tmp_path: Path) -> None:
    ended = _doctor(tmp_path)
    assert ended.returncode == 1
    assert ended.stdout.startswith("FAIL settings: AACABOT_SECRET_KEY: missing")
    assert ended.stdout.rstrip().endswith("3 checks: 3 failed, 0 with a warning")
    assert ended.stderr == ""


def test_json_says_the_same_for_programs(tmp_path: Path) -> None:
    ended = _doctor(
        tmp_path,
        "--json",
        AACABOT_SECRET_KEY=SECRET_KEY,
        SLACK_SIGNING_SECRET="signing-secret",
        SLACK_BOT_TOKEN="xoxb-nowhere",
        SLACK_API_URL="http://127.0.0.1:9/api/",
        AACABOT_DATABASE_URL="sqlite:///hub.db",
    )
    printed = json.loads(ended.stdout)
    assert (ended.returncode, printed["ok"]) == (1, False)
    levels = {one["subject"]: one["level"] for one in printed["findings"]}
    assert (levels["settings"], levels["database"], levels["slack"]) == ("ok", "fail", "fail")
    assert all(one["mend"] for one in printed["findings"] if one["level"] == "fail")
    assert "xoxb-nowhere" not in ended.stdout + ended.stderr


def test_warnings_alone_do_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    async def examined() -> list[Finding]:
        return [good("database", "reachable"), warning("clock", "61 s off", "set it")]

    monkeypatch.setattr("aacabot.cli_doctor.examine", examined)
    ended = CliRunner().invoke(app, ["doctor"])
    assert ended.exit_code == 0
    assert ended.output.splitlines() == [
        "ok   database: reachable",
        "warn clock: 61 s off -> set it",
        "2 checks: 0 failed, 1 with a warning",
    ]


def test_secrets_are_struck_out_wherever_they_stand() -> None:
    found = warning("database", "password is hunter22", "do not use hunter22")
    (shown,) = without_secrets([found], [None, "", "hunter2", "hunter22"])
    assert (shown.said, shown.mend) == ("password is (secret)", "do not use (secret)")
