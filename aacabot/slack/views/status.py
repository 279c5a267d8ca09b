"""The first lines of a card: where the case stands, and what that asks of the reader."""

from collections.abc import Callable, Iterator

from aacabot.domain.alerts import Alert, TakedownShown
from aacabot.domain.cases import CLAIMABLE_STATES
from aacabot.domain.cases import CaseState as State
from aacabot.domain.counter_notices import CounterNoticeState
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views import reasons
from aacabot.slack.views.counter_notices import objection
from aacabot.slack.views.message import Block
from aacabot.slack.views.progress import PERSON
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.second_person import missing
from aacabot.slack.views.texts import quoted, shown

REASON_GIVEN = 200

Said = tuple[str, ...]
"""A headline, and the sentences under it."""


def status(alert: Alert, words: Words) -> Block:
    """The headline in bold, then at most a few short sentences."""
    headline, *rest = _SAID[alert.state](alert, words)
    rest += _on_it(alert, words)
    return rich(BlockId.STATUS, line(bold(headline)), *(line(sentence) for sentence in rest if sentence))


def _on_it(alert: Alert, words: Words) -> list[str]:
    if alert.assignee is None or alert.state not in CLAIMABLE_STATES:
        return []
    return [words("{person} is on it.", person=shown(alert.assignee, PERSON) or "?")]


def _alerted(alert: Alert, words: Words) -> Said:
    return tuple(_to_decide(alert, words))


def _to_decide(alert: Alert, words: Words) -> Iterator[str]:
    if alert.held:
        yield words("Changed since you confirmed")
        yield words("Nothing was sent. Look at it again and confirm again.")
    elif alert.refusal:
        yield words("{person} did not approve it", person=shown(alert.refusal.person, PERSON))
        yield words("Nothing was sent. Look at it again and decide.")
    elif alert.second_expired_at:
        yield words("No second person came in time")
        yield words("Nothing was sent. Look at it again and decide.")
    if alert.authorised_seller:
        yield _authorised(words)
    yield from _not_open(alert, words)
    yield from _clock(alert, words)
    if alert.takedown and alert.takedown.paused_by_lane:
        yield words("Takedowns are paused by the desk. What you confirm goes out when they open again.")


def _not_open(alert: Alert, words: Words) -> Iterator[str]:
    """Why there is no button to confirm, when there will be one, and what can be done until then."""
    if alert.not_open is None:
        return
    yield words("Confirming by click is not open to you yet")
    if alert.not_open.begins:
        yield words("It opens on {day}.", day=words.day(alert.not_open.begins))
    elif alert.not_open.phase:
        yield words("It opens in phase {phase}.", phase=words.number(alert.not_open.phase))
    else:
        yield words("The operator has not said when it opens; the desk can tell you.")
    if alert.state is not State.PENDING_SECOND:
        yield words("Until then you can close it as not infringing, or ask the desk.")


def _clock(alert: Alert, words: Words) -> Iterator[str]:
    if alert.state is State.NEEDS_INFO:
        yield from _clock_paused(alert, words)
    elif alert.decide_by:
        yield words("Decide by {at}", at=words.moment(alert.decide_by))
    else:
        yield words("Waiting for your decision")


def _authorised(words: Words) -> str:
    return words("⚠ The seller is on the brand's list of authorised sellers")


def _clock_paused(alert: Alert, words: Words) -> Iterator[str]:
    asked_by = shown(alert.info.asked_by, PERSON) if alert.info else words("Somebody")
    yield words("The clock stands still: {person} asked the desk", person=asked_by)
    if alert.paused_at:
        yield words("Paused since {at}. You can still decide.", at=words.moment(alert.paused_at))


def _pending_second(alert: Alert, words: Words) -> Said:
    return (
        words("Waiting for a second person"),
        _authorised(words) if alert.authorised_seller else "",
        *missing(alert, words),
        *_not_open(alert, words),
    )


def _platform_review(alert: Alert, words: Words) -> Said:
    return words("Confirmed. The desk is reviewing it"), words("Nothing for you to do.")


def _confirmed(alert: Alert, words: Words) -> Said:
    takedown = alert.takedown or TakedownShown()
    if takedown.paused_by_lane:
        return (
            words("Confirmed. Takedowns are paused by the desk"),
            words("It goes out when they open again. Nothing for you to do."),
        )
    return _not_answering(takedown, words) or (words("Confirmed. Taking it down now"),)


def _submitted(alert: Alert, words: Words) -> Said:
    takedown = alert.takedown or TakedownShown()
    if takedown.still_live_at:
        return (
            words("Still live at {at}", at=words.moment(takedown.still_live_at)),
            words("We keep checking. Nothing for you to do."),
        )
    if takedown.found_paused_at:
        return (
            words("Paused at the marketplace, not yet removed"),
            words("Read {at}. We keep checking.", at=words.moment(takedown.found_paused_at)),
        )
    if takedown.reported_removed_at:
        return words("The marketplace reports it removed"), words("We are reading it again to be sure.")
    if unanswered := _not_answering(takedown, words):
        return unanswered
    if takedown.pending:
        return words("Sent. The marketplace is looking at it"), words("Nothing for you to do.")
    return (words("Sent. Waiting for the marketplace"),)


