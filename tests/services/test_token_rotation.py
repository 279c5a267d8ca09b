"""Tokens of twelve hours: renewed ahead of time, once for all nodes, and never silently lost."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from aacabot.domain.notices import NoticeKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from aacabot.services.token_rotation import FreshTokens, RenewalFailed, Renewer
from aacabot.store.messages import mark_channels
from aacabot.store.models import Drain, Installation, SlackChannel, SlackMessageRow
from tests.journeys.alliance import OPS
from tests.services.casework import Casework

HALF_DAY = timedelta(hours=12)


class Slack:
    """Answers as it is told, and counts; refresh tokens are good once."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.failing: RenewalFailed | None = None
        self.gate: asyncio.Event | None = None

    async def renew(self, refresh_token: str) -> FreshTokens:
        self.asked.append(refresh_token)
        if self.gate is not None:
            await self.gate.wait()
        if self.failing is not None:
            raise self.failing
        number = len(self.asked)
        return FreshTokens(bot_token=f"xoxb-{number}", refresh_token=f"xoxe-{number}", lives=HALF_DAY)


Node = Callable[[], Installations]


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


@pytest.fixture
def slack() -> Slack:
    return Slack()


async def installed(work: Casework, slack: Renewer) -> Installations:
    """A hub that has installed the desk's workspace with a token of twelve hours."""
    here = Installations(work.hub, slack)
    await here.save(
        "xoxb-0",
        team_id=OPS,
        team_name="<!channel> Ops",
        bot_id="B1",
        bot_user_id="U1",
        scopes=["chat:write"],
        installed_by="U0OLA",
        refresh_token="xoxe-0",
        lives=HALF_DAY,
    )
    return here


async def row_of(work: Casework) -> Installation:
    (row,) = await work.rows(Installation)
    assert isinstance(row, Installation)
    return row


async def notices(work: Casework) -> list[SlackMessageRow]:
    found = await work.rows(SlackMessageRow, kind="notice")
    return [one for one in found if one.values["kind"] == NoticeKind.TOKEN_NOT_RENEWED]


async def test_a_token_is_used_until_two_hours_before_its_end_and_then_renewed(
    work: Casework, slack: Slack
) -> None:
    here = await installed(work, slack)
    work.later(hours=9, minutes=59)
    assert await here.token_of(OPS) == "xoxb-0"
    assert slack.asked == []
    work.later(minutes=1)
    assert await here.token_of(OPS) == "xoxb-1"
    assert slack.asked == ["xoxe-0"]
    row = await row_of(work)
    assert row.expires_at == work.now + HALF_DAY
    assert b"xoxe-1" not in (row.refresh_token or b"")
    work.later(hours=11)
    assert await here.token_of(OPS) == "xoxb-2"
    assert slack.asked == ["xoxe-0", "xoxe-1"]


async def test_the_timetable_renews_what_nobody_asks_for(work: Casework, slack: Slack) -> None:
    here = await installed(work, slack)
    await here.rotation.renew_all()
    assert slack.asked == []
    work.later(hours=10, minutes=30)
    await here.rotation.renew_all()
    assert await Installations(work.hub).token_of(OPS) == "xoxb-1"


async def test_several_nodes_and_clicks_at_once_ask_slack_once(work: Casework, slack: Slack) -> None:
    here, there = await installed(work, slack), Installations(work.hub, slack)
    work.later(hours=11)
    asked = [node.token_of(OPS) for node in (here, there, here, there)]
    await asyncio.gather(here.rotation.renew_all(), there.rotation.renew_all(), *asked)
    assert slack.asked == ["xoxe-0"]
    for node in (here, there):
        node._known.clear()  # half a minute later
        assert await node.token_of(OPS) == "xoxb-1"


