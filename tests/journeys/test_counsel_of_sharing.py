"""Something competitors should not tell each other waits until another counsel has read it."""

from tests.journeys import acts
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub
from tests.journeys.test_following_intel import said_to
from tests.journeys.test_sharing_intel import click_in_home, home_shows, intel_tab, submit


async def test_counsel_releases_in_a_direct_message_what_a_colleague_shares(running: RunningHub) -> None:
    await running.slack.shortcut(team=journey.OPS, user=journey.BEN, callback_id="share_intel")
    form = await running.until(lambda: acts.form(running, journey.BEN))
    await running.slack.click_in_view(view_id=form["id"], action_id="intel_kind", value="method")
    form = await running.until(
        lambda: view if "intel_value:method" in str(view := acts.form(running, journey.BEN)) else None
    )
    typed = {"intel_value:method": {"intel_value": "Write to li@shop.example about their price"}}
    answer = await running.slack.submit(view_id=form["id"], values=typed)
    assert answer.problem is None, answer.problem
    still = acts.form(running, journey.BEN)
    assert still is not None and still["id"] == form["id"], "the form stays, with the rule at its field"

    typed = {"intel_value:method": {"intel_value": "They undercut everybody. Their price is half"}}
    done = await submit(running, form, journey.BEN, typed)
    assert "counsel" in str(done)
    await running.slack.close(view_id=done["id"])
    await intel_tab(running, journey.BEA, "Nothing has been shared with you yet")

    card = await said_to(running, journey.ANN, "Before this is shared, please read it")
    await running.click(card, "intel_release", journey.ANN)
    await running.shows(card, "Ann released this")
    await said_to(running, journey.BEN, "Your counsel has released what you share")
    await intel_tab(running, journey.BEA, "They undercut everybody")

    await intel_tab(running, journey.ANN, "Waits for counsel")
    await click_in_home(running, journey.ANN, "intel_with_counsel")
    await home_shows(running, journey.ANN, "Nothing waits for you.")
    await click_in_home(running, journey.ANN, "intel_figures")
    await home_shows(running, journey.ANN, "not shown: fewer than 5 members")
    assert "Traceback" not in running.log, running.log[-3_000:]
