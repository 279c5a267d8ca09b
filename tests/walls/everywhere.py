"""What is said outside Slack: the pages anybody can ask for, and the operator's exports for one member."""

import asyncio
import os
import sys

import aiohttp
from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.store.models import Member
from tests.walls.canaries import WORDS
from tests.walls.inspection import Inspection
from tests.walls.stage import Stage

_PAGES = (
    "/", "/healthz", "/readyz", "/metrics", "/api/openapi.json", "/slack/install", "/slack/oauth_redirect",
    "/slack/oauth_redirect?code=x&state=y", "/slack/events", "/api/v1/marketplaces/sandbox/listings",
    "/api/v1/marketplaces/nobody/events",
)  # fmt: skip


async def read_pages(stage: Stage, inspection: Inspection) -> None:
    """Ask for everything without a signature, in both ways; whatever the answer, it is for anybody."""
    async with aiohttp.ClientSession() as session:
        for page in _PAGES:
            for method in ("GET", "POST"):
                async with session.request(method, f"{stage.url}{page}", allow_redirects=False) as answer:
                    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
                    inspection.read_text("page", f"{headers}\n{await answer.text()}")


async def read_exports(stage: Stage, inspection: Inspection) -> None:
    """What the operator takes out for one member carries that member only."""
    async with stage.hub.database.read(EVERYONE) as session:
        keys = list((await session.execute(select(col(Member.key)))).scalars())
    for key in sorted(keys):
        member = next(owner.member for owner, word in WORDS.items() if key.startswith(word.lower()))
        for form in ("csv", "jsonl"):
            printed = await _run(stage, "audit", "export", "--member", key, "--format", form)
            inspection.read_text("export", printed, member=member)


async def _run(stage: Stage, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "aacabot", *arguments,
        env={**os.environ, **stage.environment}, cwd=stage.folder,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    printed, complained = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, complained.decode()
    return printed.decode()
