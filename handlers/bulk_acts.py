"""Acting on many cases at once: what was ticked, one confirmation, and taking it all back."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.bulk_acts import BULK_LIMIT, BulkDeed
from aacabot.locales import N_, Words
from aacabot.services import bulk_acts, waiting
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.bulk_acts import BulkActionId, BulkInputId
from aacabot.slack.views.bulk_acts import ACTIONS, bulk_modal
from aacabot.slack.views.home.filters import narrowed_at
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.queue_replies import LINES
from aacabot.slack.views.queues import FOUND, SHOWN
from handlers.clicks import Body, filled, metadata, pressed
from handlers.home import Home
from handlers.modals import open_modal

Chosen = Mapping[str, str | None]


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the buttons over the queue, to their confirmations, and to the card's way back."""
    for deed, action in ACTIONS.items():
        _register_deed(app, home, deed, action)

    async def keep(ack: AsyncAck) -> None:
        """Slack keeps what is ticked and chosen until a button is pressed."""
        await ack()

    app.action(BulkInputId.TICK)(keep)
    app.action(BulkInputId.SCOPE)(keep)

    @app.action(BulkActionId.BULK_TAKE_BACK)
    async def take_back(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await bulk_acts.take_back(home.clicks.hub, reader.person, pressed(body))

        await home.clicks.answer(BulkActionId.BULK_TAKE_BACK, body, ack, respond, work)


def _register_deed(app: AsyncApp, home: Home, deed: BulkDeed, action: BulkActionId) -> None:
    hub = home.clicks.hub

    @app.action(action)
    async def ask(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            place = place_from(pressed(body), HomeTab.WAITING)
            chosen, left_out = await _chosen(home, reader, body, place)
            preview = await bulk_acts.begin(hub, reader.person, deed, chosen, left_out=left_out)
            kept = place.value if body.get("view") else ""
            await open_modal(client, body, bulk_modal(preview, kept, words))

        if body.get("view"):
            await home.act(action, body, ack, client, work)
        else:
            await home.clicks.answer(action, body, ack, respond, work)

    @app.view(action)
    async def submit(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            act_id = str(metadata(body).get("act") or "")
            reason, note = filled(body, BulkInputId.REASON), filled(body, BulkInputId.NOTE)
            await bulk_acts.submit(hub, reader.person, act_id, reason, note)

        said = N_("It is under way. A message from me shows how far it is.")
        await home.submit(action, body, ack, client, work, said)


async def _chosen(home: Home, reader: Reader, body: Body, place: Place) -> tuple[Chosen, int]:
    """The cases an act is for, each with what was shown of it, and how many more were found."""
    scope = _scope(body)
    if scope == SHOWN and body.get("view"):
        return _split(_offered(body)), 0
    hub, person, narrowed = home.clicks.hub, reader.person, narrowed_at(place)
    if scope == SHOWN:  # Slack does not say what stands in a message that only one person sees
        shown = await waiting.waiting_for(
            hub, person, reader.timezone, narrowed, page=place.page, per_page=LINES
        )
        return {line.case.case_id: line.seen for line in shown.lines}, 0
    if scope == FOUND:
        ids, left_out = await waiting.found(hub, person, reader.timezone, narrowed, BULK_LIMIT)
        return dict.fromkeys(ids), left_out
    return _split(_ticked(body)), 0


def _state(body: Body) -> list[tuple[str, dict[str, object]]]:
    holder = body.get("view") or body
    values = (holder.get("state") or {}).get("values") or {}
    return [(action, given) for inputs in values.values() for action, given in inputs.items()]


def _scope(body: Body) -> str:
    for action, given in _state(body):
        if action == BulkInputId.SCOPE:
            option = given.get("selected_option")
            return str(option.get("value")) if isinstance(option, dict) else ""
    return ""


def _ticked(body: Body) -> list[str]:
    found = []
    for action, given in _state(body):
        options = given.get("selected_options") if action == BulkInputId.TICK else None
        found += [str(option.get("value")) for option in options] if isinstance(options, list) else []
    return found


def _offered(body: Body) -> list[str]:
    """Everything that can be ticked in the view that was acted in."""
    return [
        str(option["value"])
        for block in body["view"].get("blocks") or []
        for element in block.get("elements") or []
        if element.get("action_id") == BulkInputId.TICK
        for option in element.get("options") or []
    ]


def _split(values: list[str]) -> Chosen:
    """The value of a box is the case's id and, behind a colon, what was shown of it."""
    pairs = (value.partition(":") for value in values)
    return {case_id: seen or None for case_id, _, seen in pairs}
