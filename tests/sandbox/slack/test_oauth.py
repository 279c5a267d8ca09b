"""Installing by OAuth at the sandbox's Slack: as strict with codes, clients and tokens as Slack is."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.sandbox.slack import SandboxChannel, SandboxPerson, SandboxRefusal, SlackSandbox
from tests.sandbox.slack.bolt_hub import bolt_app, on, served
from tests.sandbox.slack.test_web_api import error_of

CLIENT, SECRET = "11.22", "client-secret"
BACK = "https://hub.example/slack/oauth_redirect"


@pytest.fixture
async def shop(slack: SlackSandbox) -> AsyncIterator[SlackSandbox]:
    """A second workspace where the app is not installed, and an app that can be."""
    slack.add_workspace(
        "T0NEW",
        "New",
        people=[SandboxPerson("U0NIA", "Nia"), SandboxPerson("U0GONE", "Gone", is_deactivated=True)],
        channels=[SandboxChannel("C0NEW", "new", members=["U0NIA"])],
    )
    slack.register_app(CLIENT, SECRET, [BACK])
    yield slack


def page(slack: SlackSandbox, **more: str) -> str:
    asked = {"client_id": CLIENT, "scope": "chat:write,commands", "redirect_uri": BACK, "state": "s1", **more}
    return f"{slack.base_url}/oauth/v2/authorize?{urlencode(asked)}"


def code_in(url: str) -> str:
    return parse_qs(urlsplit(url).query)["code"][0]


async def exchange(slack: SlackSandbox, code: str, **more: str) -> dict[str, object]:
    client = AsyncWebClient(base_url=slack.api_url)
    given = {"client_id": CLIENT, "client_secret": SECRET, "redirect_uri": BACK, **more}
    return dict((await client.oauth_v2_access(code=code, **given)).data)  # type: ignore[arg-type]


async def refresh(slack: SlackSandbox, refresh_token: object) -> dict[str, object]:
    client = AsyncWebClient(base_url=slack.api_url)
    answer = await client.oauth_v2_access(
        client_id=CLIENT,
        client_secret=SECRET,
        grant_type="refresh_token",
        refresh_token=str(refresh_token),
    )
    return dict(answer.data)  # type: ignore[arg-type]


async def test_consent_becomes_a_token_and_the_state_comes_back(shop: SlackSandbox) -> None:
    sent_back = shop.approve(page(shop), place="T0NEW", user="U0NIA")
    assert sent_back.startswith(f"{BACK}?")
    assert parse_qs(urlsplit(sent_back).query)["state"] == ["s1"]
    made = await exchange(shop, code_in(sent_back))
    assert made["team"] == {"id": "T0NEW", "name": "New"}
    assert (made["scope"], made["is_enterprise_install"]) == ("chat:write,commands", False)
    assert "expires_in" not in made
    token = str(made["access_token"])
    about = await AsyncWebClient(token=token, base_url=shop.api_url).auth_test()
    assert about["team_id"] == "T0NEW"
    again = await exchange(shop, code_in(shop.approve(page(shop), place="T0NEW", user="U0NIA")))
    assert again["access_token"] == token


async def test_codes_are_good_once_for_their_client_and_address_and_for_ten_minutes(
    shop: SlackSandbox,
) -> None:
    code = code_in(shop.approve(page(shop), place="T0NEW", user="U0NIA"))
    assert await error_of(exchange(shop, code, client_id="9.9")) == "invalid_client_id"
    assert await error_of(exchange(shop, code, client_secret="guess")) == "bad_client_secret"
    assert await error_of(exchange(shop, code, redirect_uri="https://evil.example/")) == "bad_redirect_uri"
    assert await error_of(exchange(shop, "made-up")) == "invalid_code"
    await exchange(shop, code)
    assert await error_of(exchange(shop, code)) == "code_already_used"
    late = code_in(shop.approve(page(shop), place="T0NEW", user="U0NIA"))
    shop.advance(601)
    assert await error_of(exchange(shop, late)) == "invalid_code"


async def test_the_page_says_no_to_other_clients_addresses_and_people(shop: SlackSandbox) -> None:
    for changed in ({"client_id": "9.9"}, {"redirect_uri": "https://evil.example/"}, {"scope": ""}):
        with pytest.raises(SandboxRefusal):
            shop.approve(page(shop, **changed), place="T0NEW", user="U0NIA")
    for user in ("U0ANN", "U0GONE", "U0NOBODY"):
        with pytest.raises(SandboxRefusal):
            shop.approve(page(shop), place="T0NEW", user=user)
    assert "error=access_denied" in shop.decline(page(shop))


async def test_the_page_can_be_clicked_in_a_browser(shop: SlackSandbox) -> None:
    async with aiohttp.ClientSession() as browser:
        async with browser.get(page(shop)) as shown:
            assert "Allow as Nia" in await shown.text()
        form = {"place": "T0NEW", "user": "U0NIA"}
        async with browser.post(page(shop), data=form, allow_redirects=False) as sent:
            assert sent.status == 302
            await exchange(shop, code_in(sent.headers["Location"]))
        async with browser.post(page(shop), allow_redirects=False) as cancelled:
            assert "access_denied" in cancelled.headers["Location"]
        async with browser.get(page(shop, client_id="9.9")) as refused:
            assert refused.status == 400


async def test_rotated_tokens_end_and_refresh_tokens_are_spent(shop: SlackSandbox) -> None:
    shop.register_app(CLIENT, SECRET, [BACK], rotates=True)
    made = await exchange(shop, code_in(shop.approve(page(shop), place="T0NEW", user="U0NIA")))
    assert made["expires_in"] == 43_200
    old = AsyncWebClient(token=str(made["access_token"]), base_url=shop.api_url)
    shop.advance(11 * 3600)
    fresh = await refresh(shop, made["refresh_token"])
    assert (await refresh(shop, made["refresh_token"]))["access_token"] == fresh["access_token"]
    await old.auth_test()
    shop.advance(2 * 3600)
    assert await error_of(old.auth_test()) == "token_expired"
    assert await error_of(refresh(shop, made["refresh_token"])) == "invalid_refresh_token"
    await AsyncWebClient(token=str(fresh["access_token"]), base_url=shop.api_url).auth_test()
    await shop.uninstall("T0NEW", order=())
    assert await error_of(refresh(shop, fresh["refresh_token"])) == "invalid_refresh_token"


@pytest.mark.parametrize(
    "order", [("tokens_revoked", "app_uninstalled"), ("app_uninstalled", "tokens_revoked")]
)
async def test_a_removal_is_told_in_the_order_chosen_and_ends_the_token(
    slack: SlackSandbox, client: AsyncWebClient, order: tuple[str, str]
) -> None:
    app, heard = bolt_app(slack), list[str]()

    @on(app.event("app_uninstalled"))
    async def removed(body: dict[str, object]) -> None:
        heard.append("app_uninstalled")

    @on(app.event("tokens_revoked"))
    async def revoked(body: dict[str, object]) -> None:
        heard.append("tokens_revoked")

    async with served(slack, app):
        await slack.uninstall("T0ACME", order=order)
    assert tuple(heard) == order
    assert await error_of(client.auth_test()) == "token_revoked"
    with pytest.raises(SandboxRefusal):
        await slack.uninstall("T0ACME")


async def test_the_app_can_remove_itself_with_its_own_secret_only(shop: SlackSandbox) -> None:
    client = AsyncWebClient(token="xoxb-acme", base_url=shop.api_url)
    assert await error_of(client.apps_uninstall(client_id=CLIENT, client_secret="no")) == "bad_client_secret"
    await client.apps_uninstall(client_id=CLIENT, client_secret=SECRET)
    assert await error_of(client.auth_test()) == "token_revoked"
    await shop.until(lambda: len(shop.deliveries) == 2)


async def test_an_organisation_installs_once_for_the_workspaces_it_chooses(shop: SlackSandbox) -> None:
    shop.add_workspace(
        "T0EU", "EU", [SandboxPerson("U0ADA", "Ada", is_admin=True)], [SandboxChannel("C0EU", "eu")]
    )
    shop.add_workspace("T0US", "US", [SandboxPerson("U0UMA", "Uma")], [SandboxChannel("C0US", "us")])
    shop.add_organisation("E0ORG", "Org", ["T0EU", "T0US"])
    with pytest.raises(SandboxRefusal, match="whole organisation"):
        shop.approve(page(shop), place="E0ORG", user="U0ADA")
    shop.register_app(CLIENT, SECRET, [BACK], is_org_ready=True)
    with pytest.raises(SandboxRefusal, match="not an admin"):
        shop.approve(page(shop), place="E0ORG", user="U0UMA")
    asked = page(shop, scope="chat:write,users:read")
    made = await exchange(shop, code_in(shop.approve(asked, place="E0ORG", user="U0ADA")))
    assert (made["team"], made["enterprise"]) == (None, {"id": "E0ORG", "name": "Org"})
    assert made["is_enterprise_install"] is True
    client = AsyncWebClient(token=str(made["access_token"]), base_url=shop.api_url)
    assert (await client.auth_test())["team_id"] == "E0ORG"
    assert (await client.auth_teams_list())["teams"] == []
    post = client.chat_postMessage(channel="C0EU", text="hi")
    assert await error_of(post) == "team_access_not_granted"

    delivery = await shop.grant_workspaces("E0ORG", ["T0EU"])
    assert delivery.parcel is not None
    assert delivery.parcel.payload["event"]["team_ids"] == ["T0EU"]
    shop.channel("C0EU").members.append("U0BOT0ORG")
    await client.chat_postMessage(channel="C0EU", text="hi")
    assert await error_of(client.users_list()) == "missing_argument"
    assert len((await client.users_list(team_id="T0EU"))["members"]) == 2
    assert await error_of(client.users_list(team_id="T0US")) == "team_access_not_granted"
    await shop.withdraw_workspaces("E0ORG", ["T0EU"])
    assert await error_of(client.chat_postMessage(channel="C0EU", text="hi")) == "team_access_not_granted"
