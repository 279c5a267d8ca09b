"""What waits for the reader, most urgent first, a page at a time."""

from collections.abc import Sequence

from aacabot.domain.alerts import QueueLine
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views.blocks import section
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.queues import queue_line


def waiting_tab(
    waiting: Sequence[QueueLine], place: Place, per_page: int, total: int, words: Words
) -> list[Block]:
    if not total:
        return [section(BlockId.TEXT, words("Nothing waits for you."))]
    heading = words.plural("{n} case waits", "{n} cases wait", total)
    lines = [queue_line(case, words) for case in waiting]
    return [section(BlockId.TEXT, heading), *lines, *pages(place, per_page, total, words)]
