"""People come and go by clicks alone: given a role, taken it, let in, deactivated; and each click knows."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from aacabot.sandbox.slack import SandboxMessage, SandboxPerson
from tests.journeys import acts
from tests.journeys import alliance as journey
from tests.journeys.running_hub import BOT_TOKEN, SCOPES, RunningHub

# The hub starts once for the module, which on busy cores takes a while.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
ADA, DAN = "U0ADA", "U0DAN"
AGENCY = "T0DAN"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningHub]:
    """The journeys' hub, where Ada is Acme's admin, and Dan is in its channel from another workspace."""
    async with acts.hub_for_a_module(sqlite_template, tmp_path_factory.mktemp("people")) as hub:
        await _with_ada_and_dan(hub)
        yield hub


async def _with_ada_and_dan(running: RunningHub) -> None:
    slack = running.slack
    people = slack.state.workspaces.get(journey.OPS).people
    people[ADA] = SandboxPerson(id=ADA, name="ada", real_name="Ada")
    slack.add_workspace(
        id=AGENCY, name="Elsewhere", people=[SandboxPerson(id=DAN, name="dan", real_name="Dan")], channels=[]
    )
    room = slack.channel("C0ACME")
    room.is_ext_shared = True
    room.members += [ADA, DAN]
    slack.install(team=journey.OPS, token=BOT_TOKEN, scopes=SCOPES)
    more = running.folder / "admin.yaml"
    more.write_text(
        "members: [{key: acme, people: [{slack: U0ADA, name: Ada, roles: [admin]}]}]", encoding="utf-8"
    )
    await running.run("alliance", "apply", str(more))


async def in_home(running: RunningHub, action: str, user: str = ADA, **more: Any) -> None:
    """Press in the home, which shows what it did."""
    answer = await running.slack.click_in_home(team=journey.OPS, user=user, action_id=action, **more)
    assert answer.problem is None, answer.problem


async def home_shows(running: RunningHub, words: str, user: str = ADA) -> dict[str, Any]:
    def shown() -> dict[str, Any] | None:
        home = running.slack.home(journey.OPS, user)
        return home if home is not None and words in str(home) else None

    return await running.until(shown, acts.PATIENCE)


def value_beside(home: dict[str, Any], words: str, action: str) -> str:
    """The value of the button of the line that says so."""
    for block in home["blocks"]:
        if words in str(block.get("text")) and block.get("accessory", {}).get("action_id") == action:
            return str(block["accessory"]["value"])
    raise AssertionError(f"no {action} beside {words}")


async def press(running: RunningHub, card: SandboxMessage, user: str) -> None:
    """Press "I am on it" on the card."""
    team = AGENCY if user == DAN else None
    answer = await running.slack.click(
        team=journey.OPS, user=user, channel=card.channel, ts=card.ts, action_id="case_claim", user_team=team
    )
    assert answer.problem is None, answer.problem


async def refused(running: RunningHub, card: SandboxMessage, user: str, words: str) -> None:
    """Press, and be told why not, for one's own eyes only."""
    before = len(acts.said_to(running, user))
    await press(running, card, user)
    assert words in await acts.answered(running, user, before)


async def told(running: RunningHub, user: str, words: str) -> SandboxMessage:
    """The direct message that says so."""
    return await running.until(
        lambda: next(
            (one for one in running.slack.messages() if words in str(one.blocks) and _is_to(one, user)), None
        ),
        acts.PATIENCE,
    )


def _is_to(message: SandboxMessage, user: str) -> bool:
    return message.channel.endswith(user[1:])


async def test_a_role_given_in_the_home_works_on_the_next_click_and_a_taken_one_no_more(
    running: RunningHub,
) -> None:
    card = await acts.suspicious(running, "P1")
    await running.slack.open_home(team=journey.OPS, user=ADA)
    await home_shows(running, "People")
    await in_home(running, "home_people")
    home = await home_shows(running, "Vic")
    await in_home(running, "people_show", value=value_beside(home, "Vic", "people_show"))
    await home_shows(running, "Back to everybody")
    await in_home(running, "role_give")
    form = await running.until(lambda: acts.form(running, ADA), acts.PATIENCE)
    await running.slack.suggest(view_id=form["id"], action_id="people_brand", text="zeph")
    brand = running.slack.state.views.get(form["id"]).offered["people_brand"][0]["value"]  # type: ignore[union-attr]
    values: dict[str, dict[str, Any]] = {
        "people_role": {"people_role": "enforcer"},
        "people_brand": {"people_brand": [brand]},
    }
    answer = await running.slack.submit(view_id=form["id"], values=values)
    assert answer.problem is None, answer.problem
    home = await home_shows(running, "enforcer for Zephyrine")
    await told(running, journey.VIC, "has given you a role at Zephyrine Group: enforcer for Zephyrine")

    await press(running, card, journey.VIC)
    await running.shows(card, "Vic is on it.")

    await in_home(running, "role_take", value=value_beside(home, "enforcer", "role_take"))
    await told(running, journey.VIC, "has ended a role of yours")
    card = await acts.card_of(running, "C0ACME", "runner P1", "case_claim")
    await refused(running, card, journey.VIC, "you cannot do this: take a case on")


async def test_a_stranger_asks_the_admin_is_let_in_and_clicks(running: RunningHub) -> None:
    card = await acts.suspicious(running, "P2")
    await refused(running, card, DAN, "I do not know you yet")
    refusal = running.slack.ephemerals(DAN)[-1]
    before = len(acts.said_to(running, DAN))
    for _ in range(2):
        await running.slack.click(
            team=journey.OPS,
            user=DAN,
            channel=card.channel,
            ts=refusal.ts,
            action_id="access_ask",
            user_team=AGENCY,
        )
    assert "The admins of Zephyrine Group have been asked" in await acts.answered(running, DAN, before)

    question = await told(running, ADA, "asks to be let in")
    assert "Dan" in str(question.blocks)
    await running.slack.click(
        team=journey.OPS, user=ADA, channel=question.channel, ts=question.ts, action_id="access_grant"
    )
    form = await running.until(lambda: acts.form(running, ADA), acts.PATIENCE)
    answer = await running.slack.submit(
        view_id=form["id"], values={"people_role": {"people_role": "enforcer"}}
    )
    assert answer.problem is None, answer.problem

    await press(running, card, DAN)
    await running.shows(card, "Dan is on it.")
    asked = [one for one in running.slack.messages() if "asks to be let in" in str(one.blocks)]
    assert len(asked) == 1, "asked twice, put once"


async def test_somebody_deactivated_in_slack_loses_the_next_click(running: RunningHub) -> None:
    card = await acts.suspicious(running, "P3")
    await press(running, card, journey.BEN)
    await running.shows(card, "Ben is on it.")
    user = {"id": journey.BEN, "team_id": journey.OPS, "deleted": True}
    await running.slack.event(team=journey.OPS, event={"type": "user_change", "user": user})
    await running.shows(card, "I am on it")
    await acts.card_of(running, "C0ACME", "came back to you from Ben", "case_history")
    # Slack has not yet ended the session on an old device: its button still sends.
    await refused(running, card, journey.BEN, "I do not know you yet")
