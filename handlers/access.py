"""Strangers ask to be let in, and admins answer."""

import secrets

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from structlog.contextvars import bound_contextvars

from aacabot.domain.errors import FieldProblem, Refusal
from aacabot.domain.membership import Newcomer
from aacabot.domain.people import Person
from aacabot.domain.roles import MEMBER_ROLES, Role
from aacabot.locales import Words
from aacabot.logs import log
from aacabot.services import access
from aacabot.services.people import Reader
from aacabot.slack.ids.people import PeopleActionId, PeopleInputId
from aacabot.slack.views.access import asked_reply, refused_reply
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.notices import notice
from aacabot.slack.views.people_modals import access_modal
from aacabot.slack.views.replies import bug_reply, refusal_reply
from aacabot.slack.views.strangers import ask_the_admin
from handlers.clicks import Body, Clicks, filled, filled_all, identity, metadata, pressed
from handlers.home import Home
from handlers.modals import open_modal
from handlers.newcomers import newcomer


async def stranger_home(team_id: str, user_id: str, words: Words) -> list[Block]:
    """What the home of somebody the hub does not know offers (`Home.stranger`)."""
    return ask_the_admin(words)


def register(app: AsyncApp, home: Home) -> None:
    """Offer the button in a stranger's home; listen to it, and to the admins' two."""
    clicks, hub = home.clicks, home.clicks.hub
    home.stranger = stranger_home

    @app.action(PeopleActionId.ACCESS_ASK)
    async def ask(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        request_id = secrets.token_hex(4)
        with bound_contextvars(request_id=request_id, action=PeopleActionId.ACCESS_ASK.value):
            reply, outcome = await _ask(clicks, body, client, request_id)
            await ack()
            hub.metrics.clicks.labels(PeopleActionId.ACCESS_ASK, outcome).inc()
            await clicks.follow(_answer(clicks, body, respond, client, reply))

    @app.action(PeopleActionId.ACCESS_GRANT)
    async def open_grant(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            name, member_id = await access.asked(hub, reader.person, pressed(body))
            roles, by_brand = _roles(reader.person, member_id)
            view = access_modal(pressed(body), name, roles, words, by_brand=by_brand)
            await open_modal(client, body, view)

        await clicks.answer(PeopleActionId.ACCESS_GRANT, body, ack, respond, work)

    @app.view(PeopleActionId.ACCESS_GRANT)
    async def grant(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            request_id, role = str(metadata(body).get("request", "")), filled(body, PeopleInputId.ROLE) or ""
            brands = filled_all(body, PeopleInputId.BRAND)
            await access.grant(hub, reader.person, request_id, role, brands)

        await clicks.submit(PeopleActionId.ACCESS_GRANT, body, ack, work)

    @app.action(PeopleActionId.ACCESS_REFUSE)
    async def refuse(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            return refused_reply(await access.refuse(hub, reader.person, pressed(body)), words)

        await clicks.answer(PeopleActionId.ACCESS_REFUSE, body, ack, respond, work)


def _roles(person: Person, member_id: str) -> tuple[tuple[Role, ...], bool]:
    """What the answering admin can give: the desk only appoints a member's admin."""
    own = person.administers(member_id)
    return (MEMBER_ROLES, True) if own else ((Role.ADMIN,), False)


async def _ask(clicks: Clicks, body: Body, client: AsyncWebClient, request_id: str) -> tuple[Message, str]:
    words = clicks.words(None)
    try:
        one = await _who(client, body)
        return asked_reply(await access.ask(clicks.hub, one, _met(body)), words), "done"
    except Refusal as refusal:
        log(__name__).info("refused", why=type(refusal).__name__)
        return refusal_reply(refusal, words), type(refusal).__name__
    except Exception:  # noqa: BLE001 - logged with an id the person is told
        log(__name__).exception("click failed")
        return bug_reply(request_id, words), "bug"


async def _who(client: AsyncWebClient, body: Body) -> Newcomer:
    """Who pressed, with the name Slack gives; where it gives none, the one in the click itself.

    The identity is the click's own: what Slack says of a person is asked for their name only.
    """
    team_id, user_id = identity(body)
    try:
        name = (await newcomer(client, user_id)).name
    except FieldProblem:
        name = str(body["user"].get("name") or user_id)
    return Newcomer(team_id=team_id, user_id=user_id, name=name)


def _met(body: Body) -> access.Met:
    return access.Met(
        team_id=str((body.get("team") or {}).get("id") or ""),
        channel_id=str((body.get("channel") or {}).get("id") or ""),
        case_id=pressed(body),
    )


async def _answer(
    clicks: Clicks, body: Body, respond: AsyncRespond, client: AsyncWebClient, reply: Message
) -> None:
    """Under the card, for this person's eyes; from the home, which has nowhere to answer, in a modal."""
    if body.get("response_url"):
        await respond(text=reply.text, blocks=reply.blocks, response_type="ephemeral", replace_original=False)
        return
    words = clicks.words(None)
    said = str(reply.blocks[0]["text"]["text"])
    await open_modal(client, body, notice(PeopleActionId.ACCESS_ASK, words("Ask the admin"), [said], words))
