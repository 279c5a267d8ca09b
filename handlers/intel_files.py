"""Intel as files, in Slack: the bundle sent in a direct message, and a file that is brought in."""

import asyncio
import tempfile
from pathlib import Path

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.counsel import MOST_IN_A_MESSAGE
from aacabot.domain.errors import FieldProblem, Refusal
from aacabot.domain.intel.imports import MOST_BYTES, UnreadableImport
from aacabot.domain.intel.items import Origin
from aacabot.locales import Words
from aacabot.logs import log
from aacabot.services.hub import Hub
from aacabot.services.intel.forms import whom_offered
from aacabot.services.intel.imports import Imported, ImportUnderWay, import_file
from aacabot.services.intel.stix_export import export_stix
from aacabot.services.people import Reader
from aacabot.slack.files import FileNotRead, post_file, read_file
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.intel import files as views
from aacabot.slack.views.message import Block
from aacabot.slack.views.refusals import refusal_words
from handlers.clicks import Body, filled, identity, metadata
from handlers.home import Home
from handlers.modals import open_modal

FILE_SECONDS = 60


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the form of files, and to the button in it."""
    clicks, hub = home.clicks, home.clicks.hub

    @app.action(IntelActionId.INTEL_FILES)
    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            whom = await whom_offered(hub, reader.person, "")
            members = [(one.member_id, one.name) for one in whom if one.brand_id is None]
            await open_modal(client, body, views.files_modal(members, words))

        await home.act(IntelActionId.INTEL_FILES, body, ack, client, work)

    @app.action(IntelActionId.INTEL_EXPORT)
    async def export(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        asked: list[tuple[Reader, Words]] = []

        async def work(reader: Reader, words: Words) -> None:
            view = views.begun_modal(IntelActionId.INTEL_EXPORT, words)
            await client.views_update(view_id=body["view"]["id"], view=view)
            asked.append((reader, words))

        await home.act(IntelActionId.INTEL_EXPORT, body, ack, client, work)
        for reader, words in asked:
            await clicks.follow(send_export(hub, client, identity(body)[1], reader, words))

    @app.view(IntelActionId.INTEL_FILES)
    async def bring_in(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Block:
            _given(body)
            return views.begun_modal(IntelActionId.INTEL_FILES, words)

        async def then(reader: Reader, words: Words) -> None:
            await take_file(hub, client, body, reader, words)

        await clicks.submit(IntelActionId.INTEL_FILES, body, ack, work, then)


def _given(body: Body) -> tuple[str, str]:
    """The file's id and name. Raises FieldProblem where none was given."""
    inputs = body["view"]["state"]["values"].get(IntelInputId.FILE) or {}
    for one in inputs.values():
        for given in one.get("files") or ():
            return str(given.get("id")), str(given.get("name") or "")
    raise FieldProblem(IntelInputId.FILE, "required")


async def send_export(hub: Hub, client: AsyncWebClient, user_id: str, reader: Reader, words: Words) -> None:
    """Write what the person may read, and send it to them; what does not fit a message is said instead."""
    export = await export_stix(hub, reader.person)
    with tempfile.TemporaryDirectory(prefix="aacabot-intel-") as folder:
        path = Path(folder) / "intel.json"
        with path.open("wb") as file:
            async for chunk in export.chunks:
                await asyncio.to_thread(file.write, chunk)
        if path.stat().st_size > MOST_IN_A_MESSAGE:
            said = words("The file is too large for a message. Fetch it with a key, or ask the operator.")
            await _tell(client, user_id, said)
            return
        content = await asyncio.to_thread(path.read_bytes)
    name = f"intel-{hub.clock().date().isoformat()}.json"
    try:
        await post_file(client, user_id, name, content, views.sent_with_export(export.items, words))
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log(__name__).warning("export not sent", why=type(error).__name__)
        await _tell(client, user_id, words("Slack did not take the file. Please try again in a while."))


async def take_file(hub: Hub, client: AsyncWebClient, body: Body, reader: Reader, words: Words) -> None:
    """Read the file that was given, and send its report, or why there is none."""
    user_id = identity(body)[1]
    try:
        made = await _taken(hub, client, body, reader)
    except UnreadableImport as error:
        await _tell(client, user_id, views.file_problem(error.problem, words))
    except (FileNotRead, TimeoutError) as error:
        log(__name__).info("file not read", why=type(error).__name__)
        await _tell(client, user_id, words("Slack did not give me the file. Please add it again."))
    except ImportUnderWay:
        said = words(
            "This file is being taken in right now. If you hear nothing in fifteen minutes, add it again."
        )
        await _tell(client, user_id, said)
    except Refusal as refusal:
        await _tell(client, user_id, refusal_words(refusal, words))
    else:
        await _send_report(client, user_id, made, words)


async def _send_report(client: AsyncWebClient, user_id: str, made: Imported, words: Words) -> None:
    told = views.became_of_file(made.counts, made.again, words)
    report = views.report_list(made.lines, words)
    try:
        await post_file(client, user_id, "intel-report.csv", report, told)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log(__name__).warning("report not sent", why=type(error).__name__)
        again = words(
            "Slack did not take the list of lines. Add the same file again, and I send it once more."
        )
        await _tell(client, user_id, f"{told}\n{again}")


async def _taken(hub: Hub, client: AsyncWebClient, body: Body, reader: Reader) -> Imported:
    file_id, name = _given(body)
    member_id = filled(body, IntelInputId.FILE_FOR) or str(metadata(body).get("member") or "")
    async with asyncio.timeout(FILE_SECONDS):
        content = await read_file(client, file_id, MOST_BYTES)
    form = "csv" if name.lower().endswith(".csv") else "stix"
    return await import_file(hub, reader.person, member_id, content, form, Origin.FILE)


async def _tell(client: AsyncWebClient, user_id: str, said: str) -> None:
    opened = await client.conversations_open(users=user_id)
    await client.chat_postMessage(channel=opened["channel"]["id"], text=said)
