"""The permission part of a click, opening the App Home, and a thousand alerts, in a big alliance.

`python -m tests.benchmarks.bench_alliance [sqlite|postgres]`
"""

import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.sandbox.slack import SandboxChannel, SandboxPerson
from aacabot.sandbox.slack.elements import interactive
from aacabot.services.hub import Hub
from aacabot.services.people import identify
from aacabot.store.models import Brand
from tests.benchmarks.big_alliance import (
    ADMIN,
    BRANDS,
    MARKS_OF_ONE,
    MEMBERS,
    PEOPLE,
    channel_of,
    fill,
    hub_of,
    suspect,
    user_of,
)
from tests.benchmarks.databases import DATABASES
from tests.benchmarks.figures import Figure, percentile, report
from tests.journeys import alliance as journey
from tests.journeys.running_hub import BOT_TOKEN, SCOPES, RunningHub

CLICKS = 1_000
HOMES = 300
SWITCHES = 150
SEVERAL = 10
"""Channels that get five alerts instead of one, to see them paced."""


class BigHub(RunningHub):
    """A hub process for the big alliance; its database is filled before it starts."""

    async def settle(self) -> None:
        await self.slack.start(host="127.0.0.1", port=0)
        await self.market.start(host="127.0.0.1", port=0)
        everybody = [SandboxPerson(id=user_of(number), name=f"P{number}") for number in range(PEOPLE)]
        channels = [SandboxChannel(id=channel_of(brand), name=f"brand-{brand}") for brand in range(BRANDS)]
        channels += [SandboxChannel(id=f"C0MEMBER{n:03d}", name=f"member-{n}") for n in range(MEMBERS)]
        channels.append(SandboxChannel(id="C0OPS", name="ops"))
        self.slack.add_workspace(
            id=journey.OPS, name="Ops", people=[*everybody, SandboxPerson(id=journey.OLA, name="Ola")],
            channels=channels,
        )  # fmt: skip
        self.slack.install(team=journey.OPS, token=BOT_TOKEN, scopes=[*SCOPES, "im:history"])
        alliance = journey.alliance(self.market.base_url)
        file = self.folder / "alliance.yaml"
        file.write_text(yaml.safe_dump({**alliance, "members": [], "agencies": []}))
        await self.run("migrate")
        await self.run("alliance", "apply", str(file))


async def permission_checks(hub: Hub) -> list[float]:
    """Milliseconds of what a click spends on who it was and whether they may: the look-up and the check."""
    async with hub.database.read(EVERYONE) as session:
        brands = (await session.execute(select(col(Brand.member_id), col(Brand.id)))).all()
    chance, took = random.Random(1), []
    for _ in range(CLICKS):
        user, (member_id, brand_id) = user_of(chance.randrange(PEOPLE)), chance.choice(brands)
        started = time.perf_counter()
        reader = await identify(hub, journey.OPS, user)
        reader.person.may_see(member_id, brand_id)
        reader.person.may_decide(member_id, brand_id)
        took.append((time.perf_counter() - started) * 1000)
    return took


async def posted(running: BigHub, count: int) -> list[tuple[float, str]]:
    """When each alert came to its channel, once all have."""
    while True:
        calls = [
            (call.at.timestamp(), str(call.args["channel"]))
            for call in running.slack.calls("chat.postMessage")
            if call.ok and str(call.args["channel"]).startswith("C0BRAND")
        ]
        if len(calls) >= count:
            return sorted(calls)
        await asyncio.sleep(0.2)


def most_in_a_second(calls: Sequence[tuple[float, str]]) -> int:
    """The most posts one channel got within any second."""
    return max(
        sum(1 for at, channel in calls if channel == paced and start <= at < start + 1)
        for start, paced in calls
        if paced in _BUSY
    )


_BUSY = {channel_of(brand) for brand in range(SEVERAL)}


