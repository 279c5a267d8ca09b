"""The App Home: tabs that parts add, shown to whoever opens it, and shown anew after what they do there."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from structlog.contextvars import bound_contextvars

from aacabot.domain.errors import Refusal, UnknownPerson
from aacabot.domain.people import Person
from aacabot.locales import Words
from aacabot.logs import log
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeActionId, HomeTab
from aacabot.slack.views.home.frame import TabShown, home_view
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from aacabot.slack.views.notices import notice_modal
from aacabot.slack.views.refusals import refusal_words
from aacabot.slack.views.replies import bug_reply
from handlers.clicks import Body, Clicks, Submitted, chosen_now, identity, metadata, pressed
from handlers.modals import open_modal

Show = Callable[[Reader, Words, Place], Awaitable[list[Block]]]
Act = Callable[[Reader, Words], Awaitable[Place | None]]
Stranger = Callable[[str, str, Words], Awaitable[list[Block]]]


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab: `label` is marked with N_, `offered` says to whom, `show` makes its blocks (at most 90)."""

    tab: HomeTab
    label: str
    offered: Callable[[Person], bool]
    show: Show


@dataclass
class Home:
    """The tabs in the order they were added, and the one way to show them."""

    clicks: Clicks
    tabs: list[Tab] = field(default_factory=list)
    stranger: Stranger | None = None

    def add(self, tab: Tab) -> None:
        self.tabs.append(tab)

    async def view(self, reader: Reader, words: Words, place: Place | None, said: str | None = None) -> Block:
        """The home as a person sees it at a place; their first tab where it is not offered to them."""
        offered = [tab for tab in self.tabs if tab.offered(reader.person)]
        shown = next((tab for tab in offered if place and tab.tab is place.tab), offered[0])
        there = place if place and place.tab is shown.tab else Place(tab=shown.tab)
        body = await shown.show(reader, words, there)
        row = [TabShown(tab=tab.tab, label=words(tab.label)) for tab in offered]
        return home_view(reader.home_name, row, there, body, words, said=said)

    async def show(
        self, client: AsyncWebClient, body: Body, place: Place | None, said: str | None = None
    ) -> None:
        """Publish the home of whoever acted, at a place, with a word on what just happened."""
        team_id, user_id = identity(body)
        try:
            reader = await self.clicks.reader(body)
        except UnknownPerson:
            await client.views_publish(user_id=user_id, view=await self._strangers(team_id, user_id))
            return
        view = await self.view(reader, self.clicks.words(reader), place, said)
        await client.views_publish(user_id=user_id, view=view)

    async def _strangers(self, team_id: str, user_id: str) -> Block:
        words = self.clicks.words(None)
        said = refusal_words(UnknownPerson(team_id, user_id), words)
        blocks = await self.stranger(team_id, user_id, words) if self.stranger else []
        return home_view("aacabot", [], Place(tab=HomeTab.WAITING), blocks, words, said=said)

    async def act(self, action: str, body: Body, ack: AsyncAck, client: AsyncWebClient, work: Act) -> None:
        """Do what a button of the home asks, acknowledge, and show the place that `work` gives.

        A refusal, or a bug with its id, is said in a modal; the home stays as it was.
        """
        request_id = secrets.token_hex(4)
        with bound_contextvars(request_id=request_id, action=action):
            place, said, outcome = await self._outcome(body, work, request_id)
            await ack()
            self.clicks.hub.metrics.clicks.labels(action, outcome).inc()
            if said is not None:
                view = notice_modal(action, said, self.clicks.words(None))
                await self.clicks.follow(open_modal(client, body, view))
            elif place is not None:
                await self.clicks.follow(self.show(client, body, place))

    async def _outcome(self, body: Body, work: Act, request_id: str) -> tuple[Place | None, str | None, str]:
        words = self.clicks.words(None)
        try:
            reader = await self.clicks.reader(body)
            words = self.clicks.words(reader)
            return await work(reader, words), None, "done"
        except Refusal as refusal:
            log(__name__).info("refused", why=type(refusal).__name__)
            return None, refusal_words(refusal, words), type(refusal).__name__
        except Exception:  # noqa: BLE001 - logged with an id the person is told
            log(__name__).exception("click failed")
            return None, bug_reply(request_id, words).text, "bug"

    async def submit(
        self,
        action: str,
        body: Body,
        ack: AsyncAck,
        client: AsyncWebClient,
        work: Submitted,
        said: str | None = None,
    ) -> None:
        """Do what a modal opened from the home asks, then show the home where the modal was opened.

        The modal's metadata carries the place under `place`; `said` (marked with N_) is told above it.
        """
        place = place_of_view(body)

        async def then(reader: Reader, words: Words) -> None:
            await self.show(client, body, place, words(said) if said else None)

        await self.clicks.submit(action, body, ack, work, then if place else None)


def place_of_view(body: Body) -> Place | None:
    """The place in the home that a modal was opened from, if it was."""
    kept = metadata(body).get("place")
    return place_from(kept, HomeTab.WAITING) if kept else None


def place_of_home(body: Body) -> Place:
    """The place of the home whose element was used."""
    kept = str((body.get("view") or {}).get("private_metadata") or "")
    return place_from(kept, HomeTab.WAITING)


def register(app: AsyncApp, home: Home) -> None:
    """Listen to the opening of the home, to its tabs, and to the turning of pages."""

    @app.event("app_home_opened")
    async def opened(body: Body, client: AsyncWebClient) -> None:
        event: dict[str, Any] = body["event"]
        if event.get("tab") != "home":
            return
        kept = str((event.get("view") or {}).get("private_metadata") or "")
        place = place_from(kept, HomeTab.WAITING) if kept else None
        # Events name the person without their workspace: the home is only ever that of the installed one.
        actor = {"user_id": event["user"], "team_id": body["team_id"]}
        await home.show(client, actor, place)

    async def turn(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.WAITING)

        await home.act(str(body["actions"][0]["action_id"]), body, ack, client, work)

    for tab in HomeTab:
        app.action(f"home_{tab}")(turn)
    app.action(HomeActionId.HOME_PAGE_BACK)(turn)
    app.action(HomeActionId.HOME_PAGE_ON)(turn)


def is_home(body: Body) -> bool:
    """Whether it was in the home that something was pressed."""
    return (body.get("view") or {}).get("type") == "home"


def searched(body: Body) -> Place:
    """The home's place with what was just typed into its search field."""
    return replace(place_of_home(body), words=chosen_now(body), page=1)
