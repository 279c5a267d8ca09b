"""What the demo keeps, and what it never touches."""

from pathlib import Path

import pytest
from filelock import FileLock

from aacabot.engine import DatabaseInUse
from aacabot.sandbox.demo.folder import DemoOptions, hub_settings, make_room


def test_a_demo_starts_afresh_unless_it_is_told_to_keep(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_text("the last demo's")
    make_room(DemoOptions(folder=tmp_path, keep=True))
    assert (tmp_path / "hub.db").exists()
    make_room(DemoOptions(folder=tmp_path))
    assert not (tmp_path / "hub.db").exists()


def test_a_database_of_ones_own_is_never_emptied(tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    own.write_text("mine")
    evidence = tmp_path / ".demo" / "evidence" / "picture.png"
    evidence.parent.mkdir(parents=True)
    evidence.write_text("mine")
    options = DemoOptions(folder=tmp_path / ".demo", database_url=f"sqlite:///{own}")
    make_room(options)
    assert own.read_text() == evidence.read_text() == "mine"
    assert options.hub_database == f"sqlite:///{own}"


def test_a_second_demo_in_the_same_folder_leaves_the_first_alone(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_text("in use")
    with FileLock(tmp_path / "hub.db.lock"), pytest.raises(DatabaseInUse, match="already running"):
        make_room(DemoOptions(folder=tmp_path))
    assert (tmp_path / "hub.db").exists()


def test_settings_of_a_real_hub_in_the_environment_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = {
        "AACABOT_DATABASE_URL": "postgresql://real/hub",
        "AACABOT_OWNER_DATABASE_URL": "postgresql://owner@real/hub",
        "AACABOT_PUBLIC_URL": "https://real.example",
        "SLACK_APP_TOKEN": "xapp-real",
        "SLACK_BOT_TOKEN": "xoxb-real",
        "SLACK_API_URL": "https://slack.com/api/",
    }
    for name, value in real.items():
        monkeypatch.setenv(name, value)
    settings = hub_settings(
        DemoOptions(folder=tmp_path),
        port=3999,
        slack_api_url="http://127.0.0.1:4400/api/",
        signing_secret="demo",
    )
    assert settings.database_url == f"sqlite:///{tmp_path}/hub.db"
    assert settings.owner_database_url is None
    assert settings.public_url == "http://127.0.0.1:3999"
    assert settings.slack_app_token is None
    assert settings.slack_bot_token is None
    assert settings.slack_api_url == "http://127.0.0.1:4400/api/"
