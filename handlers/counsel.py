"""The record for counsel, and legal holds: on a looked-up case, and in the audit tab of the home."""

import asyncio
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.counsel import MOST_IN_A_MESSAGE, Scope
from aacabot.domain.errors import FieldProblem, Refusal
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.viewers import EVERYONE
from aacabot.locales import N_, Words
from aacabot.logs import log
from aacabot.services import legal_holds, messages
from aacabot.services.counsel import Exported, asking, case_scope, export, member_scope, write_record
from aacabot.services.hub import Hub
from aacabot.services.people import Reader
from aacabot.slack.files import post_file
from aacabot.slack.ids.counsel import CounselActionId as Action
from aacabot.slack.ids.counsel import CounselInputId as Input
from aacabot.slack.ids.home import HomeTab
from aacabot.slack.limits import OPTIONS
from aacabot.slack.views import counsel as views
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block, Message
from handlers.clicks import Body, Clicks, filled, identity, metadata, pressed, typed_in
from handlers.home import Home, place_of_home
from handlers.member_choices import offer_members
from handlers.modals import open_modal


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the buttons and forms of exports and of holds."""
    offer_members(app, home.clicks, Input.MEMBER)
    _listen_to_exports(app, home)
    _listen_to_periods(app, home)
    _listen_to_holds(app, home)
    _listen_to_releases(app, home)


async def show_holds(hub: Hub, reader: Reader, words: Words, place: Place) -> list[Block]:
    """The audit tab's other list."""
    found, total = await legal_holds.holds_in_force(hub, reader.person, place.page)
    return views.holds_list(found, place, legal_holds.PER_PAGE, total, words)


