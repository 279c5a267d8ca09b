"""Fields that search the alliance's members as the operator's people type."""

from slack_bolt.async_app import AsyncAck, AsyncApp

from aacabot.domain.errors import Refusal
from aacabot.domain.untrusted import storable
from aacabot.logs import log
from aacabot.services import directory
from aacabot.slack.views.message import Block
from aacabot.slack.views.phases import member_option
from handlers.clicks import Body, Clicks


def offer_members(app: AsyncApp, clicks: Clicks, field: str) -> None:
    """Offer members in a field; nothing to whoever does not read the directory."""

    @app.options(field)
    async def offer(body: Body, ack: AsyncAck) -> None:
        await ack(options=await _choices(clicks, body))


async def _choices(clicks: Clicks, body: Body) -> list[Block]:
    typed = storable(str(body.get("value") or ""))[:100]
    try:
        reader = await clicks.reader(body)
        members = await directory.find_members(clicks.hub, reader.person, typed)
        return [member_option(member, clicks.words(reader)) for member in members]
    except Refusal as refusal:
        log(__name__).info("refused", why=type(refusal).__name__)
    except Exception:  # noqa: BLE001 - Slack shows an empty list; the log says why
        log(__name__).exception("members not offered")
    return []
