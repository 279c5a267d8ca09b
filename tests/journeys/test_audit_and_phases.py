"""The operator closes confirming for a member, opens it again, announces a day, and reads who did what."""

from typing import Any

from tests.journeys import alliance as journey
from tests.journeys.acts import answered, card_of, command, form, said_to, suspicious
from tests.journeys.running_hub import RunningHub


async def test_the_roll_out_an_invitation_and_the_trail(running: RunningHub) -> None:
    slack = running.slack
    card = await suspicious(running, "L1")
    assert "case_confirm" in str(card.blocks)
    await slack.open_home(team=journey.OPS, user=journey.OLA)
    await running.until(lambda: slack.home(journey.OPS, journey.OLA))

    await at_home(running, "home_phases", "Phase 1")
    await set_confirm(running, how="phase")
    closed = await running.shows(card, "Confirming by click is not open to you yet")
    assert "case_confirm" not in str(closed.blocks)

    await set_confirm(running, how="all")
    await running.shows(card, "case_confirm")
    await running.click(card, "case_confirm", journey.ANN)
    await running.until(lambda: running.takedowns_of("L1"))

    await at_home(running, "home_members", "3 rights holders with 3 brands")
    await announce(running)
    invitation = await card_of(running, "C0ACME", "Alliance day", "rsvp_coming")
    before = len(said_to(running, journey.ANN))
    await running.click(invitation, "rsvp_coming", journey.ANN)
    assert "Noted: you are coming" in await answered(running, journey.ANN, before)
    await at_home(running, "announcements", "coming 1, maybe 0, not coming 0")

    await at_home(running, "home_audit", "answered an invitation")
    told = await command(running, journey.ANN, "audit case")
    assert "decided a case" in told and "Ann" in told
    assert "cannot do this: read the audit trail" in await command(running, journey.VIC, "audit")
    exported = await running.run("audit", "export", "--format", "jsonl")
    assert all(deed in exported for deed in ("feature.changed", "case.decided", "rsvp.given"))

    erased = await running.run("person", "erase", f"{journey.OPS}/{journey.ANN}", "--yes")
    pseudonym = " ".join(erased.split("from now on ")[1].split()[:2]).rstrip(";")
    shown = await running.shows(card, pseudonym)
    assert "Ann" not in str(shown.blocks)
    assert "I do not know you yet" in await command(running, journey.ANN, "queue")


async def at_home(running: RunningHub, action: str, words: str) -> None:
    """Press a button of Ola's home and wait until it shows these words."""
    await running.slack.click_in_home(team=journey.OPS, user=journey.OLA, action_id=action)
    await running.until(lambda: words in str(running.slack.home(journey.OPS, journey.OLA)))


async def open_form(running: RunningHub, action: str, value: str) -> dict[str, Any]:
    await running.slack.click_in_home(
        team=journey.OPS, user=journey.OLA, action_id=action, value=value
    )  # fmt: skip
    opened = await running.until(lambda: form(running, journey.OLA))
    assert opened is not None
    return opened


async def set_confirm(running: RunningHub, how: str) -> None:
    view = await open_form(running, "feature_edit", "confirm")
    given: dict[str, dict[str, Any]] = {"feature_how": {"feature_how": how}}
    if how == "phase":
        offered = await running.slack.suggest(view_id=view["id"], action_id="feature_members", text="quor")
        (beta,) = (offered.json or {})["options"]
        given["feature_members"] = {"feature_members": [beta["value"]]}
    await running.slack.submit(view_id=view["id"], values=given)


async def announce(running: RunningHub) -> None:
    view = await open_form(running, "announce", "new")
    await running.slack.submit(
        view_id=view["id"],
        values={
            "announce_title": {"announce_title": "Alliance day"},
            "announce_text": {"announce_text": "Meet the desk."},
            "announce_date": {"announce_date": "2031-05-05"},
            "announce_time": {"announce_time": "14:00"},
        },
    )
