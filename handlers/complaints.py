"""Starting a complaint: `/aaca report`, the two shortcuts, the button of the home, and the form they open."""

import asyncio

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.complaints import Reported, Via
from aacabot.domain.complaints.addresses import links_in, read_pasted
from aacabot.domain.complaints.csv_files import MOST_BYTES, UnreadableFile, read_list
from aacabot.domain.errors import FieldProblem, UnknownPerson
from aacabot.domain.rights import ReasonCode
from aacabot.locales import Words
from aacabot.services import complaint_forms, complaints
from aacabot.services.complaints import Asked
from aacabot.services.people import Reader
from aacabot.slack.files import FileNotRead, read_file
from aacabot.slack.ids import ShortcutId
from aacabot.slack.ids.complaints import ComplaintActionId, ComplaintInputId
from aacabot.slack.views.complaint_forms import AGREED, Draft, brand_option, complaint_modal, fields_of
from aacabot.slack.views.complaints import filed_modal
from aacabot.slack.views.message import Block
from handlers.cases import chosen
from handlers.clicks import Body, chosen_now, filled, metadata, typed_in
from handlers.commands import Asked as AskedInCommand
from handlers.commands import Commands
from handlers.home import Home
from handlers.modals import open_modal

FILE_SECONDS = 1.8
"""Slack waits three seconds for the answer to a form; the complaint itself is filed in a moment."""


def register(app: AsyncApp, home: Home, commands: Commands) -> None:
    """Listen to everything that opens the form, and to the form."""
    clicks, hub = home.clicks, home.clicks.hub

    async def form(reader: Reader, words: Words, rows: list[Reported], via: Via) -> Block:
        given = await complaint_forms.offered(hub, reader.person, reader.home_name)
        texts = fields_of([row.url for row in rows])
        return complaint_modal(_draft(given, texts, via), words)

    async def report(reader: Reader, words: Words, asked: AskedInCommand) -> None:
        view = await form(reader, words, read_pasted(asked.rest), Via.COMMAND)
        await open_modal(asked.client, asked.body, view)

    commands.add("report", report)

    @app.shortcut(ShortcutId.REPORT_LISTING)
    async def report_message(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            links = links_in(str((body.get("message") or {}).get("text") or ""))
            await open_modal(client, body, await form(reader, words, links, Via.SHORTCUT))

        await home.act(ShortcutId.REPORT_LISTING, body, ack, client, work)

    @app.shortcut(ShortcutId.REPORT_LISTING_GLOBAL)
    async def report_anywhere(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await open_modal(client, body, await form(reader, words, [], Via.SHORTCUT))

        await home.act(ShortcutId.REPORT_LISTING_GLOBAL, body, ack, client, work)

    @app.action(ComplaintActionId.COMPLAINT_START)
    async def start(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await open_modal(client, body, await form(reader, words, [], Via.HOME))

        await home.act(ComplaintActionId.COMPLAINT_START, body, ack, client, work)

    @app.view(ComplaintActionId.COMPLAINT_START)
    async def submit(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Block:
            in_file = await _file_rows(body, client)
            asked = _asked(body, [*_pasted(body), *in_file])
            filed = await complaints.file_complaint(
                hub, reader.person, asked, Via.CSV if in_file else _via(body)
            )
            rows = await complaints.result_of(hub, reader.person, filed.complaint.id)
            return filed_modal(rows, filed.complaint.made_at if filed.again else None, words)

        await clicks.submit(ComplaintActionId.COMPLAINT_START, body, ack, work)

    _register_choices(app, home)


def _register_choices(app: AsyncApp, home: Home) -> None:
    """A brand or a right that is chosen shows the form anew."""
    hub = home.clicks.hub

    async def show_anew(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        action = str(body["actions"][0]["action_id"])

        async def work(reader: Reader, words: Words) -> None:
            brand_id = filled(body, ComplaintInputId.BRAND)
            right_id = chosen_now(body) if action == ComplaintInputId.RIGHT else None
            given = await complaint_forms.offered(hub, reader.person, reader.home_name, brand_id)
            view = complaint_modal(_draft(given, _texts(body), _via(body), right_id), words)
            await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

        await home.act(action, body, ack, client, work)

    app.action(ComplaintInputId.BRAND)(show_anew)
    app.action(ComplaintInputId.RIGHT)(show_anew)

    @app.options(ComplaintInputId.BRAND)
    async def offer_brands(body: Body, ack: AsyncAck) -> None:
        try:
            reader = await home.clicks.reader(body)
            found = await complaint_forms.brands_offered(hub, reader.person, typed_in(body))
        except UnknownPerson:
            found = []
        await ack(options=[brand_option(brand_id, name) for brand_id, name in found])


def _draft(given: complaint_forms.Offered, texts: list[str], via: Via, right_id: str | None = None) -> Draft:
    return Draft(
        brand_id=given.brand_id,
        brand_name=given.brand_name,
        rights=given.rights,
        right_id=right_id,
        texts=texts,
        via=via,
    )


def _via(body: Body) -> Via:
    """How the form was opened, as far as it says so truly."""
    known = {via.value: via for via in (Via.COMMAND, Via.SHORTCUT, Via.HOME)}
    return known.get(str(metadata(body).get("via")), Via.COMMAND)


def _texts(body: Body) -> list[str]:
    """What the fields of addresses hold, in their order."""
    values = body["view"]["state"]["values"]
    found = {}
    for block_id, inputs in values.items():
        name, _, place = block_id.partition(":")
        if name == ComplaintInputId.URLS:
            found[int(place or 1)] = str(inputs[ComplaintInputId.URLS].get("value") or "")
    return [found[place] for place in sorted(found)] or [""]


def _pasted(body: Body) -> list[Reported]:
    return read_pasted("\n".join(_texts(body)))


def _asked(body: Body, rows: list[Reported]) -> Asked:
    return Asked(
        brand_id=filled(body, ComplaintInputId.BRAND) or "",
        right_id=filled(body, ComplaintInputId.RIGHT) or "",
        reason=chosen(ReasonCode, filled(body, ComplaintInputId.REASON), ComplaintInputId.REASON),
        rows=rows,
        bona_fide=filled(body, ComplaintInputId.STATEMENT) == AGREED,
        note=filled(body, ComplaintInputId.NOTE),
    )


async def _file_rows(body: Body, client: AsyncWebClient) -> list[Reported]:
    """The rows of the file that was added, if one was. Raises FieldProblem where it cannot be read."""
    inputs = body["view"]["state"]["values"].get(ComplaintInputId.FILE) or {}
    given: list[dict[str, object]] = next(
        (files for one in inputs.values() if (files := one.get("files"))), []
    )
    if not given:
        return []
    try:
        async with asyncio.timeout(FILE_SECONDS):
            content = await read_file(client, str(given[0].get("id")), MOST_BYTES)
        return read_list(content)
    except TimeoutError:
        raise FieldProblem(ComplaintInputId.FILE, "slack_silent") from None
    except (FileNotRead, UnreadableFile) as error:
        raise FieldProblem(ComplaintInputId.FILE, error.problem) from None