async def test_whoever_waits_gets_the_old_token_and_the_renewal_still_ends(
    work: Casework, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aacabot.services.token_rotation.PATIENCE_SECONDS", 0.05)
    here = await installed(work, slack)
    slack.gate = asyncio.Event()
    work.later(hours=11)
    assert await here.token_of(OPS) == "xoxb-0"
    slack.gate.set()
    await here.rotation.finish()
    here._known.clear()
    assert await here.token_of(OPS) == "xoxb-1"
    assert slack.asked == ["xoxe-0"]


async def test_a_passing_failure_is_tried_again_and_told_an_hour_before_the_end(
    work: Casework, slack: Slack
) -> None:
    here = await installed(work, slack)
    slack.failing = RenewalFailed("internal_error", is_final=False)
    work.later(hours=10, minutes=1)
    await here.rotation.renew_all()
    await here.rotation.renew_all()
    assert len(slack.asked) == 1
    assert (await row_of(work)).renewal_problem == "internal_error"
    assert await notices(work) == []
    for _ in range(2):
        work.later(minutes=40)
        await here.rotation.renew_all()
    (notice,) = await notices(work)
    assert notice.channel == f"{OPS}:C0OPS"
    assert notice.values["values"]["members"] == ["Ostrelle Group", "Quorvane Group", "Zephyrine Group"]
    assert len(slack.asked) == 3
    slack.failing = None
    work.later(minutes=1)
    await here.rotation.renew_all()
    row = await row_of(work)
    assert (row.renewal_problem, row.renewal_claimed_until) == (None, None)
    assert len(await notices(work)) == 1


async def test_a_refusal_is_told_at_once_and_asked_again_less_often(work: Casework, slack: Slack) -> None:
    here = await installed(work, slack)
    slack.failing = RenewalFailed("invalid_refresh_token", is_final=True)
    work.later(hours=10)
    await here.rotation.renew_all()
    (notice,) = await notices(work)
    assert notice.values["values"]["problem"] == "invalid_refresh_token"
    work.later(minutes=14)
    await here.rotation.renew_all()
    assert len(slack.asked) == 1
    work.later(minutes=1)
    await here.rotation.renew_all()
    assert len(slack.asked) == 2
    assert len(await notices(work)) == 1


async def test_a_node_that_dies_while_it_asks_is_followed_by_another_a_minute_later(
    work: Casework, slack: Slack
) -> None:
    here = await installed(work, slack)
    slack.gate = asyncio.Event()
    work.later(hours=11)
    dying = asyncio.create_task(here.rotation.renew_all())
    while not slack.asked:
        await asyncio.sleep(0.01)
    there = Installations(work.hub, slack)
    await there.rotation.renew_all()
    assert len(slack.asked) == 1
    slack.gate = None
    work.later(minutes=1)
    await there.rotation.renew_all()
    assert await there.token_of(OPS) == "xoxb-2"
    dying.cancel()
    for task in here.rotation._under_way.values():
        task.cancel()
    await asyncio.gather(dying, return_exceptions=True)


async def test_a_reinstallation_under_way_is_not_overwritten(work: Casework, slack: Slack) -> None:
    here = await installed(work, slack)
    slack.gate = asyncio.Event()
    work.later(hours=11)
    renewing = asyncio.create_task(here.rotation.renew_all())
    while not slack.asked:
        await asyncio.sleep(0.01)
    work.later(seconds=5)
    await installed(work, slack)
    slack.gate.set()
    await renewing
    here._known.clear()
    assert await here.token_of(OPS) == "xoxb-0"


async def test_a_renewal_after_the_end_sends_what_waited(work: Casework, slack: Slack) -> None:
    here = await installed(work, slack)
    await work.suspect()
    work.later(hours=13)
    async with work.hub.unit(EVERYONE) as unit:
        await mark_channels(unit.session, OPS, messages.TOKEN_REVOKED, unit.now)
        for drain in await work.rows(Drain, name="fill_channel"):
            (await unit.session.get_one(Drain, (drain.name, drain.key))).owed = False
    await here.rotation.renew_all()
    assert {channel.problem for channel in await work.rows(SlackChannel)} == {None}
    assert "T0OPS:C0ACME" in {drain.key for drain in await work.rows(Drain) if drain.owed}


async def test_without_a_client_and_without_a_refresh_token_nothing_is_renewed(
    work: Casework, slack: Slack
) -> None:
    plain = Installations(work.hub)
    await installed(work, slack)
    work.later(hours=11)
    await plain.rotation.renew_all()
    assert await plain.token_of(OPS) == "xoxb-0"
    await plain.save(
        "xoxb-still", team_id=OPS, team_name=None, bot_id=None, bot_user_id=None, scopes=["chat:write"]
    )
    work.later(days=400)
    assert await Installations(work.hub, slack).token_of(OPS) == "xoxb-still"
    assert slack.asked == []
