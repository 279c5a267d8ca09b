"""Installing from a browser: the pages, the state, and nothing half done."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.app import Application
from aacabot.locales import Catalogues
from aacabot.sandbox.slack import SandboxChannel, SandboxPerson, SlackSandbox
from aacabot.services.hub import Hub
from aacabot.services.installations import Installed
from aacabot.store.models import Installation, OAuthStateRow, OrgWorkspace
from aacabot.web.oauth_pages import Installed as InstalledThere
from aacabot.web.oauth_pages import installed_page, refused_page, render
from tests.services.casework import Casework

CLIENT, SECRET = "11.22", "client-secret"


class Browser:
    """A person's browser between the hub and Slack. It sends its cookie itself: the hub is on http."""

    def __init__(self, session: aiohttp.ClientSession, hub: str) -> None:
        self.session, self.hub, self.cookie = session, hub, ""

    async def begin(self, query: str = "", method: str = "GET") -> str:
        """Open /slack/install; returns the address of Slack's page."""
        address = f"{self.hub}/slack/install{query}"
        async with self.session.request(method, address, allow_redirects=False) as answer:
            assert answer.status == 302, await answer.text()
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
            self.marks = answer.headers["Set-Cookie"]
            return answer.headers["Location"]

    async def come_back(self, url: str, language: str = "en") -> tuple[int, str]:
        """Follow Slack's redirect; returns the status and the page."""
        headers = {"Cookie": self.cookie, "Accept-Language": language}
        async with self.session.get(url, headers=headers, allow_redirects=False) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            return answer.status, await answer.text()


class Shop:
    """A hub that can be installed, and a Slack to install it in."""

    def __init__(self, work: Casework, slack: SlackSandbox, application: Application, browser: Browser):
        self.work, self.slack, self.application, self.browser = work, slack, application, browser

    async def tokens(self) -> dict[str, str]:
        cipher = self.work.hub.settings.cipher
        rows = await self.work.rows(Installation)
        return {row.team_id: cipher.decrypt(row.bot_token).decode() for row in rows}

    async def until_gone(self, team: str) -> None:
        """Bolt answers Slack before the event is worked on."""
        async with asyncio.timeout(45):
            while await self.application.installations.token_of(team) is not None:
                await asyncio.sleep(0.01)

    async def until_there(self, team: str) -> Installed:
        async with asyncio.timeout(45):
            while (found := await self.application.installations.find(team)) is None:
                await asyncio.sleep(0.01)
        return found


