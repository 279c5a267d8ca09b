"""Settings: every wrong or missing variable is one line, and no secret is ever shown."""

import base64
import io
import json
import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from cryptography.fernet import Fernet, InvalidToken

from aacabot.app import make_hub
from aacabot.config import LogFormat, Settings, SettingsError, Transport, load_settings
from aacabot.logs import configure_logs, log
from aacabot.services.installations import Installed
from aacabot.store import schema

KEY = base64.urlsafe_b64encode(b"a key of exactly 32 bytes, fixed").decode()
GOOD = {
    "AACABOT_SECRET_KEY": KEY,
    "SLACK_SIGNING_SECRET": "signing",
    "SLACK_BOT_TOKEN": "xoxb-1",
}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("AACABOT_", "SLACK_")):
            monkeypatch.delenv(name)


def load(monkeypatch: pytest.MonkeyPatch, **values: str | None) -> Settings:
    for name, value in {**GOOD, **values}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    return load_settings(env_file=None)


def lines(monkeypatch: pytest.MonkeyPatch, **values: str | None) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        load(monkeypatch, **values)
    return refused.value.lines


def test_three_variables_are_enough_and_the_rest_has_the_contracts_defaults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = load(monkeypatch)
    assert settings.database_url == "sqlite:///./aacabot.db" and settings.is_sqlite
    assert settings.evidence_url == "file://./evidence"
    assert (settings.host, settings.port, settings.log_format) == ("127.0.0.1", 3000, "console")
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.transport is Transport.HTTP
    assert settings.node.endswith(f"-{os.getpid()}")


WRONG: dict[str, list[str]] = {
    "AACABOT_DATABASE_URL": ["mysql://x/y", "sqlite://file.db", "aacabot.db", "postgresql://", "://"],
    "AACABOT_OWNER_DATABASE_URL": ["owner", "postgresql:///name"],
    "AACABOT_EVIDENCE_URL": ["nosuchstore://bucket", "nosuch protocol://x"],
    "AACABOT_PUBLIC_URL": ["aacabot.example", "ftp://aacabot.example", "http://", "http://[", "https:///x"],
    "AACABOT_CLAMD": ["clamd", ":3310", "clamd.internal:0", "clamd.internal:http", "clamd.internal:65536"],
    "AACABOT_PORT": ["0", "65536", "http", "3000.5", "-1"],
    "AACABOT_SECRET_KEY": ["short", KEY[:-2], f"{KEY},short", f"{KEY},", ",", "é" * 44],
    "AACABOT_LOG_FORMAT": ["xml", "JSON "],
    "AACABOT_BRAKE_CONFIRMS": ["0", "many"],
    "AACABOT_BRAKE_MINUTES": ["0", "1.5"],
    "AACABOT_GROUP_ALERTS_FROM": ["1", "few"],
    "AACABOT_NEW_CARDS": ["0", "many"],
    "SLACK_API_URL": ["slack.com/api", "http://"],
}
CASES = [(name, value) for name, values in WRONG.items() for value in values]


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_wrong_value_is_one_line_that_names_it_and_never_repeats_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    (line,) = lines(monkeypatch, **{name: value})
    assert line.startswith(f"{name}: wrong; expected ") and len(line) > len(name) + 25
    assert "another kind" not in line
    if len(value) > 13:
        assert value not in line


@pytest.mark.parametrize("empty", [None, ""])
@pytest.mark.parametrize("name", list(GOOD))
def test_a_missing_or_empty_variable_is_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, empty: str | None
) -> None:
    (line,) = lines(monkeypatch, **{name: empty})
    assert line.startswith(f"{name}: missing; expected ")


def test_everything_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {name: values[0] for name, values in WRONG.items()}
    told = lines(monkeypatch, **wrong, SLACK_SIGNING_SECRET=None, SLACK_BOT_TOKEN=None)
    expected = {*wrong, "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"}
    assert sorted(line.partition(":")[0] for line in told) == sorted(expected)
    assert all("\n" not in line for line in told)


def test_empty_variables_as_in_the_example_file_are_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, AACABOT_OWNER_DATABASE_URL="", SLACK_APP_TOKEN="", AACABOT_PORT="")
    assert (settings.owner_database_url, settings.transport, settings.port) == (None, Transport.HTTP, 3000)


def test_socket_mode_needs_no_signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, SLACK_APP_TOKEN="xapp-1", SLACK_SIGNING_SECRET=None)
    assert settings.transport is Transport.SOCKET


def test_many_workspaces_need_a_client_id_and_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    load(monkeypatch, SLACK_BOT_TOKEN=None, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="s")
    (line,) = lines(monkeypatch, SLACK_BOT_TOKEN=None, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET=None)
    assert line.startswith("SLACK_BOT_TOKEN: missing") and "SLACK_CLIENT_SECRET" in line


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h/d", "postgresql://u:p@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql://u@h/d"),
        ("postgresql://u@/d?host=/tmp/socket", "postgresql://u@/d?host=/tmp/socket"),
        ("sqlite:////var/lib/hub.db", "sqlite:////var/lib/hub.db"),
    ],
)
def test_database_urls_are_understood_as_people_write_them(
    monkeypatch: pytest.MonkeyPatch, given: str, used: str
) -> None:
    assert load(monkeypatch, AACABOT_DATABASE_URL=given).database_url == used


def test_slacks_address_ends_with_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, SLACK_API_URL="http://127.0.0.1:1/api").slack_api_url.endswith("/api/")


