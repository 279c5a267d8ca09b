"""A journey of installing: two workspaces by OAuth, a restart in the middle, a removal, and what waited."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from aacabot.sandbox.slack import SandboxChannel, SandboxPerson
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub

CLIENT, SECRET = "11.22", "client-secret"
HOMES = {
    "T0ACME": ("C0HOME1", journey.ANN),
    "T0BETA": ("C0HOME2", journey.BEA),
}


class Shop:
    """A running hub with OAuth beside its own SLACK_BOT_TOKEN, and a browser."""

    def __init__(self, running: RunningHub, session: aiohttp.ClientSession) -> None:
        self.running, self.session, self.cookie = running, session, ""

    async def allowed(self, team: str) -> str:
        """Begin at the hub and allow the app at Slack; returns where Slack sends the browser."""
        address = f"{self.running.url}/slack/install"
        async with self.session.get(address, allow_redirects=False) as answer:
            assert answer.status == 302
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
            return self.running.slack.approve(answer.headers["Location"], place=team, user=HOMES[team][1])

    async def come_back(self, url: str) -> tuple[int, str]:
        async with self.session.get(url, headers={"Cookie": self.cookie}) as answer:
            return answer.status, await answer.text()

    async def install(self, team: str) -> None:
        status, page = await self.come_back(await self.allowed(team))
        assert status == 200, page
        self.invite(team)

    def invite(self, team: str) -> None:
        """/invite @aacabot, as somebody in the channel types it."""
        bot = self.running.slack.state.workspaces.get(team).installed().bot_user_id
        members = self.running.slack.channel(HOMES[team][0]).members
        if bot not in members:
            members.append(bot)


@pytest.fixture
async def shop(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    running = RunningHub(sqlite_url, tmp_path, SLACK_CLIENT_ID=CLIENT, SLACK_CLIENT_SECRET=SECRET)
    jar = aiohttp.DummyCookieJar()
    try:
        await running.start()
        running.slack.register_app(CLIENT, SECRET, [f"{running.url}/slack/oauth_redirect"])
        for team, (channel, user) in HOMES.items():
            people = [SandboxPerson(user, user)]
            running.slack.add_workspace(team, team, people, [SandboxChannel(channel, channel, [user])])
        await move_members(running)
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            yield Shop(running, session)
    finally:
        await running.stop()


async def move_members(running: RunningHub) -> None:
    """Acme and Beta live in workspaces of their own."""
    data: dict[str, Any] = journey.alliance(running.market.base_url)
    for member, (team, (channel, _)) in zip(data["members"], HOMES.items(), strict=False):
        member |= {"workspace": team, "channel": channel}
    file = running.folder / "moved.yaml"
    file.write_text(yaml.safe_dump(data))
    await running.run("alliance", "apply", str(file))


async def test_two_workspaces_install_and_one_leaves_and_returns_without_losing_a_case(shop: Shop) -> None:
    running = shop.running
    sent_back = await shop.allowed("T0ACME")
    assert await running.terminate() == 0
    await running.start_hub()
    status, page = await shop.come_back(sent_back)
    assert (status, "enter the invite code" in page) == (200, True)
    shop.invite("T0ACME")
    assert (await shop.come_back(sent_back))[0] == 401
    await shop.install("T0BETA")

    await running.send("FIRST", "Zephyrine runner, last pairs")
    await running.send("OTHER", "Quorvane lamp, last pieces")
    await running.card("C0HOME1", containing="FIRST")
    await running.card("C0HOME2", containing="OTHER")

    for delivery in await running.slack.uninstall("T0ACME", order=("app_uninstalled", "tokens_revoked")):
        assert delivery.status == 200
    told = await running.until(
        lambda: [m for m in running.slack.messages("C0OPS") if "removed the app" in str(m.blocks)]
    )
    assert len(told) == 1
    await running.send("WAITING", "Zephyrine runner, more pairs")
    await running.send("AWAKE", "Quorvane lamp, more pieces")
    await running.card("C0HOME2", containing="AWAKE")

    await shop.install("T0ACME")
    await running.card("C0HOME1", containing="WAITING")
    assert running.slack.calls("oauth.v2.access")[-1].ok
    log = running.log
    tokens = [one.token for one in running.slack.state.workspaces._by_token.values()]
    assert not any(token in log for token in [*tokens, SECRET])
