"""Notes beside a card: in a case's thread, and to the operator's desk."""

from collections.abc import Callable, Mapping

from aacabot.domain.notes import Note, NoteKind
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views import reasons
from aacabot.slack.views.counter_notices import silence_said
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bold, line, mention, quote, rich
from aacabot.slack.views.status import fixing_step
from aacabot.slack.views.texts import lock_screen, shown

NAME = 80
REASON = 200
TEXT = 600

HEADLINES: Mapping[NoteKind, str] = {
    NoteKind.DECLINED: N_("The takedown was declined"),
    NoteKind.RESTORED: N_("The listing is back on the marketplace"),
    NoteKind.COUNTER_NOTICED: N_("The seller objects to the takedown"),
    NoteKind.FAILED: N_("The takedown did not get through"),
    NoteKind.WITHDRAWN: N_("The takedown was withdrawn at the marketplace"),
    NoteKind.SECOND_EXPIRED: N_("No second person came in time"),
    NoteKind.DESK_ASKED: N_("The desk asks for more before it decides"),
    NoteKind.TEST_BUY: N_("The desk has ordered a test purchase"),
    NoteKind.INFO_ANSWERED: N_("The desk answered your question"),
    NoteKind.BRAND_ANSWERED: N_("The brand answered the desk"),
    NoteKind.COUNTER_REMINDER: N_("The seller's objection waits for an answer"),
    NoteKind.REBUTTAL_ASKED: N_("A rebuttal waits for approval"),
    NoteKind.REBUTTAL_REFUSED: N_("The rebuttal was not approved: the objection waits for an answer"),
    NoteKind.REBUTTED: N_("The seller's objection is rebutted: the takedown stands"),
    NoteKind.COUNTER_ACCEPTED: N_("The seller's objection is accepted: the listing comes back"),
    NoteKind.COUNTER_LAPSED: N_("Nobody answered the seller in time: the listing comes back"),
    NoteKind.COUNTER_STOOD: N_("Nobody answered the seller in time: the takedown stands"),
    NoteKind.COUNTER_NOTICE_TOO_LATE: N_("A seller's answer came after its time and was not taken in"),
    NoteKind.COUNTER_ENDED_FOR_DESK: N_("A brand did not answer a seller in time"),
    NoteKind.REBUTTALS_OFF: N_("A marketplace takes no rebuttals"),
    NoteKind.COUNTER_NOTICE_FOR_DESK: N_("A seller objects to a takedown"),
    NoteKind.PENDING_TOO_LONG: N_("The marketplace has not answered in time"),
    NoteKind.DEAD_LETTER: N_("The hub gave up on a piece of work"),
    NoteKind.CHANNEL_NOT_FOUND: N_("A channel cannot be found"),
    NoteKind.NOT_IN_CHANNEL: N_("The app is not in a channel"),
    NoteKind.CHANNEL_ARCHIVED: N_("A channel is archived"),
    NoteKind.TOKEN_REVOKED: N_("A workspace has removed the app"),
    NoteKind.FEEDBACK_OFF: N_("A marketplace takes no decisions back"),
}

_REMEDIES: Mapping[NoteKind, str] = {
    NoteKind.RESTORED: N_("If it still infringes, report it again from the listing."),
    NoteKind.COUNTER_NOTICED: N_("Counsel or an admin answers on the card: rebut it, or accept it."),
    NoteKind.COUNTER_REMINDER: N_("Counsel or an admin answers on the card: rebut it, or accept it."),
    NoteKind.REBUTTAL_ASKED: N_("Another counsel or admin reads it and approves it on the card."),
    NoteKind.REBUTTAL_REFUSED: N_("Write another on the card, or accept the objection."),
    NoteKind.COUNTER_LAPSED: N_("It counts as restored. If it still infringes, report it again."),
    NoteKind.COUNTER_NOTICE_TOO_LATE: N_("Ask the marketplace what it will do about it."),
    NoteKind.COUNTER_ENDED_FOR_DESK: N_("The brand has been told. The marketplace's rule applies."),
    NoteKind.REBUTTALS_OFF: N_(
        "Each approved rebuttal comes to you to be passed on by hand. "
        "Once the marketplace accepts them, run: aacabot work retry rebuttals"
    ),
    NoteKind.FAILED: N_("The desk has been told and will try again. Nothing for you to do."),
    NoteKind.SECOND_EXPIRED: N_("Nothing was sent. Confirm it again, and tell a second person."),
    NoteKind.DESK_ASKED: N_("Answer with the button on the card; the review stands still until then."),
    NoteKind.TEST_BUY: N_("Your clock stands still until its outcome is here. You can still decide."),
    NoteKind.INFO_ANSWERED: N_("Your clock runs again. Decide on the card."),
    NoteKind.BRAND_ANSWERED: N_("The review goes on with the buttons on the card."),
    NoteKind.COUNTER_NOTICE_FOR_DESK: N_("The brand has been told. Follow up if it does not answer in time."),
    NoteKind.PENDING_TOO_LONG: N_("Ask the marketplace directly; the hub has stopped asking."),
    NoteKind.DEAD_LETTER: N_("Look it up in the log by its id, mend the cause, then start it again."),
    NoteKind.CHANNEL_NOT_FOUND: N_(
        "Its alerts wait. Check the channel's id in the alliance file; in a private channel type "
        "/invite @aacabot first."
    ),
    NoteKind.NOT_IN_CHANNEL: N_("Its alerts wait. Somebody in the channel types: /invite @aacabot"),
    NoteKind.CHANNEL_ARCHIVED: N_(
        "Its alerts wait. Unarchive it, or name another channel in the alliance file."
    ),
    NoteKind.TOKEN_REVOKED: N_("Its alerts wait. An admin of the workspace installs the app again."),
    NoteKind.FEEDBACK_OFF: N_(
        "The hub no longer sends it decisions. Takedowns are not affected. "
        "Once the marketplace accepts decisions, run: aacabot work retry decisions"
    ),
}


