"""One seller meets four houses: one asks, one agrees, and both learn at once who the other is."""

import sqlite3
from pathlib import Path

import yaml

from aacabot.sandbox.slack import SandboxMessage
from tests.journeys import alliance as journey
from tests.journeys.acts import PATIENCE, command, said_to
from tests.journeys.alliance import ANN, BEA
from tests.journeys.running_hub import CHANNELS, RunningHub

SECRET = "nobody-may-read-this-4711"
OTHERS = ("Delvane", "Erquist", "Fomalt")


def more_members() -> str:
    """Three houses more of the same trade, so that six could be meant."""
    members = [
        {
            "key": name.lower(), "name": f"{name} Group", "workspace": journey.OPS,
            "brands": [
                {"key": f"{name.lower()}-brand", "name": name, "category": "shoes",
                 "marks": [{"text": name}], "rights": [journey.RIGHT]}
            ],
        }
        for name in OTHERS
    ]  # fmt: skip
    return yaml.safe_dump({"members": members})


async def test_two_who_agree_are_introduced_and_a_question_is_kept_nowhere(running: RunningHub) -> None:
    file = running.folder / "more.yaml"
    file.write_text(more_members())
    await running.run("alliance", "apply", str(file))
    await running.send(
        "X1", "Zephyrine Quorvane Ostrelle Delvane runner", seller={"id": "s-bad", "name": "Nice Shop"}
    )
    await running.card("C0ACME", containing="runner")
    known = await command(running, ANN, "intel seller https://market.example/item/X1")
    assert "Others in the alliance know this" in known and "Quorvane" not in known
    answer = running.slack.ephemerals(ANN)[-1]
    await running.slack.click(
        team=journey.OPS, user=ANN, channel=answer.channel, ts=answer.ts, action_id="intel_ask_blind"
    )
    await running.until(lambda: any("Asked. If somebody" in one for one in said_to(running, ANN)), PATIENCE)

    question = await told(running, BEA, "Another member asks about a seller you know of")
    assert "Nice Shop" in str(question.blocks) and "Zephyrine" not in str(question.blocks)
    await running.click(question, "intel_agree", BEA)
    assert "They asked" in str((await told(running, BEA, "You are introduced to Zephyrine Group")).blocks)
    assert "Bea" in str((await told(running, ANN, "You are introduced to Quorvane Group")).blocks)
    await running.shows(question, "Bea agreed for you.", PATIENCE)

    unknown = await command(running, ANN, f"intel seller https://shop.example/{SECRET}")
    assert "Nothing can be said about this" in unknown and SECRET not in unknown
    assert SECRET not in running.log
    assert SECRET not in kept(running.folder / "hub.db")


async def told(running: RunningHub, user: str, words: str) -> SandboxMessage:
    """The direct message to somebody that says so, once it is there."""
    return await running.until(
        lambda: next(
            (
                one
                for one in running.slack.messages()
                if one.channel not in CHANNELS
                and user in running.slack.channel(one.channel).members
                and words in str(one.blocks)
            ),
            None,
        ),
        PATIENCE,
    )


def kept(database: Path) -> str:
    """Every row of every table, the engine's included."""
    with sqlite3.connect(database) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return str([connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names])
