"""`aacabot rotate-keys`, as an operator runs it."""

import asyncio
from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from aacabot.cli import app
from aacabot.domain.viewers import EVERYONE
from aacabot.store.database import Database
from aacabot.store.installations import save_installation
from aacabot.store.models import Installation
from tests.conftest import SECRET_KEY

NEW = Fernet.generate_key().decode()


def keep(url: str, team_id: str, key: str) -> None:
    async def work() -> None:
        database = Database(url)
        async with database.begin(EVERYONE) as session:
            token = Fernet(key).encrypt(b"xoxb-secret")
            row = Installation(team_id=team_id, bot_token=token, installed_at=datetime.now(UTC))
            await save_installation(session, row)
        await database.dispose()

    asyncio.run(work())


def test_it_says_how_many_it_encrypted_and_which_no_key_opens(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "AACABOT_DATABASE_URL": sqlite_url,
        "AACABOT_SECRET_KEY": f"{NEW},{SECRET_KEY}",
        "SLACK_SIGNING_SECRET": "signing",
        "SLACK_BOT_TOKEN": "xoxb-test",
    }.items():
        monkeypatch.setenv(name, value)
    keep(sqlite_url, "T0ONE", SECRET_KEY)
    done = CliRunner().invoke(app, ["rotate-keys"])
    assert done.exit_code == 0, done.output
    assert "installations encrypted with the first key: 1" in done.stdout
    assert "no longer needed for tokens" in done.stdout
    assert "invite codes" not in done.stdout, "none waits"
    keep(sqlite_url, "T0LOST", Fernet.generate_key().decode())
    lost = CliRunner().invoke(app, ["rotate-keys"])
    assert lost.exit_code == 1
    assert "T0LOST: no key in AACABOT_SECRET_KEY opens the stored token" in lost.stderr
    assert "no longer needed" not in lost.stdout
    assert "xoxb-secret" not in lost.output
