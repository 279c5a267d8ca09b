"""Seller clusters and watching them: from any item about a seller, and from the list of what one watches."""

from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.intel.watching import Watching
from aacabot.domain.people import Person
from aacabot.locales import Words
from aacabot.services.intel.clusters import open_cluster
from aacabot.services.intel.watching import unwatch, watch, watches_of
from aacabot.services.people import Reader
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.intel.clusters import cluster_modal
from aacabot.slack.views.intel.watching import too_many_modal, watches_list
from aacabot.slack.views.message import Block
from aacabot.slack.views.notices import notice
from handlers.clicks import Body, Work, pressed
from handlers.home import Home, place_of_home
from handlers.intel_home import IntelList, IntelTab
from handlers.modals import open_over

_A = IntelActionId


def register(app: AsyncApp, home: Home, intel: IntelTab) -> None:
    """Listen to the buttons of clusters and of watching; add the list of what one watches to the tab."""
    _listen_to_clusters(app, home)
    _listen_to_watching(app, home)
    _list_watches(home, intel)


def _listen_to_clusters(app: AsyncApp, home: Home) -> None:
    @app.action(_A.INTEL_CLUSTER)
    async def show(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await open_over(client, body, await _cluster(home, reader, pressed(body), 1, words))

        await _anywhere(home, _A.INTEL_CLUSTER, body, ack, respond, client, work)

    async def turn(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            item_id, _, page = pressed(body).partition(":")
            view = await _cluster(home, reader, item_id, _number(page), words)
            await client.views_update(view_id=body["view"]["id"], view=view)

        await home.act(str(body["actions"][0]["action_id"]), body, ack, client, work)

    for action in (_A.INTEL_CLUSTER_BACK, _A.INTEL_CLUSTER_ON):
        app.action(action)(turn)


async def _cluster(home: Home, reader: Reader, item_id: str, page: int, words: Words) -> Block:
    return cluster_modal(await open_cluster(home.clicks.hub, reader.person, item_id), page, words)


def _listen_to_watching(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(_A.INTEL_WATCH)
    async def start(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            item_id = pressed(body)
            if await watch(hub, reader.person, item_id) is Watching.TOO_MANY:
                await open_over(client, body, too_many_modal(words))
                return
            if _is_modal(body, _A.INTEL_CLUSTER):
                view = await _cluster(home, reader, item_id, 1, words)
                await client.views_update(view_id=body["view"]["id"], view=view)
                return
            said = words(
                "You watch this seller. When something new is shared about it, or about a seller tied to it, "
                "I write to you: at most once an hour."
            )
            await open_over(client, body, notice(_A.INTEL_WATCH, words("Watched"), [said], words))

        await _anywhere(home, _A.INTEL_WATCH, body, ack, respond, client, work)

    @app.action(_A.INTEL_UNWATCH)
    async def stop(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place | None:
            await unwatch(hub, reader.person, pressed(body))
            if not _is_modal(body, _A.INTEL_CLUSTER):
                return replace(place_of_home(body), page=1)
            said = words("You no longer watch this seller.")
            view = notice(_A.INTEL_UNWATCH, words("Not watched"), [said], words)
            await client.views_update(view_id=body["view"]["id"], view=view)
            return None

        await home.act(_A.INTEL_UNWATCH, body, ack, client, work)


def _list_watches(home: Home, intel: IntelTab) -> None:
    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        return watches_list(await watches_of(home.clicks.hub, reader.person, place.page), place, words)

    intel.add(IntelList(key="watches", action=_A.INTEL_WATCHES, show=show, offered=_may_watch))


def _may_watch(person: Person) -> bool:
    """People of a member, or who act for one: the operator's watch nothing."""
    return bool(person.of_member or person.of_agency)


async def _anywhere(
    home: Home,
    action: IntelActionId,
    body: Body,
    ack: AsyncAck,
    respond: AsyncRespond,
    client: AsyncWebClient,
    work: Work,
) -> None:
    """The same from the home, from a modal and from a message."""
    if body.get("view"):
        await home.act(action, body, ack, client, work)  # type: ignore[arg-type]
    else:
        await home.clicks.answer(action, body, ack, respond, work)


def _is_modal(body: Body, action: IntelActionId) -> bool:
    return bool((body.get("view") or {}).get("callback_id") == action)


def _number(text: str) -> int:
    return min(max(int(text), 1), 100_000) if text.isdecimal() else 1
