"""The home's first tab: what waits for whoever opens it."""

from aacabot.locales import N_, Words
from aacabot.services import lookup
from aacabot.services.people import Reader
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.home.waiting import waiting_tab
from aacabot.slack.views.message import Block
from handlers.home import Home, Tab


def register(home: Home) -> None:
    """Add the tab. Everybody has it."""

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        waiting, total = await lookup.queue(home.clicks.hub, reader.person, page=place.page)
        return waiting_tab(waiting, place, lookup.QUEUE_LINES, total, words)

    home.add(Tab(tab=HomeTab.WAITING, label=N_("Waiting"), offered=lambda person: True, show=show))