_IN_THREADS = frozenset(
    {
        *(
            NoteKind.DECLINED,
            NoteKind.RESTORED,
            NoteKind.COUNTER_NOTICED,
            NoteKind.FAILED,
            NoteKind.WITHDRAWN,
        ),
        *(NoteKind.SECOND_EXPIRED, NoteKind.DESK_ASKED, NoteKind.TEST_BUY, NoteKind.INFO_ANSWERED),
        *(NoteKind.COUNTER_REMINDER, NoteKind.REBUTTAL_ASKED, NoteKind.REBUTTAL_REFUSED, NoteKind.REBUTTED),
        *(NoteKind.COUNTER_ACCEPTED, NoteKind.COUNTER_LAPSED, NoteKind.COUNTER_STOOD),
    }
)
"""Told where the brand's people are; the desk is another workspace, where their ids mean somebody else."""


def note_message(note: Note, words: Words) -> Message:
    """What happened, whom it concerns, and what to do; a Slack user id in the note mentions that person."""
    headline = words(HEADLINES[note.kind])
    parts = [
        line(*_to(note, words), bold(headline)),
        *_facts(note, words),
        *_own_words(note),
        *_remedy(note, words),
    ]
    return Message(_lock_screen(note, headline, words), [rich(BlockId.TEXT, *parts)])


def _lock_screen(note: Note, headline: str, words: Words) -> str:
    if note.number and note.brand:
        return lock_screen(words, note.number, note.brand, headline)
    return headline


def _to(note: Note, words: Words) -> list[Block | str]:
    if note.kind not in _IN_THREADS:
        return []
    if note.slack_user:
        return [mention(note.slack_user), " "]
    return [f"{name} · "] if (name := shown(note.person, NAME)) else []


def _facts(note: Note, words: Words) -> list[Block]:
    facts = [make(note, words) for make in _FACTS]
    return [line(fact) for fact in facts if fact]


def _case(note: Note, words: Words) -> str:
    return " · ".join(
        shown(part, NAME) for part in (note.number, note.brand, note.member, note.marketplace) if part
    )


def _when(note: Note, words: Words) -> str:
    return words("At {at}", at=words.moment(note.at)) if note.at else ""


def _reason(note: Note, words: Words) -> str:
    reason = shown(reasons.any_reason(note.reason, words), REASON)
    return words("Reason: {reason}", reason=reason) if reason else ""


def _due(note: Note, words: Words) -> str:
    return words("Answer by {at}", at=words.moment(note.due)) if note.due else ""


def _silence(note: Note, words: Words) -> str:
    if note.silence is None or note.kind not in _BEFORE_THE_END:
        return ""
    return silence_said(note.silence, shown(note.marketplace, NAME), words)


def _percent(note: Note, words: Words) -> str:
    return words("{percent} % of the time has passed.", percent=note.percent) if note.percent else ""


_BEFORE_THE_END = frozenset(
    {
        *(NoteKind.COUNTER_NOTICED, NoteKind.COUNTER_NOTICE_FOR_DESK, NoteKind.COUNTER_REMINDER),
        *(NoteKind.REBUTTAL_ASKED, NoteKind.REBUTTAL_REFUSED),
    }
)


def _channel(note: Note, words: Words) -> str:
    return words("Channel: {channel}", channel=shown(note.channel, NAME)) if note.channel else ""


def _work(note: Note, words: Words) -> str:
    return words("Work: {work}", work=shown(note.work, REASON)) if note.work else ""


def _log_id(note: Note, words: Words) -> str:
    return words("Log id: {id}", id=shown(note.log_id, NAME)) if note.log_id else ""


_FACTS: tuple[Callable[[Note, Words], str], ...] = (
    *(_case, _when, _reason, _due, _percent, _silence),
    *(_channel, _work, _log_id),
)
_SELLERS_OWN = frozenset({NoteKind.COUNTER_NOTICED, NoteKind.COUNTER_NOTICE_FOR_DESK})


def _own_words(note: Note) -> list[Block]:
    """The other side's words; not a seller's answer, which holds personal data and stays out of messages."""
    text = "" if note.kind in _SELLERS_OWN else shown(note.text, TEXT)
    return [quote(text)] if text else []


def _remedy(note: Note, words: Words) -> list[Block]:
    if note.kind is NoteKind.DECLINED:
        return [line(fixing_step(note.reason, words))]
    if note.kind is NoteKind.DEAD_LETTER and note.log_id is None:
        return [line(words("The hub will not try again. Ask the marketplace directly."))]
    remedy = _REMEDIES.get(note.kind)
    return [line(words(remedy))] if remedy else []
