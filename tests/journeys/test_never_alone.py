"""Never alone: a critical listing at night wakes whoever is on duty, and the desk answers who asks."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from aacabot.app import now
from aacabot.domain.people import Role
from aacabot.domain.viewers import EVERYONE
from aacabot.sandbox.slack import SandboxMessage
from aacabot.store.database import Database
from aacabot.store.models import GrantRow
from aacabot.store.people import find_person
from tests.journeys.acts import PATIENCE, card_of, command, form, hub_for_a_module, suspicious
from tests.journeys.alliance import ANN, BEA, BEN, OLA, OPS
from tests.journeys.running_hub import RunningHub

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningHub]:
    folder = tmp_path_factory.mktemp("never_alone")
    async with hub_for_a_module(sqlite_template, folder) as running:
        await make_admin(f"sqlite:///{folder}/hub.db", ANN)
        yield running


async def make_admin(database_url: str, user: str) -> None:
    """The person administers their member."""
    database = Database(database_url)
    try:
        async with database.begin(EVERYONE) as session:
            known = await find_person(session, OPS, user, now())
            assert known is not None
            person = known.person
            session.add(
                GrantRow(
                    id=f"grant-{user}", role=Role.ADMIN.value, person_id=person.id, member_id=person.of_member
                )
            )
    finally:
        await database.dispose()


async def home(running: RunningHub, user: str, tab: str, words: str = "") -> str:
    """The person's home at a tab, once it says so."""
    await running.slack.open_home(team=OPS, user=user)
    await running.until(lambda: running.slack.home(OPS, user), PATIENCE)
    await running.slack.click_in_home(team=OPS, user=user, action_id=f"home_{tab}")
    return await running.until(lambda: shown(running, user, words), PATIENCE)


def shown(running: RunningHub, user: str, words: str) -> str | None:
    view = str(running.slack.home(OPS, user))
    return view if words in view else None


async def open_form(running: RunningHub, user: str, action: str) -> dict[str, Any]:
    """Press a button of the home that opens a form."""
    delivery = await running.slack.click_in_home(team=OPS, user=user, action_id=action)
    assert delivery.problem is None, delivery.problem
    return await running.until(lambda: form(running, user), PATIENCE)


async def told(running: RunningHub, user: str, words: str) -> SandboxMessage:
    """The direct message to a person that says so."""
    return await running.until(lambda: next(iter(direct(running, user, words)), None), PATIENCE)


def direct(running: RunningHub, user: str, words: str) -> list[SandboxMessage]:
    """What the hub said to a person directly, with these words."""
    channels = {"C0ACME", "C0BETA", "C0GAMMA", "C0OPS"}
    return [
        one
        for one in running.slack.messages()
        if one.channel not in channels
        and user in running.slack.channel(one.channel).members
        and words in str(one.blocks)
    ]


async def test_whoever_is_on_duty_is_woken_and_a_deputy_when_they_are_away(running: RunningHub) -> None:
    await home(running, ANN, "duty", "There is no rota yet: the desk covers.")
    view = await open_form(running, ANN, "duty_add")
    chosen = next(
        option["value"]
        for option in view["blocks"][0]["element"]["options"]
        if option["text"]["text"] == "Ben"
    )
    await running.slack.submit(
        view_id=view["id"],
        values={
            "duty_person": {"duty_person": chosen},
            "duty_weekdays": {"duty_weekdays": ["1", "2", "3", "4", "5", "6", "7"]},
            "duty_from": {"duty_from": "00:00"},
            "duty_to": {"duty_to": "00:00"},
            "duty_zone": {"duty_zone": "Europe/Paris"},
        },
    )
    await running.until(lambda: shown(running, ANN, "Somebody is on duty round the clock."), PATIENCE)

    card = await suspicious(running, "N1", category="baby toys")
    woken = await told(running, BEN, "You are on duty.")
    assert "runner N1" not in str(woken.blocks)
    assert direct(running, ANN, "Critical:") == []
    await running.click(woken, "case_history", BEN)
    await running.until(
        lambda: [one for one in running.slack.ephemerals(BEN) if "case_confirm" in str(one.blocks)], PATIENCE
    )
    assert "case_confirm" in str(card.blocks)

    assert "Ann stands in." in await command(running, BEN, "away 8h @Ann")
    await told(running, ANN, "You stand in for Ben until")
    await suspicious(running, "N2", category="baby toys")
    await told(running, ANN, "You stand in for somebody who would be on duty.")
    assert "You are back." in await command(running, BEN, "back")


async def test_a_question_reaches_the_desk_and_its_answer_whoever_asked(running: RunningHub) -> None:
    assert "The desk has your question" in await command(running, ANN, "help How do we prove it? <!channel>")
    card = await card_of(running, "C0OPS", "How do we prove it? <!channel>", "help_reply")
    assert "Zephyrine Group asks for help" in card.text

    await running.click(card, "help_reply", OLA)
    view = await running.until(lambda: form(running, OLA), PATIENCE)
    await running.slack.submit(
        view_id=view["id"], values={"help_reply_text": {"help_reply_text": "With a test purchase."}}
    )
    answer = await told(running, ANN, "With a test purchase.")
    await running.shows(card, "Ola of the desk", PATIENCE)
    await running.click(answer, "help_reply", ANN)
    view = await running.until(lambda: form(running, ANN), PATIENCE)
    await running.slack.submit(
        view_id=view["id"], values={"help_reply_text": {"help_reply_text": "How many?"}}
    )
    await running.shows(card, "has written again", PATIENCE)
    assert "How many?" in await home(running, ANN, "help", "The desk has your message")

    assert "How do we prove it" not in await home(running, BEA, "help", "You have asked nothing yet.")
    refused = await command_by_click(running, card, BEA)
    assert "you cannot do this: answer for the desk" in refused


async def command_by_click(running: RunningHub, card: SandboxMessage, user: str) -> str:
    """What somebody else is answered who presses Reply on the desk's card."""
    before = len(running.slack.ephemerals(user))
    await running.click(card, "help_reply", user)
    found = await running.until(lambda: running.slack.ephemerals(user)[before:], PATIENCE)
    return str(found[0].blocks)


async def test_nothing_here_was_our_mistake(running: RunningHub) -> None:
    assert "Traceback" not in running.log, running.log[-3_000:]
