"""Keys for a member's own tools: a form behind a button of the home's connections."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem
from aacabot.locales import Words
from aacabot.services import api_tokens
from aacabot.services.people import Reader
from aacabot.slack.ids.api_tokens import ApiTokenActionId, ApiTokenInputId
from aacabot.slack.views.api_tokens import token_modal, tokens_modal
from aacabot.slack.views.message import Block
from handlers.clicks import Body, filled, filled_all, metadata, pressed
from handlers.home import Home
from handlers.modals import open_modal


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the button, the form, and the keys' own buttons."""
    hub = home.clicks.hub

    async def listed(reader: Reader, member_id: str, words: Words) -> Block:
        found = await api_tokens.tokens_of(hub, reader.person, member_id)
        return tokens_modal(found, {"member": member_id}, words)

    @app.action(ApiTokenActionId.TOKENS)
    async def show(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await open_modal(client, body, await listed(reader, pressed(body), words))

        await home.act(ApiTokenActionId.TOKENS, body, ack, client, work)

    @app.view(ApiTokenActionId.TOKENS)
    async def make(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Block:
            made = await api_tokens.make_token(
                hub,
                reader.person,
                str(metadata(body).get("member") or ""),
                filled(body, ApiTokenInputId.NAME) or "",
                filled_all(body, ApiTokenInputId.SCOPES),
                _days(body),
            )
            return token_modal(made, words)

        await home.submit(ApiTokenActionId.TOKENS, body, ack, client, work)

    @app.action(ApiTokenActionId.TOKEN_REVOKE)
    async def revoke(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            member_id = await api_tokens.revoke_token(hub, reader.person, pressed(body))
            if member_id is not None:
                view = await listed(reader, member_id, words)
                await client.views_update(view_id=body["view"]["id"], view=view)

        await home.act(ApiTokenActionId.TOKEN_REVOKE, body, ack, client, work)


def _days(body: Body) -> int:
    try:
        return int(filled(body, ApiTokenInputId.DAYS) or "")
    except ValueError:
        raise FieldProblem(ApiTokenInputId.DAYS, "unknown") from None