def _not_answering(takedown: TakedownShown, words: Words) -> Said | None:
    if takedown.retry_at is None:
        return None
    return (
        words("The marketplace is not answering"),
        words("Next try at {at}. Nothing for you to do.", at=words.clock(takedown.retry_at)),
    )


def _taken_down(alert: Alert, words: Words) -> Said:
    if alert.takedown and alert.takedown.edited:
        return _edited(alert, words)
    return (words("Taken down and verified gone"),)


def _counter_noticed(alert: Alert, words: Words) -> Said:
    notice = alert.counter_notice
    if notice is None:
        return (words("The seller objects"),)
    return tuple(objection(alert, notice, words))


def _declined(alert: Alert, words: Words) -> Said:
    takedown = alert.takedown or TakedownShown()
    if alert.review and not takedown.sent_at:
        reason, note = alert.review.reason, alert.review.note
        headline = words("Declined by the desk, {at}", at=words.moment(alert.review.at))
    else:
        reason, note = takedown.declined_reason, takedown.declined_text
        marketplace = shown(alert.listing.marketplace, PERSON)
        headline = words("Declined by {marketplace}", marketplace=marketplace)
    return (
        headline,
        _reason(reasons.said(reason, reasons.DECLINED_BECAUSE, words), words),
        quoted(words, said) if (said := shown(note, REASON_GIVEN)) else "",
        fixing_step(reason, words),
    )


def fixing_step(reason: str | None, words: Words) -> str:
    """The one step that would change the answer; without a known reason, whom to ask."""
    step = reasons.WOULD_CHANGE_THE_ANSWER.get(reason or "")
    if step is None:
        return words("To change the answer: ask the desk what is missing.")
    return words("To change the answer: {step}.", step=words(step))


def _dismissed(alert: Alert, words: Words) -> Said:
    return (words("Not infringing. Nothing was sent"),)


def _retracted(alert: Alert, words: Words) -> Said:
    return (words("Retracted"),)


def _restored(alert: Alert, words: Words) -> Said:
    ended = alert.counter_notice.state if alert.counter_notice and not alert.restored_at else None
    if ended == CounterNoticeState.ACCEPTED:
        return (words("Objection accepted: the listing comes back"),)
    if ended == CounterNoticeState.LAPSED:
        return (words("Nobody answered the seller in time: the listing comes back"),)
    return words("The listing is back"), _reason(shown(alert.restored_reason, REASON_GIVEN), words)


def _failed(alert: Alert, words: Words) -> Said:
    reason = alert.takedown.failed_reason if alert.takedown else None
    return (
        words("The takedown did not get through"),
        _reason(reasons.said(reason, reasons.FAILED_BECAUSE, words), words),
        words("The desk has been told and will try again. Nothing for you to do."),
    )


def _closed(alert: Alert, words: Words) -> Said:
    return words("Already removed when we looked"), words("Nothing was sent. Nothing for you to do.")


def _answer_needed(alert: Alert, words: Words) -> Said:
    return (
        words("The desk waits for your answer"),
        words("Answer below: the review stands still until then."),
    )


def _edited(alert: Alert, words: Words) -> Said:
    return words("The marketplace changed the listing"), words("It names the mark no more.")


def _expired(alert: Alert, words: Words) -> Said:
    return (
        words("Nobody decided in time"),
        words("It is with the desk now. You can open it again."),
    )


def _archived(alert: Alert, words: Words) -> Said:
    return words("Archived"), words("Nothing about it changes any more.")


def _reason(reason: str, words: Words) -> str:
    return words("Reason: {reason}", reason=reason) if reason else ""


_SAID: dict[State, Callable[[Alert, Words], Said]] = {
    State.ALERTED: _alerted,
    State.NEEDS_INFO: _alerted,
    State.PENDING_SECOND: _pending_second,
    State.PLATFORM_REVIEW: _platform_review,
    State.CONFIRMED: _confirmed,
    State.SUBMITTED: _submitted,
    State.TAKEN_DOWN: _taken_down,
    State.COUNTER_NOTICED: _counter_noticed,
    State.DECLINED: _declined,
    State.DISMISSED: _dismissed,
    State.RETRACTED: _retracted,
    State.RESTORED: _restored,
    State.FAILED: _failed,
    State.CLOSED: _closed,
    State.ANSWER_NEEDED: _answer_needed,
    State.EDITED: _edited,
    State.EXPIRED: _expired,
    State.ARCHIVED: _archived,
}
