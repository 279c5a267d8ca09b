"""The desk's tab of the home: its queue, and who of the desk knows what."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import NeedsRole, NoSuchColleague
from aacabot.domain.specialties import needs_kept
from aacabot.locales import N_, Words
from aacabot.services import specialties
from aacabot.services.desk_queue import PER_PAGE, Which, desk_queue
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.reviews import DeskActionId, ReviewInputId
from aacabot.slack.views.desk_forms import specialties_modal
from aacabot.slack.views.home.desk import FOR_ME, MINE, SPECIALTIES, desk_tab, specialties_tab
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from handlers.clicks import Body, filled_all, metadata, pressed
from handlers.home import Home, Tab, place_of_home
from handlers.modals import open_modal

_WHICH = {FOR_ME: Which.FOR_ME, MINE: Which.MINE}


def register(app: AsyncApp, home: Home) -> None:
    """Add the tab, which the desk's reviewers have, and listen to what narrows it down."""

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        return await _there(home, reader, words, place)

    home.add(Tab(tab=HomeTab.DESK, label=N_("Reviews"), offered=lambda one: one.is_reviewer, show=show))

    async def narrow(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.DESK)

        await home.act(str(body["actions"][0]["action_id"]), body, ack, client, work)

    for action in DeskActionId:
        if action is not DeskActionId.SPECIALTY_CHANGE:
            app.action(action)(narrow)
    _listen_to_specialties(app, home)


async def _there(home: Home, reader: Reader, words: Words, place: Place) -> list[Block]:
    hub, person = home.clicks.hub, reader.person
    if place.words == SPECIALTIES:
        found = await specialties.reviewers(hub, person)
        rows = [(known.person_id, known.name, knows) for known, knows in found]
        return specialties_tab(rows, place, words, may_change=person.is_operator_admin)
    queue = await desk_queue(hub, person, _WHICH.get(place.words, Which.ALL), place.page)
    lines = [(line.alert, line.card_url, line.mine) for line in queue.lines]
    return desk_tab(lines, queue.total, place, PER_PAGE, words)


def _listen_to_specialties(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(DeskActionId.SPECIALTY_CHANGE)
    async def open_change(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            if not reader.person.is_operator_admin:
                raise NeedsRole("specialties", "")
            found = {
                known.person_id: (known, knows)
                for known, knows in await specialties.reviewers(hub, reader.person)
            }
            if pressed(body) not in found:
                raise NoSuchColleague
            known, knows = found[pressed(body)]
            view = specialties_modal(known.person_id, known.name, knows, place_of_home(body), words)
            await open_modal(client, body, view)

        await home.act(DeskActionId.SPECIALTY_CHANGE, body, ack, client, work)

    @app.view(DeskActionId.SPECIALTY_CHANGE)
    async def change(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            knows = needs_kept(
                {
                    "rights": filled_all(body, ReviewInputId.SPECIALTY_RIGHTS),
                    "languages": filled_all(body, ReviewInputId.SPECIALTY_LANGUAGES),
                }
            )
            reviewer_id = str(metadata(body).get("reviewer", ""))
            await specialties.set_specialties(hub, reader.person, reviewer_id, knows)

        await home.submit(DeskActionId.SPECIALTY_CHANGE, body, ack, client, work, N_("Saved."))
