"""A seller's answer to a takedown, as the card shows it, and a rebuttal the desk passes on."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from aacabot.domain.alerts import Alert, CounterNotice
from aacabot.domain.cases import MOVES, CaseEventKind
from aacabot.domain.counter_notices import CounterNoticeState, Silence
from aacabot.domain.untrusted import inert
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.counter_notices import CounterNoticeActionId
from aacabot.slack.views.blocks import actions, button, context, dialog
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bold, line, quote, rich
from aacabot.slack.views.texts import paragraphs, shown

NAME = 80
REASON = 200
SAID = 2_800


def silence_said(silence: str | None, marketplace: str, words: Words) -> str:
    """What happens if nobody answers, said before it does."""
    if silence == Silence.STANDS:
        return words("If nobody answers by then, the takedown stands.")
    return words("If nobody answers by then, {marketplace} puts the listing back.", marketplace=marketplace)


def objection(alert: Alert, notice: CounterNotice, words: Words) -> Iterator[str]:
    """The first lines of a card that waits for the brand's answer."""
    yield words("The seller objects. Answer by {at}", at=words.moment(notice.answer_by))
    if reason := shown(notice.reason, REASON):
        yield words("Reason: {reason}", reason=reason)
    yield silence_said(notice.silence, shown(alert.listing.marketplace, NAME), words)
    if notice.state != CounterNoticeState.REBUTTAL_ASKED:
        yield words("Counsel or an admin answers: rebut it, or accept it. Retract if the case was a mistake.")
        return
    yield words("{person} wrote a rebuttal.", person=shown(notice.rebutted_by, NAME) or words("Somebody"))
    if notice.may_approve:
        names = words.listing_of([shown(name, NAME) for name in notice.may_approve])
        yield words("Still missing: one of {names} to approve it.", names=names)
    else:
        yield words("Nobody else of the brand's may approve it: an admin of the operator can.")
    if notice.approve_by:
        yield words("Without approval by {at} it lapses.", at=words.moment(notice.approve_by))


def outcome(alert: Alert, words: Words) -> Iterator[str]:
    """What became of the seller's objection, for a card's steps."""
    notice = alert.counter_notice
    if notice is None:
        return
    by = shown(notice.answered_by, NAME) or words("Somebody")
    if notice.state == CounterNoticeState.REBUTTED:
        yield words("✓ {step}", step=words("Rebutted, approved by {person}", person=by))
        yield _delivery(notice, words)
    elif notice.state == CounterNoticeState.ACCEPTED:
        yield words("✓ {step}", step=words("{person} accepted the objection", person=by))
        yield _withdrawal(alert, words)
    elif notice.state == CounterNoticeState.LAPSED:
        yield words("Nobody answered by {at}: the listing comes back.", at=words.moment(notice.answer_by))
    elif notice.state == CounterNoticeState.STOOD:
        yield words("Nobody answered by {at}: the takedown stands.", at=words.moment(notice.answer_by))


def _withdrawal(alert: Alert, words: Words) -> str:
    withdrawn = alert.takedown.withdrawn_at if alert.takedown else None
    if withdrawn is None:
        return words("… withdrawn at the marketplace")
    return words("✓ {step}", step=words("Withdrawn at the marketplace {at}", at=words.moment(withdrawn)))


def _delivery(notice: CounterNotice, words: Words) -> str:
    if notice.sent_at:
        return words(
            "✓ {step}", step=words("The rebuttal was handed over, {at}", at=words.moment(notice.sent_at))
        )
    if notice.by_hand:
        return words("… the desk passes the rebuttal on by hand")
    return words("… the rebuttal sent to the marketplace")


def counter_buttons(alert: Alert, words: Words) -> list[Block | None]:
    """What counsel and admins can do about an objection."""
    notice = alert.counter_notice
    accept = button(
        CounterNoticeActionId.COUNTER_ACCEPT,
        words("Accept"),
        alert.case_id,
        dialog=dialog(
            words("Accept the objection?"),
            words(
                "The marketplace is asked to withdraw the takedown of {number}, and the listing comes back. "
                "It counts as restored in your record.",
                number=alert.number,
            ),
            words("Accept"),
            words("Not yet"),
        ),
    )
    if notice is None or notice.state != CounterNoticeState.REBUTTAL_ASKED:
        rebut = button(CounterNoticeActionId.COUNTER_REBUT, words("Rebut"), alert.case_id, style="primary")
        return [rebut, accept]
    read = button(
        CounterNoticeActionId.COUNTER_APPROVE, words("Read and approve"), alert.case_id, style="primary"
    )
    return [
        read,
        button(CounterNoticeActionId.COUNTER_REFUSE, words("Do not send it"), alert.case_id),
        accept,
    ]


def enter_button(case_id: str, words: Words) -> Block:
    return button(CounterNoticeActionId.COUNTER_ENTER, words("Enter the seller's answer"), case_id)


def desk_buttons(alert: Alert, words: Words) -> list[Block]:
    """What the desk can enter about a case; nothing where nothing went out, or no seller can answer it."""
    sent = alert.takedown is not None and alert.takedown.sent_at is not None
    if not sent or (alert.state, CaseEventKind.COUNTER_NOTICED) not in MOVES:
        return []
    return [actions(f"{BlockId.ACTIONS}_desk", enter_button(alert.case_id, words))]


def rebuttal_by_hand(values: Mapping[str, Any], words: Words) -> Message:
    """A rebuttal the desk passes on, and who did.

    `values`: `counter_notice`, `number`, `brand`, `member`, `marketplace`, `text`, `answer_by` (ISO 8601);
    `passed_on_by`, `passed_on_at` once it is done.
    """
    title = words("Pass a rebuttal on to {marketplace}", marketplace=shown(values["marketplace"], NAME))
    about = " · ".join(shown(values[name], NAME) for name in ("number", "brand", "member"))
    due = words.moment(datetime.fromisoformat(values["answer_by"]))
    parts = [line(bold(title)), line(about), line(words("It must be there by {at}.", at=due))]
    blocks = [
        rich(BlockId.STATUS, *parts),
        rich(BlockId.SAID, quote(paragraphs(values["text"], SAID) or "?")),
        _passed_on(values, words),
    ]
    named = inert(values["marketplace"], NAME)
    return Message(words("Pass a rebuttal on to {marketplace}", marketplace=named), blocks)


def _passed_on(values: Mapping[str, Any], words: Words) -> Block:
    if "passed_on_by" in values:
        at = words.moment(datetime.fromisoformat(values["passed_on_at"]))
        person = shown(values["passed_on_by"], NAME)
        return context(
            BlockId.HINT, words("✓ {step}", step=words("{person} passed it on, {at}", person=person, at=at))
        )
    done = button(
        CounterNoticeActionId.COUNTER_PASSED_ON,
        words("I passed it on"),
        values["counter_notice"],
        style="primary",
    )
    return actions(BlockId.ACTIONS, done)
