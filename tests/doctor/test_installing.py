"""What the doctor says of installing by OAuth, and of tokens that end."""

from datetime import UTC, datetime, timedelta

import pytest

from aacabot.config import Settings, load_settings
from aacabot.doctor.installing import check_oauth, check_rotation
from aacabot.domain.viewers import EVERYONE
from aacabot.store.database import Database
from aacabot.store.installations import save_installation
from aacabot.store.models import Installation
from aacabot.store.org_workspaces import add_workspaces
from tests.doctor.conftest import TOKEN, Clinic, only, troubled
from tests.journeys import alliance as journey

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def row(ends: timedelta | None, problem: str | None = None) -> Installation:
    return Installation(
        team_id="T0FAR",
        bot_token=b"",
        installed_at=NOW,
        expires_at=NOW + ends if ends is not None else None,
        renewal_problem=problem,
    )


@pytest.fixture
def settings(clinic: Clinic) -> Settings:
    clinic.environment.setenv("SLACK_CLIENT_ID", "11.22")
    clinic.environment.setenv("SLACK_CLIENT_SECRET", "client-secret")
    clinic.environment.setenv("AACABOT_PUBLIC_URL", "https://hub.example/")
    return load_settings()


def test_the_redirect_url_to_enter_at_slack_is_said(settings: Settings) -> None:
    (found,) = check_oauth(settings)
    assert found.ok
    assert found.said.endswith("https://hub.example/slack/oauth_redirect")


def test_half_a_client_and_an_address_slack_refuses_fail(settings: Settings) -> None:
    half = only(check_oauth(settings.model_copy(update={"slack_client_secret": None})))
    assert half.said.startswith("SLACK_CLIENT_SECRET is not set")
    plain = {"public_url": "http://hub.example", "slack_api_url": "https://slack.com/api/"}
    assert "it takes https addresses only" in only(check_oauth(settings.model_copy(update=plain))).said
    none = settings.model_copy(update={"slack_client_id": None, "slack_client_secret": None})
    assert check_oauth(none) == []


def test_tokens_of_twelve_hours_cannot_stand_in_the_environment(settings: Settings) -> None:
    short = type(settings.secret_key)("xoxe.xoxb-1-abc")
    failed = only(check_oauth(settings.model_copy(update={"slack_bot_token": short})))
    assert "twelve hours" in failed.said


def test_tokens_that_ended_or_are_not_renewed_are_named_with_the_way_out() -> None:
    fine = check_rotation([row(timedelta(hours=5)), row(None)], NOW)
    assert ([one.ok for one in fine.findings], len(fine.living)) == ([True], 2)
    failing = check_rotation([row(timedelta(hours=1), "internal_error")], NOW)
    assert "not renewed (internal_error); ends at 13:00 UTC" in only(failing.findings, None).said
    ended = check_rotation([row(timedelta(0), "bad_client_secret")], NOW)
    assert "its token ended at 2026-11-22 12:00 UTC (bad_client_secret)" in only(ended.findings).said
    assert "correct SLACK_CLIENT_ID" in only(ended.findings).mend
    assert ended.living == []
    assert check_rotation([row(None)], NOW).findings == []


async def test_an_organisations_token_is_looked_at_for_all_its_workspaces(clinic: Clinic) -> None:
    slack = clinic.slack
    slack.add_organisation("E0ORG", "Org", [journey.OPS])
    slack.state.workspaces.revoke(journey.OPS)
    made = slack.state.workspaces.made("E0ORG", "xoxb-org", frozenset())
    made.scopes = slack.state.workspaces.by_token(TOKEN).scopes  # type: ignore[union-attr]
    slack.state.workspaces.keep(made)
    slack.state.workspaces.grant("E0ORG", [journey.OPS])
    for channel in slack.state.workspaces.get(journey.OPS).channels.values():
        channel.members.append(made.bot_user_id)
    clinic.environment.delenv("SLACK_BOT_TOKEN")
    clinic.environment.setenv("SLACK_CLIENT_ID", "11.22")
    clinic.environment.setenv("SLACK_CLIENT_SECRET", "client-secret")
    database = Database(clinic.database_url)
    async with database.begin(EVERYONE) as session:
        token = load_settings().cipher.encrypt(b"xoxb-org")
        org = Installation(team_id="E0ORG", is_org=True, bot_token=token, installed_at=datetime.now(UTC))
        await save_installation(session, org)
        await add_workspaces(session, "E0ORG", [journey.OPS], datetime.now(UTC))
    await database.dispose()
    findings = await clinic.examine()
    assert troubled(findings) == []
    assert any("organisation E0ORG: Slack takes it for Org (E0ORG)" in one.said for one in findings)
