"""A case looked up: where it stands, its history, and the buttons its card has."""

from collections.abc import Sequence

from aacabot.domain.alerts import Alert, HistoryLine
from aacabot.domain.counsel import RecordOfCase
from aacabot.locales import Words
from aacabot.slack.ids import COMMAND, ActionId, BlockId
from aacabot.slack.views import listing, reasons
from aacabot.slack.views.alerts import card_header, report_as
from aacabot.slack.views.blocks import actions, button, context
from aacabot.slack.views.buttons import case_buttons
from aacabot.slack.views.counsel import on_case
from aacabot.slack.views.counter_notices import desk_buttons
from aacabot.slack.views.forms import modal
from aacabot.slack.views.listing import fetchable
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.progress import progress
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.status import status
from aacabot.slack.views.texts import lock_screen, shown

EVENTS = 25


def case_reply(
    alert: Alert,
    history: Sequence[HistoryLine],
    words: Words,
    *,
    card_url: str | None = None,
    desk: bool = False,
    record: RecordOfCase | None = None,
) -> Message:
    """For one person's eyes. `history` is in the order it happened; the latest 25 events are shown.

    `desk` says that the reader is a reviewer, who can enter what reached the desk; `record` what they can do
    for counsel.
    """
    blocks = [
        *_as_it_stands(alert, history, words),
        *case_buttons(alert, words, with_history=False),
        *(desk_buttons(alert, words) if desk else []),
        *on_case(record, words),
        *_to_card(alert, card_url, words),
    ]
    state = words(reasons.STATES[alert.state])
    return Message(lock_screen(words, alert.number, alert.brand, state), blocks)


def case_modal(
    alert: Alert, history: Sequence[HistoryLine], words: Words, *, card_url: str | None = None
) -> Block:
    """The same over the App Home. Decisions are made on the card: a modal has no channel to answer in."""
    way = _to_card(alert, card_url, words)
    hint = words("To decide, type {command} case {number}", command=COMMAND, number=alert.number)
    return modal(
        ActionId.CASE_HISTORY,
        alert.number,
        [*_as_it_stands(alert, history, words), *(way or [context(BlockId.HINT, hint)])],
        close=words("Close"),
        metadata={"case": alert.case_id},
    )


def _as_it_stands(alert: Alert, history: Sequence[HistoryLine], words: Words) -> list[Block]:
    return [
        card_header(alert, words),
        status(alert, words),
        listing.offer_in_short(alert.listing, words),
        *([report_as(alert, words)] if not alert.decision else []),
        *progress(alert, words),
        *_history(history, words),
    ]


def _history(history: Sequence[HistoryLine], words: Words) -> list[Block]:
    if not history:
        return [context(BlockId.HISTORY, words("Nothing has happened yet."))]
    told = [line(_event(event, words)) for event in history[-EVENTS:]]
    left = len(history) - len(told)
    earlier = [line(words.plural("{n} earlier event", "{n} earlier events", left))] if left else []
    return [rich(BlockId.HISTORY, line(bold(words("History"))), *earlier, bullets(*told))]


def _event(event: HistoryLine, words: Words) -> str:
    parts = (
        words.moment(event.at),
        reasons.said(event.kind, reasons.EVENTS, words),
        shown(event.person, 80),
        reasons.any_reason(event.reason, words),
    )
    return " · ".join(part for part in parts if part)


def _to_card(alert: Alert, url: str | None, words: Words) -> list[Block]:
    if url is None or not fetchable(url):
        return []
    return [
        actions(
            f"{BlockId.ACTIONS}_card", button(ActionId.CASE_CARD, words("Open card"), alert.case_id, url=url)
        )
    ]
