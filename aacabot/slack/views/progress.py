"""How far a decided case has come: one short line a step, done ones ticked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from aacabot.domain.alerts import Alert, Decision, TakedownShown
from aacabot.domain.cases import CaseState as State
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views import reasons
from aacabot.slack.views.counter_notices import outcome
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import line, rich
from aacabot.slack.views.texts import quoted, shown

PERSON = 80
RECEIPT = 80
NOTE = 300


def progress(alert: Alert, words: Words) -> list[Block]:
    """The steps so far, and the one that is being waited for."""
    steps = [*_steps(alert, words)]
    return [rich(BlockId.PROGRESS, *(line(step) for step in steps))] if steps else []


def _steps(alert: Alert, words: Words) -> Iterator[str]:
    since = alert.decision.at if alert.decision else None
    if alert.decision:
        yield _decided(alert, alert.decision, words)
        if note := shown(alert.decision.note, NOTE):
            yield quoted(words, note)
    if alert.second:
        yield _done(words("{person} approved it, {at}", **_by(alert.second, words, since)), words)
    if alert.review and alert.state is not State.DECLINED:
        yield _done(words("The desk accepted it, {at}", at=when(alert.review.at, since, words)), words)
    yield from _sending(alert, words)
    yield from _taking_back(alert, words)
    yield from _after(alert, words)


def _decided(alert: Alert, decision: Decision, words: Words) -> str:
    if alert.state is State.DISMISSED:
        because = reasons.said(decision.reason, reasons.DISMISSED_BECAUSE, words)
        return _done(words("{person}, {at}: {reason}", reason=because, **_by(decision, words)), words)
    if alert.right is None or alert.reason_code is None:
        return _done(words("{person} confirmed it, {at}", **_by(decision, words)), words)
    return _done(
        words(
            "{person} confirmed it, {at}: {reason}, {right}",
            reason=reasons.said(alert.reason_code, reasons.REPORTED_FOR, words),
            right=shown(alert.right.label, 60),
            **_by(decision, words),
        ),
        words,
    )


def _sending(alert: Alert, words: Words) -> Iterator[str]:
    takedown, since = alert.takedown, alert.decision.at if alert.decision else None
    if takedown is None or takedown.sent_at is None:
        return
    yield _done(_sent(takedown, takedown.sent_at, since, words), words)
    if takedown.reported_removed_at:
        yield _done(_removed(alert, takedown.reported_removed_at, since, words), words)
    if takedown.verified_at:
        at = when(takedown.verified_at, since, words)
        yield _done(
            words("Read again {at}: it names the mark no more", at=at)
            if takedown.edited
            else words("Verified gone: read again {at}", at=at),
            words,
        )
    elif alert.state is State.SUBMITTED:
        yield words("… verified gone") if takedown.reported_removed_at else words("… removed")


def _sent(takedown: TakedownShown, at: datetime, since: datetime | None, words: Words) -> str:
    if receipt := shown(takedown.receipt, RECEIPT):
        return words("Sent {at}, receipt {receipt}", at=when(at, since, words), receipt=receipt)
    return words("Sent {at}", at=when(at, since, words))


def _removed(alert: Alert, at: datetime, since: datetime | None, words: Words) -> str:
    marketplace = shown(alert.listing.marketplace, PERSON)
    read = {"marketplace": marketplace, "at": when(at, since, words)}
    if since is None or at < since:
        return words("{marketplace} reports it removed, {at}", **read)
    if at - since < timedelta(seconds=1):
        return words("{marketplace} reports it removed, within a second of the decision (read {at})", **read)
    return words(
        "{marketplace} reports it removed, {elapsed} after the decision (read {at})",
        elapsed=words.duration(at - since),
        **read,
    )


def _taking_back(alert: Alert, words: Words) -> Iterator[str]:
    if alert.state is not State.RETRACTED:
        return
    if alert.retraction:
        yield _done(words("{person} retracted it, {at}", **_by(alert.retraction, words)), words)
        if note := shown(alert.retraction.note, NOTE):
            yield quoted(words, note)
    takedown = alert.takedown
    if takedown is None or takedown.sent_at is None:
        yield words("Nothing was sent to the marketplace.")
    elif takedown.withdrawn_at:
        at = when(takedown.withdrawn_at, takedown.sent_at, words)
        yield _done(words("Withdrawn at the marketplace {at}", at=at), words)
    else:
        yield words("… withdrawn at the marketplace")


def _after(alert: Alert, words: Words) -> Iterator[str]:
    if alert.counter_notice:
        filed = words.moment(alert.counter_notice.filed_at)
        yield _done(words("The seller objected, {at}", at=filed), words)
        yield from outcome(alert, words)
    if alert.restored_at:
        yield _done(words("Back on the marketplace, {at}", at=words.moment(alert.restored_at)), words)
    if alert.state is State.CLOSED and alert.closed_at:
        yield _done(words("Found already removed, {at}", at=words.moment(alert.closed_at)), words)


def when(at: datetime, since: datetime | None, words: Words) -> str:
    """The time of day where the line above told the same day, else the whole moment."""
    if since is not None and words.day(at) == words.day(since):
        return words.clock(at)
    return words.moment(at)


def _by(decision: Decision, words: Words, since: datetime | None = None) -> dict[str, str]:
    return {"person": shown(decision.person, PERSON), "at": when(decision.at, since, words)}


def _done(step: str, words: Words) -> str:
    return words("✓ {step}", step=step)
