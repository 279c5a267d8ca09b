"""The desk's cards and its tab: claim, accept, decline, ask, answer, order a test purchase."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.cases import DeclineReason
from aacabot.locales import Words
from aacabot.services import desk_questions, lookup, review_claims, reviews
from aacabot.services.people import Reader
from aacabot.slack.ids import ActionId, InputId
from aacabot.slack.ids.reviews import ReviewActionId, ReviewInputId
from aacabot.slack.views.desk_forms import ask_brand_modal, at_place, purchase_modal
from aacabot.slack.views.desk_modals import answer_info_modal, decline_modal
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from handlers.cases import chosen
from handlers.clicks import Body, case_of_view, filled, pressed
from handlers.home import Home, place_of_home
from handlers.modals import open_modal

Do = Callable[[Reader, str], Awaitable[object]]
Form = Callable[[Reader, str, Words], Awaitable[Block]]


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the desk's buttons, on its cards and in its tab, and to their modals."""
    hub = home.clicks.hub
    _does(app, home, ActionId.REVIEW_ACCEPT, lambda who, case: reviews.accept(hub, who.person, case))
    _does(
        app, home, ReviewActionId.REVIEW_CLAIM, lambda who, case: review_claims.claim(hub, who.person, case)
    )
    _does(
        app,
        home,
        ReviewActionId.REVIEW_TAKE_OVER,
        lambda who, case: review_claims.claim(hub, who.person, case, over=True),
    )
    _does(
        app,
        home,
        ReviewActionId.REVIEW_RELEASE,
        lambda who, case: review_claims.release(hub, who.person, case),
    )
    _listen_to_declining(app, home)
    _listen_to_asking(app, home)
    _listen_to_answering(app, home)
    _listen_to_test_buys(app, home)


def in_home(body: Body) -> bool:
    """Whether the button is of the App Home, where nothing can be answered in a channel."""
    return (body.get("view") or {}).get("type") == "home"


def _place(body: Body) -> Place | None:
    return place_of_home(body) if in_home(body) else None


def _does(app: AsyncApp, home: Home, action: str, do: Do) -> None:
    """A button that does something at once, on a card or in the home."""

    @app.action(action)
    async def pressed_it(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await do(reader, pressed(body))

        async def there(reader: Reader, words: Words) -> Place | None:
            await work(reader, words)
            return place_of_home(body)

        if in_home(body):
            await home.act(action, body, ack, client, there)
        else:
            await home.clicks.answer(action, body, ack, respond, work)


def _opens(app: AsyncApp, home: Home, action: str, form: Form) -> None:
    """A button that opens a modal, on a card or in the home, which the modal then leads back to."""

    @app.action(action)
    async def pressed_it(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            view = at_place(await form(reader, pressed(body), words), _place(body))
            await open_modal(client, body, view)

        if in_home(body):
            await home.act(action, body, ack, client, work)
        else:
            await home.clicks.answer(action, body, ack, respond, work)


def _takes(app: AsyncApp, home: Home, action: str, take: Callable[[Reader, Body], Awaitable[Any]]) -> None:
    """What a modal of such a button asks for."""

    @app.view(action)
    async def sent(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await take(reader, body)

        await home.submit(action, body, ack, client, work)


def _listen_to_declining(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    async def form(reader: Reader, case_id: str, words: Words) -> Block:
        alert, _ = await lookup.case_to_change(hub, reader.person, case_id, "review_decline")
        return decline_modal(alert.case_id, alert.number, words)

    async def decline(reader: Reader, body: Body) -> None:
        reason = chosen(DeclineReason, filled(body, InputId.DECLINE_REASON), InputId.DECLINE_REASON)
        said = filled(body, InputId.DECLINE_NOTE)
        await reviews.decline(hub, reader.person, case_of_view(body), reason, said)

    _opens(app, home, ActionId.REVIEW_DECLINE, form)
    _takes(app, home, ActionId.REVIEW_DECLINE, decline)


def _listen_to_asking(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    async def form(reader: Reader, case_id: str, words: Words) -> Block:
        alert, _ = await lookup.case_to_change(hub, reader.person, case_id, "review_ask")
        return ask_brand_modal(alert.case_id, alert.number, words)

    async def ask(reader: Reader, body: Body) -> None:
        said = filled(body, ReviewInputId.DESK_QUESTION) or ""
        await desk_questions.ask_brand(hub, reader.person, case_of_view(body), said)

    _opens(app, home, ReviewActionId.REVIEW_ASK, form)
    _takes(app, home, ReviewActionId.REVIEW_ASK, ask)


def _listen_to_answering(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    async def form(reader: Reader, case_id: str, words: Words) -> Block:
        alert, _ = await lookup.case_to_change(hub, reader.person, case_id, "info_answer")
        question = alert.info.question if alert.info else None
        return answer_info_modal(alert.case_id, alert.number, question, words)

    async def answer(reader: Reader, body: Body) -> None:
        said = filled(body, InputId.ANSWER) or ""
        await reviews.answer_info(hub, reader.person, case_of_view(body), said)

    _opens(app, home, ActionId.INFO_ANSWER, form)
    _takes(app, home, ActionId.INFO_ANSWER, answer)


def _listen_to_test_buys(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    async def form(reader: Reader, case_id: str, words: Words) -> Block:
        alert, _ = await lookup.case_to_change(hub, reader.person, case_id, "test_buy")
        return purchase_modal(alert.case_id, alert.number, words)

    async def order(reader: Reader, body: Body) -> None:
        said, reference = (
            filled(body, ReviewInputId.TEST_BUY_WORDS),
            filled(body, ReviewInputId.TEST_BUY_ORDER),
        )
        await reviews.order_test_buy(hub, reader.person, case_of_view(body), said or "", reference)

    _opens(app, home, ReviewActionId.TEST_BUY, form)
    _takes(app, home, ReviewActionId.TEST_BUY, order)