def test_the_dotenv_file_is_read_and_the_environment_overrules_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("".join(f"{name}={value}\n" for name, value in GOOD.items()) + "AACABOT_PORT=4000\n")
    assert load_settings(str(file)).port == 4000
    monkeypatch.setenv("AACABOT_PORT", "5000")
    assert load_settings(str(file)).port == 5000


def test_a_new_first_key_encrypts_and_the_old_ones_still_decrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Fernet.generate_key().decode()
    before = load(monkeypatch).cipher.encrypt(b"xoxb-token")
    rotated = load(monkeypatch, AACABOT_SECRET_KEY=f"{new}, {KEY}").cipher
    assert rotated.decrypt(before) == b"xoxb-token"
    after = rotated.encrypt(b"xoxb-token")
    assert load(monkeypatch, AACABOT_SECRET_KEY=new).cipher.decrypt(after) == b"xoxb-token"
    with pytest.raises(InvalidToken):
        load(monkeypatch).cipher.decrypt(after)


MARKER = "Mark3rThatNobodyMayRead"
# A key that is a key and holds the marker, in base64's alphabet.
MARKED_KEY = (MARKER * 2)[:43] + "="
SECRETS = {
    "AACABOT_DATABASE_URL": f"postgresql://hub:{MARKER}@127.0.0.1:1/hub",
    "AACABOT_OWNER_DATABASE_URL": f"postgresql://owner:{MARKER}@127.0.0.1:1/hub",
    "AACABOT_SECRET_KEY": MARKED_KEY,
    "SLACK_SIGNING_SECRET": MARKER,
    "SLACK_BOT_TOKEN": f"xoxb-{MARKER}",
    "SLACK_CLIENT_SECRET": MARKER,
    "SLACK_APP_TOKEN": f"xapp-{MARKER}",
}


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Settings:
    return load(monkeypatch, **SECRETS)


@pytest.fixture(params=list(LogFormat))
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the hub's own log set-up writes to standard error, in each of its forms."""
    out = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "stderr", out)
    configure_logs(request.param)
    yield out
    structlog.reset_defaults()
    root.handlers, root.level = before, level


def test_no_secret_is_in_any_text_made_of_the_settings(marked: Settings) -> None:
    hub = make_hub(marked)
    shown = [
        repr(marked), str(marked), f"{marked}", format(marked), repr(marked.cipher), repr(hub), str(hub),
        repr(hub.database.engine), repr(hub.engine), repr(vars(hub.database)),
        repr(Installed("T0", "B0", "U0", MARKER)), marked.slack_bot_token, marked.slack_app_token,
    ]  # fmt: skip
    assert not [text for text in map(str, shown) if MARKER in text]


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_no_secret_is_in_the_error_of_another_or_of_its_own_variable(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A secret may be typed into the wrong place: no value is ever repeated."""
    for wrong in WRONG:
        values = {**SECRETS, wrong: f"{MARKER}://{name}"}
        with pytest.raises(SettingsError) as refused:
            load(monkeypatch, **values)
        said = "".join(traceback.format_exception(refused.value)) + str(refused.value) + repr(refused.value)
        assert MARKER not in said


def test_no_secret_reaches_the_logs(marked: Settings, written: io.StringIO) -> None:
    hub = make_hub(marked)
    token = f"xoxb-{MARKER}"
    logger = log("test")
    logger.warning("settings", settings=marked, hub=hub, database_url=marked.database_url)
    logger.warning("headers", headers={"Authorization": token, "more": {"X-Slack-Signature": MARKER}})
    logger.warning("names", bot_token=token, client_secret=MARKER, password=MARKER, cookie=MARKER)
    logging.getLogger("library").warning("settings are %s", marked)
    with structlog.contextvars.bound_contextvars(slack_token=token):
        logger.info("bound")
    try:
        secret_in_a_local = token
        raise ValueError(f"settings: {marked!r}, {len(secret_in_a_local)}")
    except ValueError:
        logger.exception("failed", settings=marked)
        logging.getLogger("library").exception("failed too")
    out = written.getvalue()
    assert MARKER not in out
    assert out.count("ValueError") >= 2 and "bound" in out


def test_no_secret_is_logged_when_the_database_cannot_be_reached(
    marked: Settings, written: io.StringIO
) -> None:
    try:
        schema.current_revision(marked.database_url)
    except Exception:  # noqa: BLE001 - whatever it is, it is only looked at
        log("test").exception("database not reached")
    out = written.getvalue()
    assert "127.0.0.1" in out and MARKER not in out


def test_json_lines_carry_the_ids_bound_around_them(written: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(case_id="c-1", request_id="r-1"):
        log("test").info("decided", number="AC-7K3Q9")
    line = written.getvalue().strip()
    if line.startswith("{"):
        said = json.loads(line)
        assert (said["case_id"], said["request_id"], said["event"]) == ("c-1", "r-1", "decided")
    else:
        assert "case_id=c-1" in line and "request_id=r-1" in line


def test_a_wrong_setting_stops_the_start_with_its_line_and_no_traceback(tmp_path: Path) -> None:
    environment = {**SECRETS, "AACABOT_PORT": MARKER, "PATH": os.environ["PATH"]}
    run = subprocess.run(
        [sys.executable, "-m", "aacabot", "serve"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=110,
    )  # fmt: skip
    assert run.returncode == 2
    assert run.stderr.splitlines() == ["AACABOT_PORT: wrong; expected a number from 1 to 65535"]
    assert MARKER not in run.stdout
