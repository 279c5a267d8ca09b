"""The audit trail: its tab in the home with filters, and `/aaca audit`."""

from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.audit_trail import TrailAsked
from aacabot.locales import N_, Words
from aacabot.services import audit_trail
from aacabot.services.people import Reader
from aacabot.slack.ids.audit import AuditActionId, AuditInputId
from aacabot.slack.ids.home import HomeTab
from aacabot.slack.views.counsel import HOLDS, audit_row
from aacabot.slack.views.home.audit import ALL, REPLY_LINES, audit_reply, audit_tab
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from handlers.clicks import Body, chosen_now
from handlers.commands import Asked, Commands
from handlers.counsel import show_holds
from handlers.home import Home, Tab, place_of_home


def register(app: AsyncApp, home: Home, commands: Commands) -> None:
    """Add the tab for those who may audit, its filters, and the command's word."""
    hub = home.clicks.hub

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        if place.also == HOLDS:
            return await show_holds(hub, reader, words, place)
        asked = TrailAsked.of(place.words)
        lines, total = await audit_trail.read_trail(hub, reader, asked, page=place.page)
        return [audit_row(words), *audit_tab(lines, asked, place, audit_trail.PER_PAGE, total, words)]

    home.add(Tab(tab=HomeTab.AUDIT, label=N_("Audit"), offered=audit_trail.may_audit, show=show))

    async def audit(reader: Reader, words: Words, asked: Asked) -> Message:
        wanted = TrailAsked.of(asked.rest)
        lines, total = await audit_trail.read_trail(hub, reader, wanted, per_page=REPLY_LINES)
        return audit_reply(lines, total, words)

    commands.add("audit", audit)

    async def narrow(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return narrowed(body)

        await home.act(str(body["actions"][0]["action_id"]), body, ack, client, work)

    for element in (*AuditInputId, AuditActionId.AUDIT_CLEAR):
        app.action(element)(narrow)


def narrowed(body: Body) -> Place:
    """The home's place with what was just chosen or typed among its filters."""
    here, chosen = place_of_home(body), chosen_now(body)
    asked = TrailAsked.of(here.words)
    match body["actions"][0]["action_id"]:
        case AuditInputId.AUDIT_KIND:
            asked = replace(asked, action="" if chosen == ALL else chosen)
        case AuditInputId.AUDIT_DAY:
            asked = replace(asked, day=TrailAsked.of(chosen).day)
        case AuditInputId.AUDIT_PERSON:
            asked = replace(asked, person=chosen)
        case _:
            asked = TrailAsked()
    return Place(tab=HomeTab.AUDIT, words=asked.words)
