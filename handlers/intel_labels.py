"""Changing how far an item may go, and the second person's answer."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.relabelling import Wish
from aacabot.locales import Words
from aacabot.services.intel.label_forms import label_form
from aacabot.services.intel.labels import approve, refuse, relabel
from aacabot.services.people import Reader
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.intel.labels import decided_reply, label_modal, relabelled_modal
from aacabot.slack.views.intel.sharing import WHOLE_ALLIANCE
from aacabot.slack.views.message import Block, Message
from handlers.cases import chosen
from handlers.clicks import Body, filled, metadata, pressed
from handlers.home import Home
from handlers.intel_sharing import named_in
from handlers.modals import open_over

_A, _I = IntelActionId, IntelInputId


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the form, and to the two answers to a request."""
    hub = home.clicks.hub

    @app.action(_A.INTEL_LABEL)
    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            form = await label_form(hub, reader.person, pressed(body))
            await open_over(client, body, label_modal(form.item, form.group_id, form.groups, words))

        await home.act(_A.INTEL_LABEL, body, ack, client, work)

    @app.view(_A.INTEL_LABEL)
    async def save(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Block:
            label, audience = chosen(Label, filled(body, _I.LABEL), _I.LABEL), filled(body, _I.AUDIENCE)
            wish = Wish(
                label=label,
                group_id=audience if audience and audience != WHOLE_ALLIANCE else None,
                named=await named_in(hub, client, body) if label is Label.RED else frozenset(),
            )
            done = await relabel(hub, reader.person, str(metadata(body).get("item", "")), wish)
            return relabelled_modal(words, asked=done.asked)

        await home.clicks.submit(_A.INTEL_LABEL, body, ack, work)

    _listen_to_answers(app, home)


def _listen_to_answers(app: AsyncApp, home: Home) -> None:
    async def decide(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        action = IntelActionId(body["actions"][0]["action_id"])
        approves = action is _A.INTEL_LABEL_APPROVE

        async def work(reader: Reader, words: Words) -> Message:
            await (approve if approves else refuse)(home.clicks.hub, reader.person, pressed(body))
            return decided_reply(words, approved=approves)

        await home.clicks.answer(action, body, ack, respond, work)

    for action in (_A.INTEL_LABEL_APPROVE, _A.INTEL_LABEL_REFUSE):
        app.action(action)(decide)
