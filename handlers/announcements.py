"""Announcing something to members, and their people's answers."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem, NotInvited
from aacabot.domain.ids import new_id
from aacabot.locales import N_, Words
from aacabot.services import announcements
from aacabot.services.people import Reader
from aacabot.slack.ids.announcements import AnnouncementActionId, AnnouncementInputId
from aacabot.slack.views.announcements import ANSWERS, EVERYWHERE, announce_modal, rsvp_reply
from aacabot.slack.views.message import Message
from handlers.clicks import Body, Clicks, filled, filled_all, metadata, pressed
from handlers.home import Home, place_of_home
from handlers.member_choices import offer_members
from handlers.modals import open_modal

_Input = AnnouncementInputId


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the form, and to the three answers."""
    hub = home.clicks.hub
    offer_members(app, home.clicks, _Input.ANNOUNCE_MEMBERS)

    @app.action(AnnouncementActionId.ANNOUNCE)
    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await announcements.require_announcer(hub, reader.person)
            view = announce_modal(new_id(), reader.timezone, place_of_home(body), words)
            await open_modal(client, body, view)

        await home.act(AnnouncementActionId.ANNOUNCE, body, ack, client, work)

    @app.view(AnnouncementActionId.ANNOUNCE)
    async def announce(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        ident = str(metadata(body).get("announcement", ""))
        made = []

        async def work(reader: Reader, words: Words) -> None:
            region = filled(body, _Input.ANNOUNCE_REGION)
            await announcements.announce(
                hub,
                reader.person,
                ident,
                filled(body, _Input.ANNOUNCE_TITLE) or "",
                filled(body, _Input.ANNOUNCE_TEXT) or "",
                happens_at=happens_at(body),
                region=None if region in (None, EVERYWHERE) else region,
                member_ids=filled_all(body, _Input.ANNOUNCE_MEMBERS),
            )
            made.append(ident)

        action = AnnouncementActionId.ANNOUNCE
        await home.submit(action, body, ack, client, work, N_("It is announced and on its way."))
        for one in made:
            await home.clicks.follow(announcements.spread(hub, one))

    _listen_to_answers(app, home.clicks)


def _listen_to_answers(app: AsyncApp, clicks: Clicks) -> None:
    async def answer(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        action = AnnouncementActionId(body["actions"][0]["action_id"])

        async def work(reader: Reader, words: Words) -> Message:
            given = ANSWERS[action]
            event = await announcements.answer(clicks.hub, reader.person, pressed(body), given)
            if event.happens_at is None:
                raise NotInvited
            return rsvp_reply(given, event.title, event.happens_at, words)

        await clicks.answer(action, body, ack, respond, work)

    for action in ANSWERS:
        app.action(action)(answer)


def happens_at(body: Body) -> datetime | None:
    """The moment the form gives, in its zone; None for what is no event. Raises FieldProblem."""
    day, clock = filled(body, _Input.ANNOUNCE_DATE), filled(body, _Input.ANNOUNCE_TIME)
    if day is None and clock is None:
        return None
    if day is None or clock is None:
        raise FieldProblem(_Input.ANNOUNCE_TIME if day else _Input.ANNOUNCE_DATE, "date_and_time")
    zone = (filled(body, _Input.ANNOUNCE_ZONE) or "").strip()
    if zone not in available_timezones():
        raise FieldProblem(_Input.ANNOUNCE_ZONE, "no_such_zone")
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone))
