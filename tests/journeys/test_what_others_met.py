"""Seven houses meet one seller: the last one's card says so where only its own read it, and asks them."""

from typing import Any

import yaml

from aacabot.sandbox.slack import SandboxChannel
from tests.journeys import acts
from tests.journeys import alliance as journey
from tests.journeys.alliance import ANN, BEA, BEN, OPS, VIC
from tests.journeys.running_hub import RunningHub
from tests.journeys.test_introductions import told

SELLER = {"id": "s-8888", "name": "Everything Factory Store"}
BRANDS = {
    "C0BETA": "Quorvane", "C0GAMMA": "Ostrelle", "C0DELVANE": "Delvane", "C0ERQUIST": "Erquist",
    "C0FOMALT": "Fomalt", "C0GRENAU": "Grenau", "C0OWN": "Zephyrine",
}  # fmt: skip
MORE = ("Delvane", "Erquist", "Fomalt", "Grenau")


def more_members() -> dict[str, Any]:
    """Four houses more of the same trade; Zephyrine's cards go where only its own people are."""
    houses = [
        {
            "key": name.lower(), "name": f"{name} Group", "workspace": OPS, "channel": f"C0{name.upper()}",
            "brands": [
                {"key": f"{name.lower()}-brand", "name": name, "category": "shoes",
                 "marks": [{"text": name}], "rights": [journey.RIGHT]}
            ],
        }
        for name in MORE
    ]  # fmt: skip
    return {"members": [*houses, {"key": "acme", "channel": "C0OWN"}]}


async def test_the_last_of_seven_is_told_on_the_card_and_asks_who_knows_more(running: RunningHub) -> None:
    rooms = running.slack.state.workspaces.get(OPS)
    bot = rooms.installed().bot_user_id
    rooms.channels["C0OWN"] = SandboxChannel("C0OWN", "own", [ANN, BEN, VIC, bot], is_private=True)
    for name in MORE:
        room = SandboxChannel(f"C0{name.upper()}", name.lower(), [ANN, BEA, bot], is_private=True)
        rooms.channels[room.id] = room
    file = running.folder / "more.yaml"
    file.write_text(yaml.safe_dump(more_members()))
    await running.run("alliance", "apply", str(file))

    for number, (channel, brand) in enumerate(BRANDS.items()):
        await running.send(f"W{number}", f"{brand} runner, same factory", seller=SELLER)
        card = await acts.card_of(running, channel, f"{brand} runner")
    shown = str((await running.shows(card, "What others in the alliance met", 20)).blocks)
    assert "This seller: met by 5 or more other members; last seen this month" in shown
    assert "Ask the alliance" in shown
    assert not [brand for brand in BRANDS.values() if brand != "Zephyrine" and brand in shown]

    before = len(acts.said_to(running, ANN))
    await running.click(card, "intel_ask", ANN)
    assert "Asked. If somebody holds something on this" in await acts.answered(running, ANN, before)
    question = await told(running, BEA, "Another member asks about a seller you know of")
    assert "Zephyrine" not in str(question.blocks)
    await running.click(question, "intel_agree", BEA)
    await told(running, BEA, "You are introduced to Zephyrine Group")
    await told(running, ANN, "You are introduced to Quorvane Group")

    # Rooms with others' people in them: the cards there were never told of anybody.
    for channel in BRANDS:
        told_there = "What others in the alliance met" in str(
            [one.blocks for one in running.slack.messages(channel)]
        )
        assert told_there is (channel == "C0OWN"), channel
    assert "Traceback" not in running.log, running.log[-3_000:]
