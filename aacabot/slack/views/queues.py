"""The queue's parts, in the home and in a message: its kinds, its lines, and acting on many of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from aacabot.domain.alerts import QueueLine
from aacabot.domain.bulk_acts import BULK_LIMIT, BulkDeed
from aacabot.domain.waiting import Urgency, Waiting, WaitingKind, WaitingLine
from aacabot.locales import N_, Words
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.ids.bulk_acts import BulkActionId, BulkInputId
from aacabot.slack.ids.waiting import WaitingActionId, WaitingFormActionId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.forms import option, select
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.listing import fetchable
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import checkboxes
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import plain, quoted, shown

KINDS: Mapping[WaitingKind, tuple[WaitingActionId, str]] = {
    WaitingKind.DECIDE: (WaitingActionId.WAITING_DECIDE, N_("To decide")),
    WaitingKind.APPROVE: (WaitingActionId.WAITING_APPROVE, N_("To approve")),
    WaitingKind.REVIEW: (WaitingActionId.WAITING_REVIEW, N_("To review")),
    WaitingKind.ANSWER: (WaitingActionId.WAITING_ANSWER, N_("To answer")),
}
ACTS: Mapping[BulkDeed, tuple[BulkActionId, str]] = {
    BulkDeed.CONFIRM: (BulkActionId.BULK_CONFIRM, N_("Confirm…")),
    BulkDeed.DISMISS: (BulkActionId.BULK_DISMISS, N_("Not infringing…")),
    BulkDeed.CLAIM: (BulkActionId.BULK_CLAIM, N_("I am on it…")),
    BulkDeed.APPROVE: (BulkActionId.BULK_APPROVE, N_("Approve…")),
    BulkDeed.ACCEPT: (BulkActionId.BULK_ACCEPT, N_("Accept…")),
    BulkDeed.DECLINE: (BulkActionId.BULK_DECLINE, N_("Decline…")),
}
TICKED, SHOWN, FOUND = "ticked", "shown", "found"
"""Which of the cases an act is for."""
_TEXT = 75
"""As much as an option and its description hold (composition-objects/option-object)."""


def kinds(waiting: Waiting, place: Place, words: Words) -> Block:
    """What waits, by kind, each counted; the form that narrows it down further."""
    everything = sum(waiting.kinds.values())
    buttons = [_kind(waiting, place, None, everything, words)]
    buttons += [
        _kind(waiting, place, kind, waiting.kinds.get(kind, 0), words)
        for kind in KINDS
        if waiting.kinds.get(kind) or waiting.narrowed.kind is kind
    ]
    further = waiting.narrowed.further
    label = words("Filter ({n})", n=further) if further else words("Filter…")
    style = "primary" if further else None
    buttons.append(button(WaitingFormActionId.WAITING_FILTER, label, place.value, style=style))
    return actions(BlockId.KINDS, *buttons)


def _kind(waiting: Waiting, place: Place, kind: WaitingKind | None, count: int, words: Words) -> Block:
    action, label = KINDS[kind] if kind else (WaitingActionId.WAITING_ALL, N_("All"))
    there = replace(place, words=kind.value if kind else "", page=1)
    chosen = "primary" if waiting.narrowed.kind is kind else None
    counted = words.number(count) + ("+" if waiting.is_more and kind is None else "")
    return button(action, f"{words(label)} ({counted})", there.value, style=chosen)


def acts(waiting: Waiting, place: Place, words: Words) -> list[Block]:
    """Which of the cases, and what to do to them at once; nothing for those who only look on."""
    if not waiting.deeds or not waiting.lines:
        return []
    buttons = [
        button(
            ACTS[deed][0],
            words(ACTS[deed][1]),
            place.value,
            style="primary" if deed in {BulkDeed.CONFIRM, BulkDeed.ACCEPT} else None,
        )
        for deed in waiting.deeds
        if deed is not BulkDeed.APPROVE or waiting.kinds.get(WaitingKind.APPROVE)
    ]
    # Slack keeps what was chosen under the same block id: another page or filter begins anew.
    here = f"{BlockId.ACTIONS}:{place.page}:{place.words}:{place.of}:{place.also}"[:255]
    return [actions(here, _scope(waiting, words), *buttons)]


def _scope(waiting: Waiting, words: Words) -> Block:
    offered = [
        option(words("Those I tick"), TICKED),
        option(words("All shown here ({n})", n=words.number(len(waiting.lines))), SHOWN),
        option(_all_found(waiting, words), FOUND),
    ]
    return select(BulkInputId.SCOPE, words("Which cases"), offered, TICKED)


def _all_found(waiting: Waiting, words: Words) -> str:
    if waiting.total > BULK_LIMIT:
        return words("The {n} most urgent", n=words.number(BULK_LIMIT))
    return words("All found ({n})", n=words.number(waiting.total))


def groups(waiting: Waiting, words: Words) -> Iterator[Block]:
    """The lines under how urgent they are."""
    if not waiting.lines:
        yield section(BlockId.TEXT, words("Nothing of this waits for you."))
    for urgency, lines in groupby(waiting.lines, key=lambda line: line.urgency):
        heading = _heading(urgency, waiting.urgencies.get(urgency, 0), words)
        yield rich(f"{BlockId.HEADER}_{urgency}", line(bold(heading)))
        yield from (_line(one, words, ticks=bool(waiting.deeds)) for one in lines)


def _line(one: WaitingLine, words: Words, *, ticks: bool) -> Block:
    return tick_line(one, words) if ticks else queue_line(one.case, words)


def queue_line(case: QueueLine, words: Words) -> Block:
    """One case that waits: number, brand, when to decide by, and the way to its card."""
    first, second = _said(case, words)
    return section(f"{BlockId.LINE}_{case.number}", f"{first}\n{second}", _way(case, words))


def tick_line(one: WaitingLine, words: Words) -> Block:
    """The same with a box to tick. Its value is the case, and the affirmation of what is shown of it."""
    first, second = _said(one.case, words)
    value = f"{one.case.case_id}:{one.seen}" if one.seen else one.case.case_id
    choice = option(first, value) | ({"description": plain(second, _TEXT)} if second else {})
    ticks = checkboxes(BulkInputId.TICK, [choice])
    return actions(f"{BlockId.LINE}_{one.case.number}", ticks, _way(one.case, words))


def _said(case: QueueLine, words: Words) -> tuple[str, str]:
    due = words("decide by {at}", at=words.moment(case.decide_by)) if case.decide_by else ""
    first = " · ".join(
        part for part in (case.number, shown(case.brand, 60), due or _state(case, words)) if part
    )
    title = quoted(words, shown(case.title, 100)) if shown(case.title, 100) else ""
    return first, " · ".join(part for part in (title, shown(case.marketplace, 60)) if part)


def _state(case: QueueLine, words: Words) -> str:
    return words(reasons.STATES[case.state])


def _way(case: QueueLine, words: Words) -> Block:
    if case.card_url and fetchable(case.card_url):
        return button(ActionId.CASE_CARD, words("Open card"), case.case_id, url=case.card_url)
    return button(ActionId.CASE_HISTORY, words("Look up"), case.case_id)


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