@asynccontextmanager
async def serving(application: Application, port: int) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as session:
        flow = application._install_flow(session)
        routes = application._web(application._bolt(session, flow), flow)
        runner = web.AppRunner(routes, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield
        finally:
            await runner.cleanup()


@pytest.fixture
async def shop(hub: Hub) -> AsyncIterator[Shop]:
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    slack = SlackSandbox(signing_secret="signing-secret", request_url=f"{url}/slack/events")
    await slack.start()
    slack.register_app(CLIENT, SECRET, [f"{url}/slack/oauth_redirect"], is_org_ready=True)
    for team, name, user in (("T0ONE", "One <b>", "U0ONE"), ("T0TWO", "Two", "U0TWO")):
        people = [SandboxPerson(user, user, is_admin=True)]
        slack.add_workspace(team, name, people, [SandboxChannel(f"C0{team}", name, [user])])
    settings = {
        "public_url": url,
        "slack_api_url": slack.api_url,
        "slack_client_id": CLIENT,
        "slack_client_secret": SecretStr(SECRET),
        "slack_bot_token": None,
    }
    work = Casework(hub, **settings)
    # Events are told apart by when they happened: both clocks are one.
    work.now = datetime.now(UTC)
    application = Application(work.hub)
    jar = aiohttp.DummyCookieJar()
    async with serving(application, port), aiohttp.ClientSession(cookie_jar=jar) as session:
        yield Shop(work, slack, application, Browser(session, url))
    await slack.stop()


async def test_two_workspaces_install_and_each_has_its_own_token(shop: Shop) -> None:
    for team, user in (("T0ONE", "U0ONE"), ("T0TWO", "U0TWO")):
        sent_back = shop.slack.approve(await shop.browser.begin(), place=team, user=user)
        status, page = await shop.browser.come_back(sent_back)
        assert status == 200
        assert "open aacabot&#x27;s Home in Slack and enter the invite code" in page
        assert f"/app_redirect?app=A0AACABOT&amp;team={team}" in page
    tokens = await shop.tokens()
    assert set(tokens) == {"T0ONE", "T0TWO"}
    assert len(set(tokens.values())) == 2
    assert "One &lt;b&gt;" in page or "Two" in page
    (one, two) = await shop.work.rows(Installation)
    assert (one.installed_by, two.installed_by) == ("U0ONE", "U0TWO")
    assert "chat:write" in one.scopes
    assert {await shop.application.installations.token_of(team) for team in tokens} == set(tokens.values())


async def test_a_replayed_redirect_is_refused_and_changes_nothing(shop: Shop) -> None:
    sent_back = shop.slack.approve(await shop.browser.begin(), place="T0ONE", user="U0ONE")
    await shop.browser.come_back(sent_back)
    before = await shop.work.rows(Installation)
    status, page = await shop.browser.come_back(sent_back)
    assert status == 401
    assert "was finished before, or was begun more than ten minutes ago" in page
    assert 'href="/slack/install"' in page
    assert [row.installed_at for row in await shop.work.rows(Installation)] == [before[0].installed_at]
    assert len(shop.slack.calls("oauth.v2.access")) == 1


async def test_a_redirect_begun_in_another_browser_is_refused_and_its_state_stays_good(shop: Shop) -> None:
    sent_back = shop.slack.approve(await shop.browser.begin(), place="T0ONE", user="U0ONE")
    theirs = Browser(shop.browser.session, shop.browser.hub)
    for cookie in ("", "slack-app-oauth-state=guess"):
        theirs.cookie = cookie
        status, page = await theirs.come_back(sent_back)
        assert status == 400
        assert "does not belong to an installation begun in this browser" in page
    assert await shop.tokens() == {}
    assert (await shop.browser.come_back(sent_back))[0] == 200


async def test_missing_forged_and_late_states_are_refused(shop: Shop) -> None:
    sent_back = shop.slack.approve(await shop.browser.begin(), place="T0ONE", user="U0ONE")
    code = parse_qs(urlsplit(sent_back).query)["code"][0]
    assert (await shop.browser.come_back(f"{shop.browser.hub}/slack/oauth_redirect?code={code}"))[0] == 400
    assert (await shop.browser.come_back(f"{shop.browser.hub}/slack/oauth_redirect"))[0] == 400
    shop.work.later(minutes=11)
    assert (await shop.browser.come_back(sent_back))[0] == 401
    shop.browser.cookie = "slack-app-oauth-state=forged"
    forged = f"{shop.browser.hub}/slack/oauth_redirect?code={code}&state=forged"
    assert (await shop.browser.come_back(forged))[0] == 401
    assert await shop.tokens() == {}


async def test_a_code_slack_does_not_take_and_a_person_who_cancels_install_nothing(shop: Shop) -> None:
    await shop.browser.begin()
    state = shop.browser.cookie.partition("=")[2]
    address = f"{shop.browser.hub}/slack/oauth_redirect"
    status, page = await shop.browser.come_back(f"{address}?code=guess&state={state}")
    assert (status, "Slack did not accept the installation" in page) == (401, True)
    status, page = await shop.browser.come_back(shop.slack.decline(await shop.browser.begin()))
    assert (status, "was cancelled in Slack" in page) == (400, True)
    status, page = await shop.browser.come_back(f"{address}?error=%3Cscript%3Ealert(1)%3C/script%3E")
    assert (status, "<script>" in page) == (400, False)
    assert await shop.tokens() == {}


async def test_a_silent_slack_is_said_and_nothing_is_kept(shop: Shop) -> None:
    sent_back = shop.slack.approve(await shop.browser.begin(), place="T0ONE", user="U0ONE")
    shop.slack.fail("oauth.v2.access", drop=True, times=3)
    status, page = await shop.browser.come_back(sent_back)
    assert (status, "Slack did not answer in time" in page) == (502, True)
    assert await shop.tokens() == {}


async def test_the_way_to_slack_carries_what_is_needed_and_nothing_foreign(shop: Shop) -> None:
    url = await shop.browser.begin("?team=T0ONE")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert url.startswith(f"{shop.slack.base_url}/oauth/v2/authorize?")
    assert asked["team"] == "T0ONE"
    assert asked["redirect_uri"] == f"{shop.browser.hub}/slack/oauth_redirect"
    assert "chat:write" in asked["scope"].split(",")
    assert "HttpOnly" in shop.browser.marks
    assert "SameSite=Lax" in shop.browser.marks
    assert "Secure" not in shop.browser.marks
    assert "team=" not in await shop.browser.begin("?team=T0ONE%26redirect_uri=https://evil.example")
    assert "evil" not in await shop.browser.begin("?team=%0d%0aevil")


async def test_link_previews_begin_nothing(shop: Shop) -> None:
    async with shop.browser.session.head(f"{shop.browser.hub}/slack/install") as answer:
        assert answer.status == 405
    assert await shop.work.rows(OAuthStateRow) == []


async def test_on_https_the_cookie_is_secure(hub: Hub) -> None:
    work = Casework(
        hub, public_url="https://hub.example", slack_client_id=CLIENT, slack_client_secret=SecretStr(SECRET)
    )
    async with aiohttp.ClientSession() as session:
        flow = Application(work.hub)._install_flow(session)
    assert flow is not None
    assert "; Secure; HttpOnly; SameSite=Lax" in flow.settings.state_utils.build_set_cookie_for_new_state("s")


async def test_an_organisation_installs_and_its_workspaces_are_asked_for(shop: Shop) -> None:
    shop.slack.add_organisation("E0ORG", "Org", ["T0ONE", "T0TWO"])
    sent_back = shop.slack.approve(await shop.browser.begin(), place="E0ORG", user="U0ONE")
    status, page = await shop.browser.come_back(sent_back)
    assert (status, "Choose workspaces" in page, "/manage/E0ORG/" in page) == (200, True, True)
    installations = shop.application.installations
    assert await installations.token_of("T0ONE") is None
    assert (await shop.slack.grant_workspaces("E0ORG", ["T0ONE"])).status == 200
    assert (await shop.until_there("T0ONE")).is_org
    # What no event told is asked for when it is installed again.
    shop.slack.state.workspaces.grant("E0ORG", ["T0TWO"])
    sent_back = shop.slack.approve(await shop.browser.begin(), place="E0ORG", user="U0ONE")
    assert (await shop.browser.come_back(sent_back))[0] == 200
    assert {row.team_id for row in await shop.work.rows(OrgWorkspace)} == {"T0ONE", "T0TWO"}
    await shop.slack.withdraw_workspaces("E0ORG", ["T0TWO"])
    await shop.until_gone("T0TWO")
    await shop.slack.uninstall("E0ORG")
    await shop.until_gone("T0ONE")


async def test_a_hub_that_waits_for_its_first_installation_is_ready(shop: Shop) -> None:
    application = shop.application
    application.health.readiness.queues = True
    async with shop.browser.session.get(f"{shop.browser.hub}/readyz") as answer:
        assert answer.status == 503
    await application._meet_slack(None)  # type: ignore[arg-type]
    async with shop.browser.session.get(f"{shop.browser.hub}/readyz") as answer:
        assert (answer.status, (await answer.json())["checks"]["slack"]) == (200, "ok")


async def test_without_a_client_there_is_nothing_to_install(hub: Hub) -> None:
    async with aiohttp.ClientSession() as session:
        application = Application(hub)
        assert application._install_flow(session) is None
        server = TestServer(application._web(application._bolt(session, None), None))
        async with server, session.get(server.make_url("/slack/install")) as answer:
            assert (answer.status, (await answer.json())["error"]["code"]) == (404, "not_found")


async def test_rotated_tokens_are_kept_with_their_end(shop: Shop) -> None:
    redirect = [f"{shop.browser.hub}/slack/oauth_redirect"]
    shop.slack.register_app(CLIENT, SECRET, redirect, rotates=True)
    sent_back = shop.slack.approve(await shop.browser.begin(), place="T0ONE", user="U0ONE")
    await shop.browser.come_back(sent_back)
    (row,) = await shop.work.rows(Installation)
    assert row.expires_at is not None
    assert 11.9 < (row.expires_at - shop.work.now).total_seconds() / 3600 <= 12
    before = (await shop.tokens())["T0ONE"]
    shop.work.later(hours=11)
    shop.slack.advance(11 * 3600)
    fresh = await shop.application.installations.token_of("T0ONE")
    assert fresh not in (None, before)
    assert (await AsyncWebClient(token=fresh, base_url=shop.slack.api_url).auth_test())["team_id"] == "T0ONE"


def test_pages_escape_names_and_speak_the_readers_language() -> None:
    words = Catalogues.load().words(locale="en", timezone="UTC")
    hostile = InstalledThere("<img src=x> \u202egnp" + "x" * 200, False, "https://slack.example/?a=1&b=2")
    html = render(installed_page(hostile, words), "en")
    assert "<img" not in html
    assert "\u202e" not in html
    assert 'href="https://slack.example/?a=1&amp;b=2"' in html
    assert render(refused_page("access_denied", words), "zh_CN").startswith(
        '<!doctype html><html lang="zh-CN">'
    )
    assert "invite" not in render(refused_page("access_denied", words), "en")
