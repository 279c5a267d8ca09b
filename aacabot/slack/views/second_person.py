"""Who is missing on a card that waits for a second person, why, and until when."""

from collections.abc import Iterator, Mapping

from aacabot.domain.alerts import Alert
from aacabot.domain.second_person import SecondReason
from aacabot.locales import N_, Words
from aacabot.slack.views.progress import PERSON
from aacabot.slack.views.texts import shown

WHY: Mapping[SecondReason, str] = {
    SecondReason.BRAKE: N_("many were confirmed within minutes"),
    SecondReason.MANY: N_("more than ten listings at once, or of one seller within a day"),
    SecondReason.PATENT_OR_DESIGN: N_("it is reported under a patent or a design right"),
    SecondReason.REBUTTAL: N_("the seller's objection is rebutted"),
    SecondReason.WATCH: N_("the good-faith record is on watch"),
    SecondReason.AUTHORISED_ELSEWHERE: N_("there is a conflict; your account manager can tell you more"),
    SecondReason.NEW_ROLE: N_("it is their first since their role was given or changed"),
}
"""Never says whose list a seller is on: no member learns of another's sellers."""


def missing(alert: Alert, words: Words, *, to_desk: bool = False) -> Iterator[str]:
    """Who confirmed, why that is not enough, who may approve, and until when: a sentence each.

    The desk is not told who of the member's may: its card says that nobody is.
    """
    who = shown(alert.decision.person, PERSON) if alert.decision else words("Somebody")
    yield words("{person} confirmed it. Somebody else must approve before it goes out.", person=who)
    needed = alert.second_needed
    if needed is None:
        return
    if needed.why:
        yield words("Why: {reasons}.", reasons="; ".join(words(WHY[reason]) for reason in needed.why))
    if not to_desk:
        yield _who(needed.counsel, needed.desk, needed.who, words)
    if needed.until is not None:
        yield words("Until {at}. After that it waits for a decision again.", at=words.moment(needed.until))


def _who(counsel: bool, desk: bool, names: tuple[str, ...], words: Words) -> str:
    if desk:
        return words("Nobody else of yours may approve it: the desk has been asked to.")
    named = ", ".join(shown(name, PERSON) or "?" for name in names)
    if counsel:
        return words("Missing: counsel or an admin. {names} can approve.", names=named)
    return words("Missing: somebody else who decides for the brand. {names} can approve.", names=named)
