"""The JSON the page lives on."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.sandbox.slack import SandboxPerson, SlackSandbox
from tests.sandbox.slack.bolt_hub import bolt_app, on, served
from tests.sandbox.slack.slack_builders import actions, button, modal, plain, text_input

DIALOG = {
    "title": plain("Sure?"),
    "text": plain("It goes at once."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}
ANN: dict[str, Any] = {"team": "T0ACME", "user": "U0ANN", "channel": "C0ALERTS"}


@pytest.fixture
async def page(slack: SlackSandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(slack.base_url) as session:
        yield session


async def read(page: aiohttp.ClientSession, path: str) -> dict[str, Any]:
    async with page.get(path) as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def tell(page: aiohttp.ClientSession, verb: str, **what: Any) -> tuple[int, dict[str, Any]]:
    async with page.post(f"/sandbox/{verb}", json=what) as answer:
        return answer.status, await answer.json()


async def test_the_state_names_workspaces_people_channels_and_messages(
    slack: SlackSandbox, client: AsyncWebClient, page: aiohttp.ClientSession
) -> None:
    ts = (await client.chat_postMessage(channel="C0ALERTS", text="card"))["ts"]
    await client.chat_postEphemeral(channel="C0ALERTS", user="U0ANN", text="psst")
    state = await read(page, "/sandbox/state")
    (acme,) = state["workspaces"]
    assert (acme["id"], acme["bot"]["user_id"]) == ("T0ACME", "U0BOT0ACME")
    assert [one["id"] for one in acme["people"]] == ["U0ANN", "U0BOB", "U0OLD"]
    assert acme["channels"][0]["members"] == ["U0ANN", "U0BOB", "U0BOT0ACME"]
    (message,) = state["messages"]
    assert (message["channel"], message["ts"], message["revisions"], message["edited"]) == (
        "C0ALERTS",
        ts,
        0,
        False,
    )
    assert [one["text"] for one in (await read(page, "/sandbox/state?user=U0ANN"))["ephemerals"]] == ["psst"]
    assert (await read(page, "/sandbox/state?user=U0BOB"))["ephemerals"] == []


async def test_a_change_wakes_the_page_that_waits_for_it(
    slack: SlackSandbox, client: AsyncWebClient, page: aiohttp.ClientSession
) -> None:
    seq = (await read(page, "/sandbox/state"))["seq"]
    waiting = asyncio.create_task(read(page, f"/sandbox/changes?since={seq}"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await client.chat_postMessage(channel="C0ALERTS", text="news")
    state = await asyncio.wait_for(waiting, 2)
    assert state["seq"] > seq and state["messages"][0]["text"] == "news"


async def test_a_click_asks_first_is_refused_or_reaches_the_app(
    slack: SlackSandbox, client: AsyncWebClient, page: aiohttp.ClientSession
) -> None:
    app = bolt_app(slack)

    @on(app.action("case_confirm"))
    async def confirm(ack: Any) -> None:
        await ack()

    blocks = [actions(button("case_confirm", "17", confirm=DIALOG))]
    ts = (await client.chat_postMessage(channel="C0ALERTS", text="x", blocks=blocks))["ts"]
    click = {**ANN, "ts": ts, "action_id": "case_confirm", "block_id": "acts", "value": "17"}
    async with served(slack, app):
        assert await tell(page, "click", **click) == (409, {"dialog": DIALOG})
        status, answer = await tell(page, "click", **click, confirm=True)
        assert (status, answer["delivery"]["status"]) == (200, 200)
        assert await tell(page, "click", **click, confirm=False) == (200, {"delivery": None})
    status, answer = await tell(page, "click", **{**click, "action_id": "case_retract"})
    assert status == 400 and "There is no case_retract" in answer["error"]
    slack.request_url = None
    status, answer = await tell(page, "click", **click, confirm=True)
    assert (status, answer["error"]) == (502, "The app could not be reached.")


async def test_a_form_is_filled_from_the_page_and_told_its_errors(
    slack: SlackSandbox, page: aiohttp.ClientSession
) -> None:
    app = bolt_app(slack)

    @on(app.command("/aaca"))
    async def aaca(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(text_input("why"), callback_id="why")
        )
        await ack()

    @on(app.view("why"))
    async def why(ack: Any) -> None:
        await ack(response_action="errors", errors={"why": "More, please."})

    async with served(slack, app):
        await tell(page, "command", **ANN, command="/aaca", text="report")
        (view,) = (await read(page, "/sandbox/state"))["views"]
        assert (view["user"], view["view"]["callback_id"]) == ("U0ANN", "why")
        status, answer = await tell(page, "submit", view_id=view["id"], values={"why": {"text": "x"}})
        assert (status, answer["errors"]) == (200, {"why": "More, please."})
        status, answer = await tell(page, "submit", view_id=view["id"], values={"why": {"text": None}})
        assert status == 400 and "why" in answer["error"]
        assert await tell(page, "close", view_id=view["id"]) == (200, {"delivery": None})
    assert (await read(page, "/sandbox/state"))["views"] == []


async def test_a_person_of_another_workspace_acts_in_a_shared_channel(
    slack: SlackSandbox, client: AsyncWebClient, page: aiohttp.ClientSession
) -> None:
    slack.add_workspace("T0RED", "Redlens", [SandboxPerson("U0RAY", "Ray")])
    app, seen = bolt_app(slack), list[tuple[str, str]]()

    @on(app.action("go"))
    async def go(ack: Any, body: dict[str, Any]) -> None:
        seen.append((body["team"]["id"], body["user"]["team_id"]))
        await ack()

    posted = await client.chat_postMessage(channel="C0SHARED", text="x", blocks=[actions(button("go"))])
    there = {"team": "T0RED", "user": "U0RAY", "channel": "C0SHARED", "ts": posted["ts"]}
    async with served(slack, app):
        status, _ = await tell(page, "click", **there, action_id="go")
    assert (status, seen) == (200, [("T0ACME", "T0RED")])


async def test_words_that_are_missing_or_unknown_are_said(page: aiohttp.ClientSession) -> None:
    assert await tell(page, "shortcut", team="T0ACME") == (400, {"error": "Say user."})
    assert await tell(page, "sing", **ANN) == (400, {"error": "Nobody can sing here."})
    async with page.post("/sandbox/click", data="{") as answer:
        assert (answer.status, await answer.json()) == (400, {"error": "The request is not JSON."})


async def test_the_page_itself_is_served(slack: SlackSandbox, page: aiohttp.ClientSession) -> None:
    for path in ("/", "/page/app.js"):
        async with page.get(path) as answer:
            assert answer.status == 200


async def test_someone_deactivated_can_do_nothing_more(
    slack: SlackSandbox, page: aiohttp.ClientSession
) -> None:
    slack.deactivate("T0ACME", "U0ANN")
    status, answer = await tell(page, "shortcut", team="T0ACME", user="U0ANN", callback_id="share_intel")
    assert (status, answer) == (400, {"error": "The account of Ann is deactivated."})


async def test_the_page_links_to_what_it_is_given(slack: SlackSandbox, page: aiohttp.ClientSession) -> None:
    slack.links["Rehearsal marketplace"] = "http://127.0.0.1:9090"
    links = (await read(page, "/sandbox/links"))["links"]
    assert links == [{"label": "Rehearsal marketplace", "url": "http://127.0.0.1:9090"}]
