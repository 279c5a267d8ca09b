"""What waits for the reader: overdue first, a page at a time, narrowed down to a kind or to a brand."""

from dataclasses import replace

from aacabot.domain.waiting import MOST_COUNTED, Waiting
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.waiting import WaitingActionId, WaitingInputId
from aacabot.slack.views.blocks import actions, button, context, section
from aacabot.slack.views.forms import option
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import suggesting
from aacabot.slack.views.queues import acts, groups, kinds
from aacabot.slack.views.texts import shown


def waiting_tab(waiting: Waiting, place: Place, per_page: int, words: Words) -> list[Block]:
    """The counts, the ways to narrow them down, what to do to many at once, and a page of lines in groups."""
    if is_nothing(waiting):
        return [section(BlockId.TEXT, words("Nothing waits for you."))]
    return [
        kinds(waiting, place, words),
        _brands(waiting, place, words),
        *acts(waiting, place, words),
        *groups(waiting, words),
        *hints(waiting, words),
        *pages(place, per_page, waiting.total, words),
    ]


def is_nothing(waiting: Waiting) -> bool:
    """Whether nothing waits at all, not only nothing of what was asked for."""
    narrowed = waiting.narrowed
    return not (waiting.total or narrowed.kind or narrowed.brand_id or narrowed.further)


def hints(waiting: Waiting, words: Words) -> list[Block]:
    """What a reader may wonder about the list."""
    said = []
    if any(one.case.card_url is None for one in waiting.lines):
        said.append(words("A case without a card yet can be looked up here."))
    if waiting.is_more:
        most = words.number(MOST_COUNTED)
        said.append(words("There are more than {n} of a kind: the most urgent are counted here.", n=most))
    return [context(BlockId.HINT, *said)] if said else []


def _brands(waiting: Waiting, place: Place, words: Words) -> Block:
    """A menu of the reader's brands, which the app is asked for as they type."""
    chosen = option(shown(waiting.brand, 75) or "?", place.of) if waiting.brand else None
    menu = suggesting(WaitingInputId.BRAND, words("Choose a brand"), chosen)
    every = replace(place, of="", page=1).value
    back = button(WaitingActionId.WAITING_EVERY_BRAND, words("Every brand"), every) if place.of else None
    # Slack keeps what was chosen under the same block id, also after going back to every brand.
    return actions(f"{BlockId.BRANDS}:{place.of}", menu, back)
