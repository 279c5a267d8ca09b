"""The operator's Members tab, and `/aaca directory`."""

from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.locales import N_, Words
from aacabot.services import announcements, directory
from aacabot.services.people import Reader
from aacabot.slack.ids.announcements import AnnouncementActionId
from aacabot.slack.ids.directory import DirectoryActionId, DirectoryInputId
from aacabot.slack.ids.home import HomeTab
from aacabot.slack.views.directory import directory_reply
from aacabot.slack.views.home.members import (
    ALL,
    announcements_tab,
    answers_tab,
    member_opened,
    members_tab,
)
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block, Message
from handlers.clicks import Body, chosen_now, pressed
from handlers.commands import Asked, Commands
from handlers.home import Home, Tab, place_of_home, searched


def register(app: AsyncApp, home: Home, commands: Commands) -> None:
    """Add the tab for the operator's people, what it is narrowed down by, and the command's word."""
    hub = home.clicks.hub

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        return await _shown(home, reader, words, place)

    home.add(Tab(tab=HomeTab.MEMBERS, label=N_("Members"), offered=lambda one: one.is_operator, show=show))

    async def tell(reader: Reader, words: Words, asked: Asked) -> Message:
        return directory_reply(await directory.summary(hub, reader.person), words)

    commands.add("directory", tell)
    _listen(app, home)


async def _shown(home: Home, reader: Reader, words: Words, place: Place) -> list[Block]:
    hub, person = home.clicks.hub, reader.person
    kind, _, what = place.of.partition(":")
    if kind == "member":
        return member_opened(await directory.open_member(hub, person, what), words)
    if kind == "announcements":
        made, count = await announcements.list_announcements(hub, person, place.page)
        return announcements_tab(made, place, announcements.PER_PAGE, count, words)
    if kind == "announcement":
        answers, count = await announcements.answers(hub, person, what, place.page)
        return answers_tab(answers, place, announcements.ANSWERS_PER_PAGE, count, words)
    region = what if kind == "region" else None
    listed = await directory.list_members(hub, person, place.words, region, place.page)
    figures = place.page == 1 and not place.words and region is None
    summary = await directory.summary(hub, person) if figures else None
    return members_tab(summary, listed.members, place, directory.PER_PAGE, listed.total, words)


def _listen(app: AsyncApp, home: Home) -> None:
    async def turn(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.MEMBERS)

        await home.act(str(body["actions"][0]["action_id"]), body, ack, client, work)

    for action in (
        *DirectoryActionId,
        AnnouncementActionId.ANNOUNCEMENTS,
        AnnouncementActionId.ANNOUNCEMENT_ANSWERS,
    ):
        app.action(action)(turn)

    @app.action(DirectoryInputId.DIRECTORY_SEARCH)
    async def search(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return searched(body)

        await home.act(DirectoryInputId.DIRECTORY_SEARCH, body, ack, client, work)

    @app.action(DirectoryInputId.DIRECTORY_REGION)
    async def narrow(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            chosen = chosen_now(body)
            of = "" if chosen == ALL else f"region:{chosen}"
            return replace(place_of_home(body), of=of, page=1)

        await home.act(DirectoryInputId.DIRECTORY_REGION, body, ack, client, work)
