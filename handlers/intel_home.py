"""The Intel tab of the home: lists that parts add, shown one at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.people import Person
from aacabot.domain.roles import PERMISSIONS, Permission
from aacabot.locales import N_, Words
from aacabot.services.intel import lists
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.home.intel import ListNamed, items_list, lists_row
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from handlers.clicks import Body, pressed
from handlers.home import Home, Show, Tab


@dataclass(frozen=True, kw_only=True)
class IntelList:
    """One list of the tab: `key` is its place's `of`, `show` makes its blocks.

    Its button is `action`, named in `views.home.intel.LISTS`; the tab listens to it.
    """

    key: str
    action: IntelActionId
    show: Show
    offered: Callable[[Person], bool] = lambda person: True


@dataclass
class IntelTab:
    """The tab's lists in the order they were added; the first is shown where none is asked for."""

    app: AsyncApp
    home: Home
    lists: list[IntelList] = field(default_factory=list)

    def add(self, one: IntelList) -> None:
        """Offer a list in the tab, and listen to its button."""
        self.lists.append(one)
        home = self.home

        @self.app.action(one.action)
        async def show(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
            async def work(reader: Reader, words: Words) -> Place:
                return place_from(pressed(body), HomeTab.INTEL)

            await home.act(one.action, body, ack, client, work)

    async def show(self, reader: Reader, words: Words, place: Place) -> list[Block]:
        """The row of lists, and the one the place names."""
        offered = [one for one in self.lists if one.offered(reader.person)]
        key = place.of.partition(":")[0]
        shown = next((one for one in offered if one.key == key), offered[0])
        named = [ListNamed(key=one.key, action=one.action, is_shown=one is shown) for one in offered]
        there = place if key == shown.key else Place(tab=HomeTab.INTEL, of=shown.key)
        row = lists_row(named, words, may_share=may_share(reader.person))
        return [*row, *await shown.show(reader, words, there)]


def register(app: AsyncApp, home: Home) -> IntelTab:
    """Add the tab, which everybody has, with what is new and what one's own side shared."""
    tab, hub = IntelTab(app, home), home.clicks.hub

    async def new(reader: Reader, words: Words, place: Place) -> list[Block]:
        found = await lists.new_for(hub, reader.person, place.page)
        title = words("What other members share with you, the latest first. Nobody is told who shared it.")
        nothing = words("Nothing has been shared with you yet.")
        return items_list(title, found.items, place, words, more=found.more, nothing=nothing)

    async def ours(reader: Reader, words: Words, place: Place) -> list[Block]:
        found = await lists.shared_by(hub, reader.person, place.page)
        title = words("What your side shared, and how often others read it. You see how often, never who.")
        nothing = words("You have shared nothing yet.")
        return items_list(title, found.items, place, words, more=found.more, nothing=nothing)

    tab.add(IntelList(key="new", action=IntelActionId.INTEL_NEW, show=new))
    tab.add(IntelList(key="ours", action=IntelActionId.INTEL_OURS, show=ours, offered=may_share))
    home.add(Tab(tab=HomeTab.INTEL, label=N_("Intel"), offered=lambda person: True, show=tab.show))
    return tab


def may_share(person: Person) -> bool:
    """Whether the person may share for anybody."""
    roles = PERMISSIONS[Permission.SHARE].roles
    return any(grant.member_id and grant.role in roles for grant in person.grants)
