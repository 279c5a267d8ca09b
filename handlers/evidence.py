"""Adding evidence to a case: the form, fetching its files from Slack, and reading what there is."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import EvidenceRefused, FieldProblem, Refusal
from aacabot.domain.evidence import HandedIn, Outcome, require_usable
from aacabot.domain.evidence_files import MOST_BYTES, FileProblem
from aacabot.domain.evidence_kinds import EvidenceKind
from aacabot.domain.untrusted import storable
from aacabot.locales import Words
from aacabot.services import evidence
from aacabot.services.evidence import CheckedFile
from aacabot.services.hub import Hub
from aacabot.services.people import Reader
from aacabot.slack.files import FileNotRead, read_file
from aacabot.slack.ids.evidence import EvidenceActionId, EvidenceInputId
from aacabot.slack.views.evidence import evidence_modal, looking_modal, outcome_modal, pieces_modal
from aacabot.slack.views.message import Block
from aacabot.slack.views.notices import notice_modal
from aacabot.slack.views.refusals import refusal_words
from handlers.cases import chosen
from handlers.clicks import Body, Clicks, case_of_view, filled, pressed
from handlers.modals import open_modal

_FETCHING = {"file_too_large": FileProblem.TOO_LARGE}


def register(app: AsyncApp, clicks: Clicks) -> None:
    """Listen to the buttons "Add evidence" and "Evidence", and to the form."""
    hub = clicks.hub

    @app.action(EvidenceActionId.CASE_EVIDENCE)
    async def open_form(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            about = await evidence.case_for_evidence(hub, reader.person, pressed(body))
            await open_modal(client, body, evidence_modal(about.case_id, about.number, about.reason, words))

        await clicks.answer(EvidenceActionId.CASE_EVIDENCE, body, ack, respond, work)

    @app.view(EvidenceActionId.CASE_EVIDENCE)
    async def add(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        files = files_of(body)

        async def work(reader: Reader, words: Words) -> Block:
            case_id, given = case_of_view(body), given_in(body)
            about = await evidence.case_for_evidence(hub, reader.person, case_id)
            require_usable(given, len(files), hub.clock().date())
            if files:
                return looking_modal(len(files), words)
            kept = await evidence.add(hub, reader.person, case_id, given, [])
            return outcome_modal(Outcome(number=about.number, kept=kept), words)

        async def then(reader: Reader, words: Words) -> None:
            if not files:
                return
            try:
                await _take_in(hub, client, reader, words, body)
            except Refusal as refusal:  # the case moved on while the files came
                said = refusal_words(refusal, words)
                view = notice_modal(EvidenceActionId.CASE_EVIDENCE, said, words)
                await client.views_update(view_id=body["view"]["id"], view=view)

        await clicks.submit(EvidenceActionId.CASE_EVIDENCE, body, ack, work, then)

    @app.action(EvidenceActionId.EVIDENCE_LIST)
    async def show(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            number, pieces = await evidence.pieces_of(hub, reader.person, pressed(body))
            await open_modal(client, body, pieces_modal(number, pieces, words))

        await clicks.answer(EvidenceActionId.EVIDENCE_LIST, body, ack, respond, work)

    @app.action(EvidenceActionId.EVIDENCE_FETCH)
    async def fetched(ack: AsyncAck) -> None:
        """Slack opened the address itself; the click only wants its acknowledgement."""
        await ack()


async def _take_in(hub: Hub, client: AsyncWebClient, reader: Reader, words: Words, body: Body) -> None:
    """Fetch the files one by one, keep the good ones, and say what became of each."""
    case_id, kept, refused = case_of_view(body), [], []
    for file in files_of(body):
        try:
            kept.append(await _fetched(hub, client, file))
        except EvidenceRefused as error:
            refused.append((error.name, error.problem))
    about = await evidence.case_for_evidence(hub, reader.person, case_id)
    count = await evidence.add(hub, reader.person, case_id, given_in(body), kept) if kept else 0
    outcome = Outcome(number=about.number, kept=count, refused=tuple(refused))
    try:
        await client.views_update(view_id=body["view"]["id"], view=outcome_modal(outcome, words))
    except SlackApiError:  # the form was closed meanwhile: what was refused is told in a direct message
        if refused:
            await evidence.tell_outcome(hub, reader.person, case_id, outcome)


async def _fetched(hub: Hub, client: AsyncWebClient, file: dict[str, Any]) -> CheckedFile:
    name = storable(str(file.get("name") or ""))[:200]
    try:
        content = await read_file(client, str(file.get("id") or ""), MOST_BYTES)
    except FileNotRead as error:
        raise EvidenceRefused(name, _FETCHING.get(error.problem, FileProblem.NOT_FETCHED)) from error
    return await evidence.check_file(hub, name, content)


def given_in(body: Body) -> HandedIn:
    """What the form was filled in with. Raises FieldProblem where no kind was chosen."""
    day = filled(body, EvidenceInputId.DAY)
    try:
        public = date.fromisoformat(day) if day else None
    except ValueError:
        raise FieldProblem(EvidenceInputId.DAY, "not_a_day") from None
    return HandedIn(
        kind=chosen(EvidenceKind, filled(body, EvidenceInputId.KIND), EvidenceInputId.KIND),
        sentence=filled(body, EvidenceInputId.SENTENCE) or "",
        day=public,
    )


def files_of(body: Body) -> list[dict[str, Any]]:
    """The files a form was given, as Slack describes them."""
    fields = body["view"]["state"]["values"].get(EvidenceInputId.FILES, {})
    return [dict(file) for element in fields.values() for file in element.get("files") or []]
