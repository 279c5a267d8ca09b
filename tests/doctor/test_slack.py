"""What is wrong with tokens, scopes and channels, and what to do about each."""

from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet

from aacabot.config import load_settings
from aacabot.doctor.settings import check_settings
from aacabot.domain.viewers import EVERYONE
from aacabot.store.database import Database
from aacabot.store.installations import save_installation
from aacabot.store.models import Installation
from tests.doctor.conftest import TOKEN, Clinic, only
from tests.journeys import alliance as journey


async def _store(clinic: Clinic, team_id: str, token: str, key: bytes | None = None) -> None:
    """Keep an installation as the hub does, encrypted with its key or another."""
    cipher = Fernet(key) if key else load_settings().cipher
    database = Database(clinic.database_url)
    async with database.begin(EVERYONE) as session:
        row = Installation(
            team_id=team_id, bot_token=cipher.encrypt(token.encode()), installed_at=datetime.now(UTC)
        )
        await save_installation(session, row)
    await database.dispose()


async def test_a_token_slack_does_not_know_fails_and_its_channels_with_it(clinic: Clinic) -> None:
    clinic.environment.setenv("SLACK_BOT_TOKEN", "xoxb-mistyped")
    failed = [one for one in await clinic.examine() if one.ok is False]
    assert failed[0].said.startswith("SLACK_BOT_TOKEN: the token is not one of Slack's")
    assert "OAuth & Permissions" in failed[0].mend
    assert {one.subject for one in failed[1:]} == {"slack channel"}
    assert "no working token for workspace T0OPS" in failed[1].said


async def test_the_stored_token_of_the_same_workspace_is_not_asked_about_twice(clinic: Clinic) -> None:
    await _store(clinic, journey.OPS, TOKEN)
    assert [one for one in await clinic.examine() if one.ok is not True] == []
    assert len(clinic.slack.calls("auth.test")) == 1


async def test_a_stored_token_of_another_key_says_how_keys_rotate(clinic: Clinic) -> None:
    await _store(clinic, "T0ELSE", "xoxb-else", Fernet.generate_key())
    failed = only(await clinic.examine())
    assert "workspace T0ELSE cannot be decrypted with AACABOT_SECRET_KEY" in failed.said
    assert "after a comma" in failed.mend


async def test_a_stored_token_that_was_revoked_is_named_by_its_workspace(clinic: Clinic) -> None:
    await _store(clinic, "T0ELSE", "xoxb-else")
    failed = only(await clinic.examine())
    assert failed.said.startswith("workspace T0ELSE:")
    assert failed.mend == "install the app in workspace T0ELSE anew"


async def test_an_app_installed_nowhere_says_how_to_install_it(clinic: Clinic) -> None:
    clinic.environment.delenv("SLACK_BOT_TOKEN")
    clinic.environment.setenv("SLACK_CLIENT_ID", "1.2")
    clinic.environment.setenv("SLACK_CLIENT_SECRET", "client-secret")
    failed = next(one for one in await clinic.examine() if one.ok is False)
    assert "installed in no workspace yet" in failed.said
    assert "/slack/install" in failed.mend


async def test_slack_out_of_reach_is_said_as_such(clinic: Clinic) -> None:
    clinic.environment.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    failed = next(one for one in await clinic.examine() if one.subject == "slack")
    assert failed.ok is False
    assert "cannot be reached" in failed.said
    assert "SLACK_API_URL" in failed.mend


async def test_a_scope_that_was_not_granted_is_named(clinic: Clinic) -> None:
    clinic.install(without="groups:history")
    failed = only(await clinic.examine())
    assert failed.subject == "slack scopes"
    assert failed.said.endswith("not granted: groups:history")
    assert "install it to the workspace again" in failed.mend


async def test_a_channel_without_the_bot_says_what_to_type(clinic: Clinic) -> None:
    channel = clinic.slack.channel("C0BETA")
    channel.members.remove("U0BOT0OPS")
    failed = only(await clinic.examine())
    assert failed.said == "#beta C0BETA (member beta): the bot is not in it"
    assert failed.mend == "in Slack, open the channel and type: /invite @aacabot"


async def test_a_private_channel_without_the_bot_cannot_be_told_from_a_wrong_id(clinic: Clinic) -> None:
    channel = clinic.slack.channel("C0OPS")
    channel.is_private = True
    channel.members.remove("U0BOT0OPS")
    failed = only(await clinic.examine())
    assert "C0OPS (the desk): not found in Ops" in failed.said
    assert "/invite @aacabot" in failed.mend
    assert "correct the id" in failed.mend


async def test_an_archived_channel_fails(clinic: Clinic) -> None:
    clinic.slack.channel("C0ACME").is_archived = True
    failed = only(await clinic.examine())
    assert failed.said == "#acme C0ACME (member acme): is archived"
    assert "unarchive" in failed.mend


async def test_a_brands_own_channel_is_looked_at_too(clinic: Clinic) -> None:
    await clinic.apply(lambda file: file["members"][0]["brands"][0].update(channel="C0NOWHERE"))
    failed = only(await clinic.examine())
    assert "C0NOWHERE (brand acme-brand): not found" in failed.said


async def test_channels_slack_has_no_time_for_are_a_warning(clinic: Clinic) -> None:
    clinic.slack.fail("conversations.info", status=429, retry_after=30, times=2)
    warned = only(await clinic.examine(), None)
    assert warned.said == "Slack had no time for 2 channels; they are not looked at"


async def test_socket_mode_needs_no_address(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert any("by Socket Mode" in one.said for one in await clinic.examine())


async def test_an_address_slack_cannot_reach_is_warned_of(clinic: Clinic) -> None:
    settings = load_settings().model_copy(update={"slack_api_url": "https://slack.com/api/"})
    warned = only(check_settings(settings), None)
    assert "which Slack cannot reach" in warned.said
    assert "Socket Mode" in warned.mend
    public = settings.model_copy(update={"public_url": "http://hub.example"})
    assert "can be read on the way" in only(check_settings(public), None).said
