"""Counsel releases or refuses what waits before it is shared: in the direct message, and in the Intel tab."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.locales import N_, Words
from aacabot.services.intel import reviews
from aacabot.services.intel.figures import alliance_figures
from aacabot.services.people import Reader
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.home.intel import turning
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.intel.figures import figures_section
from aacabot.slack.views.intel.reviews import refuse_modal, waiting_section
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.replies import said_reply
from handlers.clicks import Body, filled, metadata, pressed
from handlers.home import Home, place_of_home
from handlers.intel_home import IntelList, IntelTab
from handlers.modals import open_modal

_RELEASE, _TURN_DOWN = IntelActionId.INTEL_RELEASE, IntelActionId.INTEL_TURN_DOWN


def register(app: AsyncApp, home: Home, intel: IntelTab) -> None:
    """Add what waits and the alliance's figures to the Intel tab, and listen to the two answers."""
    hub = home.clicks.hub

    async def waiting(reader: Reader, words: Words, place: Place) -> list[Block]:
        found = await reviews.waiting_with_counsel(hub, reader.person, place.page)
        return [*waiting_section(found, words), *turning(place, words, more=found.more)]

    intel.add(
        IntelList(
            key="counsel",
            action=IntelActionId.INTEL_WITH_COUNSEL,
            show=waiting,
            offered=reviews.decides_some,
        )
    )

    async def figures(reader: Reader, words: Words, place: Place) -> list[Block]:
        return figures_section(*await alliance_figures(hub), words)

    intel.add(IntelList(key="figures", action=IntelActionId.INTEL_FIGURES, show=figures))
    _listen_to_release(app, home)
    _listen_to_refusal(app, home)


def _listen_to_release(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(_RELEASE)
    async def release(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def in_message(reader: Reader, words: Words) -> Message:
            await reviews.release(hub, reader.person, pressed(body))
            return said_reply(words("Released: it is shared from now on. Your colleague is told."))

        async def in_home(reader: Reader, words: Words) -> Place:
            await reviews.release(hub, reader.person, pressed(body))
            return place_of_home(body)

        if body.get("view"):
            await home.act(_RELEASE, body, ack, client, in_home)
        else:
            await home.clicks.answer(_RELEASE, body, ack, respond, in_message)


def _listen_to_refusal(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(_TURN_DOWN)
    async def ask_why(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await reviews.look(hub, reader.person, pressed(body))
            place = place_of_home(body).value if body.get("view") else None
            await open_modal(client, body, refuse_modal(pressed(body), words, place))

        if body.get("view"):
            await home.act(_TURN_DOWN, body, ack, client, work)
        else:
            await home.clicks.answer(_TURN_DOWN, body, ack, respond, work)

    @app.view(_TURN_DOWN)
    async def refuse(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            note = filled(body, IntelInputId.REVIEW_NOTE) or ""
            await reviews.refuse(hub, reader.person, str(metadata(body).get("item", "")), note)

        await home.submit(_TURN_DOWN, body, ack, client, work, N_("Refused. Your colleague is told why."))
