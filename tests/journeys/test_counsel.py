"""Counsel holds a case that was taken down, and gets its record in a direct message: it checks out."""

import io

from aacabot.domain.counsel_verifier import verify
from tests.journeys.acts import PATIENCE, command, form, number_of, suspicious
from tests.journeys.alliance import ANN, OPS, VIC
from tests.journeys.running_hub import RunningHub


async def press(running: RunningHub, user: str, action: str) -> None:
    """Press a button of the newest answer only this person sees."""
    shown = running.slack.ephemerals(user)[-1]
    answer = await running.slack.click(
        team=OPS, user=user, channel=shown.channel, ts=shown.ts, action_id=action
    )
    assert answer.problem is None, answer.problem


async def test_from_a_confirm_to_a_record_that_checks_out(running: RunningHub) -> None:
    card = await suspicious(running, "L1")
    await running.click(card, "case_confirm", ANN)
    await running.shows(card, "Taken down")
    number = number_of(card)
    assert "counsel_export" not in await command(running, VIC, f"case {number}")

    assert "counsel_export" in await command(running, ANN, f"case {number}")
    await press(running, ANN, "hold_set")
    view = await running.until(lambda: form(running, ANN), PATIENCE)
    assert "can be read in court proceedings" in str(view)
    await running.slack.submit(
        view_id=view["id"], values={"hold_reason": {"hold_reason": "Zephyrine v. Doe"}}
    )
    assert "On legal hold since" in await command(running, ANN, f"case {number}")

    await press(running, ANN, "counsel_export")
    sent = await running.until(lambda: records(running), PATIENCE)
    verdict = verify(io.BytesIO(sent[0]))
    assert verdict.is_sound and list(verdict.cases) == [number]


def records(running: RunningHub) -> list[bytes]:
    """The records among the files that the hub has sent."""
    sent = [file for message in running.slack.messages() for file in message.files]
    named = [file["id"] for file in sent if file["name"].startswith("record-")]
    return [file.content for one in named if (file := running.slack.state.files.get(one)) and file.content]
