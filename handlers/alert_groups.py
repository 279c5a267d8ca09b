"""The grouped card: what was ticked is asked about once, and decided case by case."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.bulk_acts import BulkDeed
from aacabot.locales import Words
from aacabot.services import group_choice
from aacabot.services.people import Reader
from aacabot.slack.ids.alert_groups import AlertGroupActionId, AlertGroupInputId
from aacabot.slack.views.alert_groups import confirm_ticked_modal, one_by_one
from aacabot.slack.views.bulk_acts import bulk_modal
from aacabot.slack.views.message import Message
from handlers.clicks import Body, Clicks, pressed
from handlers.modals import open_modal


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to the card's boxes and buttons."""
    hub = clicks.hub

    @app.action(AlertGroupInputId.TICKED)
    async def tick(ack: AsyncAck) -> None:
        """Slack keeps what is ticked and sends it with the button."""
        await ack()

    @app.action(AlertGroupActionId.GROUP_CONFIRM)
    async def confirm(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            preview, rows = await group_choice.choose(hub, reader.person, BulkDeed.CONFIRM, ticked(body))
            await open_modal(client, body, confirm_ticked_modal(preview, rows, words))

        await clicks.answer(AlertGroupActionId.GROUP_CONFIRM, body, ack, respond, work)

    @app.action(AlertGroupActionId.GROUP_DISMISS)
    async def dismiss(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            preview, _ = await group_choice.choose(hub, reader.person, BulkDeed.DISMISS, ticked(body))
            await open_modal(client, body, bulk_modal(preview, "", words))

        await clicks.answer(AlertGroupActionId.GROUP_DISMISS, body, ack, respond, work)

    @app.action(AlertGroupActionId.GROUP_OPEN)
    async def open_each(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            group = await group_choice.open_group(hub, reader.person, pressed(body))
            return one_by_one(group, words)

        await clicks.answer(AlertGroupActionId.GROUP_OPEN, body, ack, respond, work)


def ticked(body: Body) -> dict[str, str]:
    """What was ticked on the card that was clicked: the affirmation shown, by case."""
    values: dict[str, dict[str, Any]] = (body.get("state") or {}).get("values") or {}
    boxes = [inputs.get(AlertGroupInputId.TICKED) or {} for inputs in values.values()]
    chosen = [str(one["value"]) for box in boxes for one in box.get("selected_options") or []]
    return {case_id: seen for case_id, _, seen in (value.partition(":") for value in chosen)}
