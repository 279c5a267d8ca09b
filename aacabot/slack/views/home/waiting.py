"""What waits for the reader: overdue first, a page at a time, narrowed down to a kind or to a brand."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from aacabot.domain.waiting import Urgency, Waiting, WaitingKind
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.waiting import WaitingActionId, WaitingInputId
from aacabot.slack.views.blocks import actions, button, context, section
from aacabot.slack.views.forms import option
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import suggesting
from aacabot.slack.views.queues import queue_line
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import shown

KINDS: Mapping[WaitingKind, tuple[WaitingActionId, str]] = {
    WaitingKind.DECIDE: (WaitingActionId.WAITING_DECIDE, N_("To decide")),
    WaitingKind.APPROVE: (WaitingActionId.WAITING_APPROVE, N_("To approve")),
    WaitingKind.REVIEW: (WaitingActionId.WAITING_REVIEW, N_("To review")),
    WaitingKind.ANSWER: (WaitingActionId.WAITING_ANSWER, N_("To answer")),
}


def waiting_tab(waiting: Waiting, place: Place, per_page: int, words: Words) -> list[Block]:
    """The counts, the ways to narrow them down, and a page of lines in groups."""
    if not waiting.total and waiting.narrowed.kind is None and waiting.narrowed.brand_id is None:
        return [section(BlockId.TEXT, words("Nothing waits for you."))]
    return [
        *_narrowing(waiting, place, words),
        *_groups(waiting, words),
        *pages(place, per_page, waiting.total, words),
    ]


def _narrowing(waiting: Waiting, place: Place, words: Words) -> list[Block]:
    everything = sum(waiting.kinds.values())
    all_of_it = _kind_button(waiting, place, None, everything, words)
    kinds = [
        _kind_button(waiting, place, kind, waiting.kinds.get(kind, 0), words)
        for kind in KINDS
        if waiting.kinds.get(kind) or waiting.narrowed.kind is kind
    ]
    return [actions(BlockId.KINDS, all_of_it, *kinds), _brands(waiting, place, words)]


def _kind_button(waiting: Waiting, place: Place, kind: WaitingKind | None, count: int, words: Words) -> Block:
    action, label = KINDS[kind] if kind else (WaitingActionId.WAITING_ALL, N_("All"))
    there = replace(place, words=kind.value if kind else "", page=1)
    chosen = "primary" if waiting.narrowed.kind is kind else None
    return button(action, f"{words(label)} ({words.number(count)})", there.value, style=chosen)


def _brands(waiting: Waiting, place: Place, words: Words) -> Block:
    """A menu of the reader's brands, which the app is asked for as they type."""
    chosen = option(shown(waiting.brand, 75) or "?", place.of) if waiting.brand else None
    menu = suggesting(WaitingInputId.BRAND, words("Choose a brand"), chosen)
    every = replace(place, of="", page=1).value
    back = button(WaitingActionId.WAITING_EVERY_BRAND, words("Every brand"), every) if place.of else None
    # Slack keeps what was chosen under the same block id, also after going back to every brand.
    return actions(f"{BlockId.BRANDS}:{place.of}", menu, back)


def _groups(waiting: Waiting, words: Words) -> Iterator[Block]:
    if not waiting.lines:
        yield section(BlockId.TEXT, words("Nothing of this waits for you."))
    for urgency, lines in groupby(waiting.lines, key=lambda line: line.urgency):
        heading = _heading(urgency, waiting.urgencies.get(urgency, 0), words)
        yield rich(f"{BlockId.HEADER}_{urgency}", line(bold(heading)))
        yield from (queue_line(one.case, words) for one in lines)
    if any(one.case.card_url is None for one in waiting.lines):
        yield context(BlockId.HINT, words("A case without a card yet can be looked up here."))


def _heading(urgency: Urgency, count: int, words: Words) -> str:
    match urgency:
        case Urgency.OVERDUE:
            return words.plural("{n} case is overdue", "{n} cases are overdue", count)
        case Urgency.TODAY:
            return words.plural("{n} case is due today", "{n} cases are due today", count)
        case Urgency.LATER:
            return words.plural("{n} case is due later", "{n} cases are due later", count)
        case Urgency.PAUSED:
            return words.plural(
                "{n} case waits for the desk's answer; its clock stands still",
                "{n} cases wait for the desk's answer; their clocks stand still",
                count,
            )
