"""What people do in Slack, as one call each: press, fill a form, read what only they see."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copy
from typing import Any

import yaml

from aacabot.app import now
from aacabot.domain.alliance_file import read_alliance_file
from aacabot.sandbox.slack import SandboxMessage
from aacabot.services import alliance
from aacabot.store.database import Database
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub

PATIENCE = 45
"""Seconds: several suites share two cores."""

DESIGN = {"kind": "design", "office": "EUIPO", "number": "009000001", "territories": ["EU"]}


@asynccontextmanager
async def hub_for_a_module(template: Path, folder: Path) -> AsyncIterator[RunningHub]:
    """A hub that several journeys share; Acme also has a design right and an authorised seller."""
    database = folder / "hub.db"
    for suffix in ("", "-wal", "-shm"):
        if Path(f"{template}{suffix}").exists():
            copy(f"{template}{suffix}", f"{database}{suffix}")
    running = RunningHub(f"sqlite:///{database}", folder)
    try:
        await running.start()
        await _apply_more(f"sqlite:///{database}")
        yield running
    finally:
        await running.stop()


async def _apply_more(database_url: str) -> None:
    brand = {"key": "acme-brand", "rights": [journey.RIGHT, DESIGN]}
    brand |= {"authorised_sellers": [{"marketplace": "sandbox", "seller_id": "s-friend"}]}
    more = yaml.safe_dump({"members": [{"key": "acme", "brands": [brand]}]})
    database = Database(database_url)
    try:
        await alliance.apply(database, now, read_alliance_file(more, "more.yaml"), False)
    finally:
        await database.dispose()


async def suspicious(
    running: RunningHub, ident: str, *, mark: str = "Zephyrine", channel: str = "C0ACME", **more: Any
) -> SandboxMessage:
    """A suspicious listing comes in; returns its card."""
    await running.send(ident, f"{mark} runner {ident}", **more)
    return await card_of(running, channel, f"runner {ident}")


async def card_of(
    running: RunningHub, channel: str, containing: str, action: str = "case_dismiss"
) -> SandboxMessage:
    """The message in a channel that says so and offers the action, once it is there."""
    return await running.until(
        lambda: next(
            (
                message
                for message in running.slack.messages(channel)
                if containing in str(message.blocks) and f"'action_id': '{action}'" in str(message.blocks)
            ),
            None,
        ),
        PATIENCE,
    )


async def press_for_form(running: RunningHub, card: SandboxMessage, action: str, user: str) -> dict[str, Any]:
    """Press a button that opens a form, and return the form."""
    answer = await running.click(card, action, user)
    assert answer.problem is None, answer.problem
    return await running.until(lambda: form(running, user), PATIENCE)


def form(running: RunningHub, user: str) -> dict[str, Any] | None:
    """The form a person has open, if any."""
    return next(iter(running.slack.open_views(user)), None)


def said_to(running: RunningHub, user: str) -> list[str]:
    """Everything a person was answered for their eyes only, oldest first."""
    return [f"{one.text}\n{one.blocks}" for one in running.slack.ephemerals(user)]


async def answered(running: RunningHub, user: str, after: int) -> str:
    """What a person is answered next, when they had `after` answers before."""
    return await running.until(lambda: "".join(said_to(running, user)[after : after + 1]), PATIENCE)


async def replies(running: RunningHub, card: SandboxMessage, words: str) -> SandboxMessage:
    """The reply in the card's thread that says so."""
    return await running.until(
        lambda: next(
            (
                one
                for one in running.slack.messages(card.channel)
                if one.thread_ts == card.ts and words in str(one.blocks)
            ),
            None,
        ),
        PATIENCE,
    )


async def command(running: RunningHub, user: str, text: str, channel: str = "C0ACME") -> str:
    """Type `/aaca` and words, and return the answer only that person sees."""
    before = len(said_to(running, user))
    delivery = await running.slack.command(
        team=journey.OPS, user=user, channel=channel, command="/aaca", text=text
    )
    assert delivery.problem is None, delivery.problem
    return await answered(running, user, before)


async def stays(running: RunningHub, seconds: float = 0.5) -> None:
    """Give the hub a moment in which it could do what it must not do."""
    await asyncio.sleep(seconds)


def case_of(card: SandboxMessage) -> str:
    """The case id a card's buttons carry."""
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "case_dismiss":
                return str(element["value"])
    raise AssertionError("the card has no button that carries its case")


def number_of(card: SandboxMessage) -> str:
    """The case number on a card."""
    return card.text.split(" ", 1)[0]
