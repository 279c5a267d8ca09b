"""The queue: cases that wait for somebody, most urgent first."""

from collections.abc import Sequence
from datetime import UTC, datetime

from aacabot.domain.alerts import QueueLine
from aacabot.locales import Words
from aacabot.slack.ids import COMMAND, ActionId, BlockId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import button, context, header, section
from aacabot.slack.views.listing import fetchable
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.texts import quoted, shown

LINES = 20
_LAST = datetime.max.replace(tzinfo=UTC)


def queue_reply(waiting: Sequence[QueueLine], words: Words, *, total: int | None = None) -> Message:
    """At most twenty cases, each with a way to its card. `total` counts those not given too."""
    count = max(total or 0, len(waiting))
    if not count:
        said = words("Nothing waits for you.")
        return Message(said, [section(BlockId.TEXT, said)])
    title = words.plural("{n} case waits", "{n} cases wait", count)
    urgent = sorted(waiting, key=lambda case: (case.decide_by or _LAST, case.number))[:LINES]
    blocks = [header(BlockId.HEADER, title), *(queue_line(case, words) for case in urgent)]
    return Message(title, [*blocks, *_more(count - len(urgent), words)])


def queue_line(case: QueueLine, words: Words) -> Block:
    """One case that waits: number, brand, when to decide by, and the way to its card."""
    due = words("decide by {at}", at=words.moment(case.decide_by)) if case.decide_by else ""
    first = " · ".join(
        part for part in (case.number, shown(case.brand, 60), due or _state(case, words)) if part
    )
    title = quoted(words, shown(case.title, 100)) if shown(case.title, 100) else ""
    second = " · ".join(part for part in (title, shown(case.marketplace, 60)) if part)
    return section(f"{BlockId.LINE}_{case.number}", f"{first}\n{second}", _way(case, words))


def _state(case: QueueLine, words: Words) -> str:
    return words(reasons.STATES[case.state])


def _way(case: QueueLine, words: Words) -> Block:
    if case.card_url and fetchable(case.card_url):
        return button(ActionId.CASE_CARD, words("Open card"), case.case_id, url=case.card_url)
    return button(ActionId.CASE_HISTORY, words("Look up"), case.case_id)


def _more(left: int, words: Words) -> list[Block]:
    if left <= 0:
        return []
    said = words.plural(
        "{n} more case. Decide these first, or narrow it down: {command} search",
        "{n} more cases. Decide these first, or narrow it down: {command} search",
        left,
        command=COMMAND,
    )
    return [context(BlockId.HINT, said)]
