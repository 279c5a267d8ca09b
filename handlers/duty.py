"""The rota and being away: the home's tab, its forms, and `/aaca away` and `/aaca back`."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.away import Away, away_from
from aacabot.domain.errors import FieldProblem
from aacabot.locales import N_, Words
from aacabot.services import absences, duty
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.duty import DutyActionId, DutyInputId
from aacabot.slack.views.duty import (
    away_modal,
    away_reply,
    back_reply,
    cannot_be_away_reply,
    shift_modal,
)
from aacabot.slack.views.home.duty import duty_tab
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from handlers.clicks import Body, filled, filled_all, pressed
from handlers.commands import Asked, Commands
from handlers.home import Home, Tab, place_of_home
from handlers.modals import open_modal


def register(app: AsyncApp, home: Home, commands: Commands) -> None:
    """Add the tab and the two words, and listen to the rota's buttons and forms."""
    hub = home.clicks.hub

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        return duty_tab(await duty.rota_of(hub, reader.person, words.timezone), place, words)

    home.add(Tab(tab=HomeTab.DUTY, label=N_("Duty"), offered=lambda person: True, show=show))

    @app.action(DutyActionId.DUTY_ADD)
    async def open_shift(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            people = await duty.candidates(hub, reader.person)
            view = shift_modal(people, str(words.timezone), place_of_home(body).value, words)
            await open_modal(client, body, view)

        await home.act(DutyActionId.DUTY_ADD, body, ack, client, work)

    @app.view(DutyActionId.DUTY_ADD)
    async def add_shift(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await duty.add_shift(
                hub,
                reader.person,
                on_duty=filled(body, DutyInputId.PERSON) or "",
                weekdays=[int(day) for day in filled_all(body, DutyInputId.WEEKDAYS) if day.isdecimal()],
                from_minute=_minute(body, DutyInputId.FROM),
                to_minute=_minute(body, DutyInputId.TO),
                timezone=(filled(body, DutyInputId.ZONE) or "").strip(),
            )

        await home.submit(DutyActionId.DUTY_ADD, body, ack, client, work, N_("The shift is on the rota."))

    @app.action(DutyActionId.DUTY_REMOVE)
    async def remove_shift(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            await duty.remove_shift(hub, reader.person, pressed(body))
            return place_of_home(body)

        await home.act(DutyActionId.DUTY_REMOVE, body, ack, client, work)

    _register_absences(app, home, commands)


def _register_absences(app: AsyncApp, home: Home, commands: Commands) -> None:
    hub = home.clicks.hub

    @app.action(DutyActionId.DUTY_AWAY)
    async def open_away(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            people = await absences.deputies(hub, reader.person)
            await open_modal(client, body, away_modal(people, place_of_home(body).value, words))

        await home.act(DutyActionId.DUTY_AWAY, body, ack, client, work)

    @app.view(DutyActionId.DUTY_AWAY)
    async def go_away(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            until = _end_of(filled(body, DutyInputId.UNTIL), words.timezone)
            await absences.go_away(hub, reader.person, until, filled(body, DutyInputId.DEPUTY))

        await home.submit(DutyActionId.DUTY_AWAY, body, ack, client, work)

    @app.action(DutyActionId.DUTY_BACK)
    async def come_back(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            await absences.come_back(hub, reader.person)
            return place_of_home(body)

        await home.act(DutyActionId.DUTY_BACK, body, ack, client, work)

    async def away(reader: Reader, words: Words, asked: Asked) -> Message | None:
        """`/aaca away [until] [@deputy]`; without either, the form asks."""
        people = await absences.deputies(hub, reader.person)
        if not asked.rest:
            await open_modal(asked.client, asked.body, away_modal(people, None, words))
            return None
        said = away_from(asked.rest, hub.clock().astimezone(words.timezone), people)
        if not isinstance(said, Away):
            return cannot_be_away_reply(said, words)
        try:
            await absences.go_away(hub, reader.person, said.until, said.deputy_id)
        except FieldProblem as problem:
            return cannot_be_away_reply(problem.problem, words)
        return away_reply(said.until, people.get(said.deputy_id or ""), words)

    async def back(reader: Reader, words: Words, asked: Asked) -> Message:
        return back_reply(await absences.come_back(hub, reader.person), words)

    commands.add("away", away)
    commands.add("back", back)


def _minute(body: Body, block_id: str) -> int:
    """A time of day that was picked, in minutes since midnight. Raises FieldProblem where there is none."""
    try:
        at = time.fromisoformat(filled(body, block_id) or "")
    except ValueError:
        raise FieldProblem(block_id, "required") from None
    return at.hour * 60 + at.minute


def _end_of(day: str | None, zone: ZoneInfo) -> datetime | None:
    """The end of a day that was picked, on the reader's clock; None where none was."""
    if day is None:
        return None
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise FieldProblem(DutyInputId.UNTIL, "unknown") from None
    return datetime.combine(chosen + timedelta(days=1), time(), zone)
