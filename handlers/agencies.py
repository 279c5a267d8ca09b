"""What brands grant agencies: given and ended in the home."""

from datetime import date

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem
from aacabot.locales import Words
from aacabot.services import agencies, roster
from aacabot.services.people import Reader
from aacabot.slack.ids.people import PeopleActionId, PeopleInputId
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.people_modals import agency_grant_modal
from handlers.clicks import Body, filled, filled_all, metadata, pressed
from handlers.home import Home, place_of_home
from handlers.modals import open_modal


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the agencies' buttons and their modal."""
    hub = home.clicks.hub

    @app.action(PeopleActionId.AGENCY_GRANT)
    async def open_grant(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            one = await roster.agency_page(hub, reader.person, pressed(body), 1)
            view = agency_grant_modal(one.agency_id, one.name, place_of_home(body), words)
            await open_modal(client, body, view)

        await home.act(PeopleActionId.AGENCY_GRANT, body, ack, client, work)

    @app.view(PeopleActionId.AGENCY_GRANT)
    async def grant(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            agency_id, role = str(metadata(body).get("agency", "")), filled(body, PeopleInputId.ROLE) or ""
            brands = filled_all(body, PeopleInputId.BRAND)
            until = _day(filled(body, PeopleInputId.EXPIRES))
            await agencies.grant_agency(hub, reader.person, agency_id, role, brands, until)

        await home.submit(PeopleActionId.AGENCY_GRANT, body, ack, client, work)

    @app.action(PeopleActionId.AGENCY_END)
    async def end(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            agency_id, _, rest = pressed(body).partition(":")
            brand_id, _, role = rest.partition(":")
            await agencies.end_agency_grant(hub, reader.person, agency_id, brand_id, role)
            return place_of_home(body)

        await home.act(PeopleActionId.AGENCY_END, body, ack, client, work)


def _day(given: str | None) -> date | None:
    """The picker's day. Raises FieldProblem for what is none."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise FieldProblem(PeopleInputId.EXPIRES, "unknown") from None
