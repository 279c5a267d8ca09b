"""An item goes further by two people of its source, into a channel of theirs, and a group stays unknown."""

from typing import Any

from aacabot.sandbox.slack import SandboxChannel
from tests.journeys import acts
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub
from tests.journeys.test_sharing_intel import (
    click_in_home,
    home_shows,
    intel_tab,
    press_in_home,
    submit,
)

ANN, BEN, BEA, GIL, OPS = journey.ANN, journey.BEN, journey.BEA, journey.GIL, journey.OPS
TEXT = "Labels are sewn in after customs"


async def test_a_label_two_people_and_a_channel(running: RunningHub) -> None:
    rooms = running.slack.state.workspaces.get(OPS)
    bot = rooms.installed().bot_user_id
    rooms.channels["C0OWN"] = SandboxChannel("C0OWN", "own", [ANN, BEN, bot], is_private=True)
    await shared_by_ben(running)
    await widened(running)
    await intel_tab(running, journey.RAY, TEXT)
    await intel_tab(running, ANN, "intel_ours")
    await click_in_home(running, ANN, "intel_ours")
    await home_shows(running, ANN, TEXT)
    assert "Everybody in that workspace can read the channel" in str(await posted(running, "C0ACME"))
    assert "It is on its way" in str(await posted(running, "C0OWN"))
    (message,) = await running.until(lambda: running.slack.messages("C0OWN"), acts.PATIENCE)
    assert TEXT in str(message.blocks) and TEXT not in message.text and "TLP:AMBER" in message.text
    assert TEXT not in str([one.blocks for one in running.slack.messages("C0ACME")])
    await a_group(running)
    assert "Traceback" not in running.log, running.log[-3_000:]


async def shared_by_ben(running: RunningHub) -> None:
    await intel_tab(running, BEN, "intel_share")
    form = await press_in_home(running, BEN, "intel_share")
    await running.slack.click_in_view(view_id=form["id"], action_id="intel_kind", value="method")
    form = await running.until(
        lambda: view if "intel_value:method" in str(view := acts.form(running, BEN)) else None
    )
    done = await submit(running, form, BEN, {"intel_value:method": {"intel_value": TEXT}})
    await running.slack.close(view_id=done["id"])


async def widened(running: RunningHub) -> None:
    """Ben asks, Ann approves in her direct message."""
    await click_in_home(running, BEN, "intel_ours")
    await home_shows(running, BEN, TEXT)
    item = await press_in_home(running, BEN, "intel_open")
    form = await over(running, item, BEN, "intel_label_change")
    done = await sent(running, form, BEN, {"intel_label": {"intel_label": "amber"}})
    assert "Your admins and counsel are asked" in str(done)
    inbox = running.slack.state.workspaces.get(OPS).direct_messages((ANN,)).id
    request = await acts.card_of(running, inbox, TEXT, "intel_label_approve")
    before = len(acts.said_to(running, ANN))
    await running.click(request, "intel_label_approve", ANN)
    assert "Approved" in await acts.answered(running, ANN, before)
    await running.shows(request, "Ann: approved", acts.PATIENCE)
    for view in (done, item):
        await running.slack.close(view_id=view["id"])


async def over(running: RunningHub, below: Any, user: str, action: str) -> dict[str, Any]:
    """Press a button of a modal, and return the modal on top of it."""
    answer = await running.slack.click_in_view(view_id=below["id"], action_id=action)
    assert answer.problem is None, answer.problem

    def shown() -> dict[str, Any] | None:
        view = running.slack.open_views(user)[-1]
        return view if view["callback_id"] == action else None

    return await running.until(shown)


async def sent(running: RunningHub, form: Any, user: str, values: Any) -> dict[str, Any]:
    """Send the form on top, and return what is shown in its place."""
    answer = await running.slack.submit(view_id=form["id"], values=values)
    assert answer.problem is None, answer.problem
    return await running.until(lambda: view if (view := running.slack.open_views(user)[-1]) != form else None)


async def posted(running: RunningHub, channel: str) -> dict[str, Any]:
    """Ann posts the item in a channel; what is said in the form's place."""
    item = await press_in_home(running, ANN, "intel_open")
    form = await over(running, item, ANN, "intel_post")
    done = await sent(running, form, ANN, {"intel_room": {"intel_room": channel}})
    for view in (done, item):
        await running.slack.close(view_id=view["id"])
    return done


async def a_group(running: RunningHub) -> None:
    """Ann makes a group and invites; Gil of another member, who may not join, learns nothing."""
    await click_in_home(running, ANN, "intel_groups")
    await home_shows(running, ANN, "Your organisation is in no group")
    form = await press_in_home(running, ANN, "intel_group_make")
    answer = await running.slack.submit(
        view_id=form["id"], values={"intel_group_name": {"intel_group_name": "Silk road"}}
    )
    assert answer.problem is None, answer.problem
    await home_shows(running, ANN, "In it: Zephyrine Group")
    code = await press_in_home(running, ANN, "intel_group_invite")
    assert "This code brings one member into Silk road" in str(code)
    await running.slack.close(view_id=code["id"])
    home = await intel_tab(running, GIL, "intel_groups")
    await click_in_home(running, GIL, "intel_groups")
    home = await home_shows(running, GIL, "Your organisation is in no group")
    assert "Silk road" not in str(home) and "intel_group_make" not in str(home)
    await click_in_home(running, ANN, "intel_group_leave")
    await home_shows(running, ANN, "Your organisation is in no group")