def _listen_to_exports(app: AsyncApp, home: Home) -> None:
    clicks = home.clicks

    @app.action(Action.EXPORT)
    async def export_case(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        asked: list[tuple[Reader, Words, Scope]] = []

        async def work(reader: Reader, words: Words) -> Message:
            asked.append((reader, words, await case_scope(clicks.hub, reader.person, pressed(body))))
            return views.export_begun(words)

        await clicks.answer(Action.EXPORT, body, ack, respond, work)
        for reader, words, scope in asked:
            await clicks.follow(send_record(clicks.hub, client, identity(body)[1], reader, words, scope))


def _listen_to_periods(app: AsyncApp, home: Home) -> None:
    clicks = home.clicks

    @app.action(Action.PERIOD)
    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            member_id = asking.only_member(reader.person)
            today = clicks.hub.clock().date()
            await open_modal(client, body, views.period_modal(member_id, today, place_of_home(body), words))

        await home.act(Action.PERIOD, body, ack, client, work)

    @app.options(Input.BRAND)
    async def brands(body: Body, ack: AsyncAck) -> None:
        await ack(options=await _brands(clicks, body))

    @app.view(Action.PERIOD)
    async def export_period(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        asked: list[tuple[Reader, Words, Scope]] = []

        async def work(reader: Reader, words: Words) -> None:
            scope = await member_scope(
                clicks.hub,
                reader.person,
                _member(body),
                filled(body, Input.BRAND),
                _day(body, Input.FROM),
                _day(body, Input.TO),
            )
            asked.append((reader, words, scope))

        said = N_("I am putting the record together, and send it to you in a direct message.")
        await home.submit(Action.PERIOD, body, ack, client, work, said)
        for reader, words, scope in asked:
            await clicks.follow(send_record(clicks.hub, client, identity(body)[1], reader, words, scope))


async def _brands(clicks: Clicks, body: Body) -> list[Block]:
    try:
        reader = await clicks.reader(body)
        found = await asking.brands_offered(clicks.hub, reader.person, typed_in(body), OPTIONS)
        return [views.brand_option(*one) for one in found]
    except Refusal as refusal:
        log(__name__).info("refused", why=type(refusal).__name__)
        return []


def _member(body: Body) -> str:
    return filled(body, Input.MEMBER) or str(metadata(body).get("member") or "")


def _day(body: Body, input_id: Input) -> date | None:
    try:
        return date.fromisoformat(filled(body, input_id) or "")
    except ValueError:
        raise FieldProblem(input_id, "required") from None


async def send_record(
    hub: Hub, client: AsyncWebClient, user_id: str, reader: Reader, words: Words, scope: Scope
) -> None:
    """Write the record and send it to who asked; what cannot be sent is kept, and they are told how."""
    with tempfile.TemporaryDirectory(prefix="aacabot-record-") as folder:
        file = Path(folder) / "record.zip"
        try:
            made = await write_record(hub, reader.person, scope, file)
        except Exception:
            notice = Notice(kind=NoticeKind.RECORD_FAILED, values={})
            await _tell(hub, reader, notice, hub.clock().isoformat())
            raise
        if made.size > MOST_IN_A_MESSAGE or not await _sent(client, user_id, made, file, words):
            await export.keep(hub, made.id, file)
            values = {"id": made.id, "cases": made.cases}
            await _tell(hub, reader, Notice(kind=NoticeKind.RECORD_KEPT, values=values), made.id)


async def _sent(client: AsyncWebClient, user_id: str, made: Exported, file: Path, words: Words) -> bool:
    said = views.sent_with_file(made.cases, made.fingerprint, words)
    try:
        content = await asyncio.to_thread(file.read_bytes)
        await post_file(client, user_id, made.name, content, said)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log(__name__).warning("record not sent", export=made.id, why=type(error).__name__)
        return False
    return True


async def _tell(hub: Hub, reader: Reader, notice: Notice, subject: str) -> None:
    async with hub.unit(EVERYONE) as unit:
        await messages.tell_person(unit, reader.person.id, notice, f"{reader.person.id}:{subject}")


def _listen_to_holds(app: AsyncApp, home: Home) -> None:
    clicks = home.clicks

    @app.action(Action.HOLDS)
    async def show(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.AUDIT)

        await home.act(Action.HOLDS, body, ack, client, work)

    @app.action(Action.HOLD_SET)
    async def open_for_case(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await case_scope(clicks.hub, reader.person, pressed(body))
            await open_modal(client, body, views.hold_case_modal(pressed(body), words))

        await clicks.answer(Action.HOLD_SET, body, ack, respond, work)

    @app.view(Action.HOLD_SET)
    async def hold_case(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> None:
            reason = filled(body, Input.HOLD_REASON) or ""
            await legal_holds.hold_case(clicks.hub, reader.person, str(metadata(body).get("case")), reason)

        await clicks.submit(Action.HOLD_SET, body, ack, work)

    @app.action(Action.HOLD_MEMBER)
    async def open_for_member(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            view = views.hold_member_modal(asking.only_member(reader.person), place_of_home(body), words)
            await open_modal(client, body, view)

        await home.act(Action.HOLD_MEMBER, body, ack, client, work)

    @app.view(Action.HOLD_MEMBER)
    async def hold_member(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            reason = filled(body, Input.HOLD_REASON) or ""
            await legal_holds.hold_member(clicks.hub, reader.person, _member(body), reason)

        await home.submit(Action.HOLD_MEMBER, body, ack, client, work, N_("The hold is set."))


def _listen_to_releases(app: AsyncApp, home: Home) -> None:
    clicks = home.clicks

    @app.action(Action.HOLD_RELEASE)
    async def open_form(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        place = replace(place_of_home(body), page=1) if body.get("view") else None

        async def work(reader: Reader, words: Words) -> None:
            await open_modal(client, body, views.release_modal(pressed(body), place, words))

        if place is not None:
            await home.act(Action.HOLD_RELEASE, body, ack, client, work)
        else:
            await clicks.answer(Action.HOLD_RELEASE, body, ack, respond, work)

    @app.view(Action.HOLD_RELEASE)
    async def release(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            reason = filled(body, Input.RELEASE_REASON) or ""
            await legal_holds.release_hold(clicks.hub, reader.person, str(metadata(body).get("hold")), reason)

        await home.submit(Action.HOLD_RELEASE, body, ack, client, work, N_("The hold is released."))
