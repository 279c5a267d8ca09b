"""A seller is shared from a case in two clicks; others read it without learning whose it is."""

from typing import Any

from tests.journeys import acts
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub

SELLER = {"seller": {"id": "s-1", "name": "Best Deals <!channel>"}}


async def test_what_one_member_shares_the_others_read_without_its_source(running: RunningHub) -> None:
    await running.send("S1", "Zephyrine runner S1", **SELLER)
    card = await running.card("C0ACME", containing="runner S1")
    await running.click(card, "case_confirm", journey.ANN)
    await running.shows(card, "intel_share_case")

    form = await acts.press_for_form(running, card, "intel_share_case", journey.ANN)
    done = await submit(running, form, journey.ANN)
    assert "Members' own people can read it. Agencies cannot." in str(done)
    assert "readers may guess that it is you" in str(done)
    await running.slack.close(view_id=done["id"])

    home = await intel_tab(running, journey.BEA, "Best Deals")
    for betrayed in ("Zephyrine", "Ann", "C0ACME", "S1"):
        assert betrayed not in str(home), betrayed
    opened = await press_in_home(running, journey.BEA, "intel_open")
    assert "TLP:AMBER+STRICT · Seller" in str(opened)
    await running.slack.close(view_id=opened["id"])
    await intel_tab(running, journey.RAY, "Nothing has been shared with you yet")

    await intel_tab(running, journey.ANN, "Nothing has been shared with you yet")
    await click_in_home(running, journey.ANN, "intel_ours")
    await home_shows(running, journey.ANN, "read 2 times")
    await reword(running)
    await intel_tab(running, journey.BEA, "Ships from two towns")
    await click_in_home(running, journey.ANN, "intel_withdraw")
    await home_shows(running, journey.ANN, "Withdrawn: nobody else reads it any more")
    await intel_tab(running, journey.BEA, "Nothing has been shared with you yet")

    await red_for_bea_alone(running)
    assert "Traceback" not in running.log, running.log[-3_000:]


async def reword(running: RunningHub) -> None:
    """Ann changes the words of her item; its new state is shown in the form's place."""
    form = await press_in_home(running, journey.ANN, "intel_edit")
    done = await submit(running, form, journey.ANN, {"intel_text": {"intel_text": "Ships from two towns"}})
    assert "Ships from two towns" in str(done)
    await running.slack.close(view_id=done["id"])


async def red_for_bea_alone(running: RunningHub) -> None:
    """By the shortcut, under TLP:RED: people who are no member's own cannot be named, Bea can."""
    await running.slack.shortcut(team=journey.OPS, user=journey.ANN, callback_id="share_intel")
    form = await running.until(lambda: acts.form(running, journey.ANN))
    await running.slack.click_in_view(view_id=form["id"], action_id="intel_kind", value="method")
    form = await running.until(
        lambda: view if "intel_value:method" in str(view := acts.form(running, journey.ANN)) else None
    )
    red: dict[str, dict[str, Any]] = {
        "intel_value:method": {"intel_value": "Labels are sewn in after customs"},
        "intel_label": {"intel_label": "red"},
        "intel_named": {"intel_named": [journey.RAY]},
    }
    answer = await running.slack.submit(view_id=form["id"], values=red)
    assert answer.problem is None, answer.problem
    still = acts.form(running, journey.ANN)
    assert still is not None and still["id"] == form["id"], "the form stays, with the problem at its field"
    done = await submit(running, form, journey.ANN, {"intel_named": {"intel_named": [journey.BEA]}})
    assert "Only you and the 1 person you named can read it." in str(done)
    await running.slack.close(view_id=done["id"])
    await intel_tab(running, journey.BEA, "Labels are sewn in after customs")
    await intel_tab(running, journey.GIL, "Nothing has been shared with you yet")
    await running.slack.command(
        team=journey.OPS, user=journey.ANN, channel="C0ACME", command="/aaca", text="share"
    )
    await running.until(lambda: acts.form(running, journey.ANN))


async def submit(running: RunningHub, form: Any, user: str, values: Any = None) -> dict[str, Any]:
    """Send the form, and return what is shown in its place."""
    answer = await running.slack.submit(view_id=form["id"], values=values or {})
    assert answer.problem is None, answer.problem

    def shown() -> dict[str, Any] | None:
        view = acts.form(running, user)
        return view if view is not None and "submit" not in {k for k, v in view.items() if v} else None

    return await running.until(shown)


async def intel_tab(running: RunningHub, user: str, words: str) -> dict[str, Any]:
    """Open the home and its Intel tab, which then says these words."""
    await running.slack.open_home(team=journey.OPS, user=user)
    await home_shows(running, user, "home_intel")
    await click_in_home(running, user, "home_intel")
    return await home_shows(running, user, words)


async def click_in_home(running: RunningHub, user: str, action: str) -> None:
    answer = await running.slack.click_in_home(team=journey.OPS, user=user, action_id=action)
    assert answer.problem is None, answer.problem


async def press_in_home(running: RunningHub, user: str, action: str) -> dict[str, Any]:
    """Press what opens a modal in the home, and return the modal."""
    await click_in_home(running, user, action)
    return await running.until(lambda: acts.form(running, user))


async def home_shows(running: RunningHub, user: str, words: str) -> dict[str, Any]:
    def shown() -> dict[str, Any] | None:
        home = running.slack.home(journey.OPS, user)
        return home if home is not None and words in str(home) else None

    return await running.until(shown, acts.PATIENCE)
