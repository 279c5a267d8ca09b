"""How complaints came out: the home's tab, the list row by row, and the second person's one click."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.people import Person
from aacabot.locales import N_, Words
from aacabot.services import complaint_cards, complaint_forms, complaint_seconds, complaints
from aacabot.services.people import Reader
from aacabot.slack.files import post_file
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.complaints import ComplaintActionId
from aacabot.slack.views.complaints import approved_reply, result_file, rows_modal
from aacabot.slack.views.home.complaints import complaints_tab
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from handlers.clicks import Body, identity, pressed
from handlers.home import Home, Tab
from handlers.modals import open_modal


def register(app: AsyncApp, home: Home) -> None:
    """Add the tab, and listen to the buttons of complaints."""
    _register_approving(app, home)
    hub = home.clicks.hub

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        found, total = await complaint_cards.complaints_of(hub, reader.person, place.page)
        may_report = complaint_forms.may_report(reader.person)
        per_page = complaint_cards.PER_PAGE
        return complaints_tab(found, place, per_page, total, words, may_report=may_report)

    home.add(Tab(tab=HomeTab.COMPLAINTS, label=N_("Reports"), offered=_has_complaints, show=show))

    @app.action(ComplaintActionId.COMPLAINT_RESULT)
    async def row_by_row(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        sent: list[tuple[bytes, str]] = []

        async def work(reader: Reader, words: Words) -> None:
            rows = await complaints.result_of(hub, reader.person, pressed(body))
            await open_modal(client, body, rows_modal(rows, words))
            sent.append((result_file(rows, words), words("Your complaint, row by row")))

        await home.act(ComplaintActionId.COMPLAINT_RESULT, body, ack, client, work)
        for content, said in sent:
            await home.clicks.follow(post_file(client, identity(body)[1], "complaint.csv", content, said))


def _register_approving(app: AsyncApp, home: Home) -> None:
    clicks = home.clicks

    @app.action(ComplaintActionId.COMPLAINT_APPROVE)
    async def approve(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
        async def work(reader: Reader, words: Words) -> Message:
            count = await complaint_seconds.approve(clicks.hub, reader.person, pressed(body))
            return approved_reply(count, words)

        await clicks.answer(ComplaintActionId.COMPLAINT_APPROVE, body, ack, respond, work)


def _has_complaints(person: Person) -> bool:
    return bool(person.member_ids) or person.is_operator
