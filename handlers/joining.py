"""Joining with an invite code: from the home of somebody unknown, or from a card in a channel."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import UnknownPerson
from aacabot.locales import Words
from aacabot.services import joining
from aacabot.services.connections import connections_of
from aacabot.services.joining import Bearer
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.joining import JoiningActionId, JoiningInputId
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.joining import join_modal, stranger_blocks
from aacabot.slack.views.message import Block
from aacabot.slack.views.setting_up import set_up_modal
from handlers.clicks import Body, filled, identity, metadata
from handlers.home import Home
from handlers.modals import open_modal
from handlers.strangers import submit_by_anyone, words_of


def register(app: AsyncApp, home: Home) -> None:
    """Offer the code in a stranger's home, and listen to the button, the card and the form."""
    clicks = home.clicks
    others = home.stranger

    async def stranger(team_id: str, user_id: str, words: Words) -> list[Block]:
        more = await others(team_id, user_id, words) if others else []
        return [*stranger_blocks(words), *more]

    home.stranger = stranger

    @app.action(JoiningActionId.JOIN_ENTER)
    async def enter(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        view = join_modal(_called(body), place_pressed(body), await words_of(clicks, body))
        await clicks.follow(open_modal(client, body, view))
        await ack()

    @app.view(JoiningActionId.JOIN_ENTER)
    async def join(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        kept = metadata(body)

        async def work(words: Words) -> Block:
            bearer = _bearer(body)
            joined = await joining.redeem(clicks.hub, bearer, filled(body, JoiningInputId.CODE) or "")
            reader = joined.reader
            member = await connections_of(clicks.hub, reader.person, joined.member_id)
            with_picker = bearer.team_id == bearer.installed_team_id
            words = clicks.words(reader)
            return set_up_modal(member, kept, words, here=bearer.channel_id, with_picker=with_picker)

        done = await submit_by_anyone(clicks, JoiningActionId.JOIN_ENTER, body, ack, work)
        if done and not kept.get("channel"):
            await clicks.follow(home.show(client, body, Place(tab=HomeTab.CONNECTIONS)))


def place_pressed(body: Body) -> dict[str, str]:
    """Where a button was pressed: the workspace the app answers in, and the channel or the home's place.

    In a shared channel the payload's team is the installed workspace's, the person's may be another
    (docs.slack.dev/apis/slack-connect); a home is only ever that of the installed one.
    """
    own, _ = identity(body)
    kept = {"team": str((body.get("team") or {}).get("id") or own)}
    channel = (body.get("channel") or {}).get("id")
    if channel:
        return {**kept, "channel": str(channel)}
    return {**kept, "place": Place(tab=HomeTab.CONNECTIONS).value}


def _called(body: Body) -> str:
    user = body.get("user") or {}
    return str(user.get("name") or user.get("username") or "")


def _bearer(body: Body) -> Bearer:
    team_id, user_id = identity(body)
    if not team_id or not user_id:
        raise UnknownPerson(team_id, user_id)
    kept = metadata(body)
    return Bearer(
        team_id=team_id,
        user_id=user_id,
        name=filled(body, JoiningInputId.NAME) or _called(body),
        installed_team_id=str(kept.get("team") or team_id),
        channel_id=kept.get("channel"),
    )
