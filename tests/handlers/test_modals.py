"""Opening a modal: whose trigger is spent or too old is told so, on top of another modal as well."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FormNotOpened
from handlers.modals import open_modal, open_over

VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "More"}, "blocks": []}
FROM_HOME = {"trigger_id": "1.2", "view": {"type": "home", "id": "V0HOME"}}
FROM_MODAL = {"trigger_id": "1.2", "view": {"type": "modal", "id": "V0BELOW"}}


class Answering:
    """Slack, with one answer to what spends a trigger; `calls` are the methods asked."""

    def __init__(self, error: str) -> None:
        self.error = error
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def answer(self, request: web.Request) -> web.Response:
        method, sent = request.path.rpartition("/")[2], await request.text()
        given = json.loads(sent) if sent.startswith("{") else parse_qs(sent)
        self.calls.append((method, given))
        refused = self.error and method != "views.update"
        return web.json_response({"ok": False, "error": self.error} if refused else {"ok": True})


async def opened(error: str, opening: Any, body: Any) -> list[str]:
    """Open a modal where Slack answers so, and return the methods it was asked with."""
    slack = Answering(error)
    app = web.Application()
    app.router.add_post("/api/{method}", slack.answer)
    async with TestServer(app) as server:
        client = AsyncWebClient(token="xoxb-modals", base_url=str(server.make_url("/api/")))
        await opening(client, body, VIEW)
    return [method for method, _ in slack.calls]


WAYS = [(open_modal, FROM_HOME), (open_over, FROM_HOME), (open_over, FROM_MODAL)]


@pytest.mark.parametrize(("opening", "body"), WAYS)
@pytest.mark.parametrize("error", ["expired_trigger_id", "trigger_expired"])
async def test_a_trigger_that_is_too_old_is_said_and_is_no_bug(opening: Any, body: Any, error: str) -> None:
    with pytest.raises(FormNotOpened):
        await opened(error, opening, body)


@pytest.mark.parametrize(("opening", "body"), WAYS)
async def test_a_click_that_came_twice_leaves_the_form_it_opened(opening: Any, body: Any) -> None:
    assert len(await opened("exchanged_trigger_id", opening, body)) == 1


@pytest.mark.parametrize(("opening", "body"), WAYS)
async def test_what_slack_refuses_otherwise_stays_a_bug(opening: Any, body: Any) -> None:
    with pytest.raises(SlackApiError):
        await opened("invalid_arguments", opening, body)


async def test_on_top_of_three_it_takes_the_place_of_the_one_clicked_in() -> None:
    assert await opened("push_limit_reached", open_over, FROM_MODAL) == ["views.push", "views.update"]
