"""Met it too, wrong, out of date: one click on an item, wherever it is shown."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem
from aacabot.domain.intel.verdicts import Verdict
from aacabot.locales import Words
from aacabot.services.hub import Hub
from aacabot.services.intel.verdicts import judge, judges_for
from aacabot.services.people import Reader
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.blocks import section
from aacabot.slack.views.intel.verdicts import ACTIONS, judged_said, whose_word_modal
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.notices import notice
from handlers.clicks import Body, filled, metadata, pressed
from handlers.home import Home
from handlers.modals import open_over


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the three buttons, and to an agency's answer for which client it speaks."""
    for action, verdict in ACTIONS.items():
        _listen_to_clicks(app, home, action, verdict)
        _listen_to_choices(app, home, action, verdict)


def _listen_to_clicks(app: AsyncApp, home: Home, action: IntelActionId, verdict: Verdict) -> None:
    hub = home.clicks.hub

    @app.action(action)
    async def click(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Any:
            item_id = pressed(body)
            members = await judges_for(hub, reader.person, item_id)
            if len(members) > 1:
                await open_over(client, body, whose_word_modal(action, item_id, members, words))
                return None
            return await _judged(hub, reader, members[0][0], item_id, verdict, words)

        async def in_place(reader: Reader, words: Words) -> Message | None:
            said = await work(reader, words)
            return Message(said, [section(BlockId.TEXT, said)]) if said else None

        async def over(reader: Reader, words: Words) -> None:
            if said := await work(reader, words):
                await open_over(client, body, _noted(action, said, words))

        if body.get("view"):
            await home.act(action, body, ack, client, over)
        else:
            await home.clicks.answer(action, body, ack, respond, in_place)


def _listen_to_choices(app: AsyncApp, home: Home, action: IntelActionId, verdict: Verdict) -> None:
    hub = home.clicks.hub

    @app.view(action)
    async def choose(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> Block:
            member_id = filled(body, IntelInputId.JUDGE_FOR)
            if member_id is None:
                raise FieldProblem(IntelInputId.JUDGE_FOR, "required")
            item_id = str(metadata(body).get("item", ""))
            said = await _judged(hub, reader, member_id, item_id, verdict, words)
            return _noted(action, said, words)

        await home.clicks.submit(action, body, ack, work)


async def _judged(
    hub: Hub, reader: Reader, member_id: str, item_id: str, verdict: Verdict, words: Words
) -> str:
    return judged_said(await judge(hub, reader.person, member_id, item_id, verdict), words)


def _noted(action: IntelActionId, said: str, words: Words) -> Block:
    return notice(action, words("Noted"), [said], words)