async def homes_opened(running: BigHub, users: Sequence[str]) -> list[float]:
    """Milliseconds from the opening of the home until its view is published, one at a time."""
    took = []
    for user in users:
        started, known = time.perf_counter(), len(running.slack.state.calls)
        await running.slack.open_home(team=journey.OPS, user=user)
        await published(running, known)
        took.append((time.perf_counter() - started) * 1000)
    return took


async def tabs_switched(running: BigHub, user: str) -> list[float]:
    """Milliseconds from the press of a tab, or of a page, until the home shows it."""
    took, chance = [], random.Random(2)
    for _ in range(SWITCHES):
        view = running.slack.home(journey.OPS, user)
        assert view is not None
        tabs = [one for one in interactive(view["blocks"]) if one.action_id.startswith("home_")]
        tab = chance.choice(tabs)
        started, known = time.perf_counter(), len(running.slack.state.calls)
        await running.slack.click_in_home(
            team=journey.OPS, user=user, action_id=tab.action_id, value=tab.element["value"],
            block_id=tab.block_id,
        )  # fmt: skip
        await published(running, known)
        took.append((time.perf_counter() - started) * 1000)
    return took


async def published(running: BigHub, known: int) -> None:
    while not any(call.method == "views.publish" for call in running.slack.state.calls[known:]):
        await asyncio.sleep(0.001)


async def measure(name: str, database: AbstractContextManager[str], folder: Path) -> list[Figure]:
    with database as url:
        running = BigHub(url, folder)
        await running.settle()
        hub = hub_of(url)
        try:
            await fill(hub)
            alerts = [*range(BRANDS), *(brand for brand in range(SEVERAL) for _ in range(4))]
            await suspect(hub, alerts)
            checks = await permission_checks(hub)
            await hub.engine.stop()
            await hub.database.dispose()
            await running.start_hub()
            calls = await posted(running, len(alerts))
            await asyncio.sleep(5)
            chance = random.Random(3)
            users = [
                ADMIN if chance.random() < 0.3 else user_of(chance.randrange(PEOPLE)) for _ in range(HOMES)
            ]
            homes = await homes_opened(running, users)
            tabs = await tabs_switched(running, ADMIN)
        finally:
            await running.stop()
    firsts = sorted({channel: at for at, channel in reversed(calls)}.values())
    rate = (len(firsts) - 1) / (firsts[-1] - firsts[0])
    print(Counter(int(at - firsts[0]) for at in firsts), file=sys.stderr)
    return [
        Figure("permission_check_ms", percentile(checks, 0.5), 1, "lower", name),
        Figure("permission_check_p99_ms", percentile(checks, 0.99), 5, "lower", name),
        Figure("home_opened_p99_ms", percentile(homes, 0.99), 300, "lower", name),
        Figure("home_opened_p50_ms", percentile(homes, 0.5), 300, "lower", name),
        Figure("home_tab_p99_ms", percentile(tabs, 0.99), 300, "lower", name),
        Figure("alerts_per_second", rate, 200, "higher", name),
        Figure("alerts_in_one_channel_in_a_second", most_in_a_second(calls), 1, "lower", name),
    ]


async def main(which: list[str]) -> None:
    figures: list[Figure] = []
    for name, make in DATABASES.items():
        if which and name not in which:
            continue
        with tempfile.TemporaryDirectory(prefix="aacabot-bench-") as folder:
            figures += await measure(name, make(Path(folder)), Path(folder))
    report(
        figures,
        [
            f"{MEMBERS} members, {BRANDS:,} brands, {MARKS_OF_ONE:,} marks of one member, {PEOPLE:,} people.",
            f"permission_check: who clicked, their roles in force, and the check; median of {CLICKS:,}.",
            f"home: {HOMES} opened one at a time, a third by the admin of the member with 200 brands; "
            f"{SWITCHES} tabs of theirs.",
            "alerts: one card to each of 1,000 channels, from the first post to the last channel's.",
            "Sandbox Slack, hub and database share the cores.",
        ],
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
