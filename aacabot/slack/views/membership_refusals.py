"""Words for the refusals of people and roles: what happened, what the reader can do, and who can help."""

from aacabot.domain import errors
from aacabot.domain.errors import Refusal
from aacabot.locales import Words
from aacabot.slack.views.roles import role_named
from aacabot.slack.views.texts import shown

NAME = 80


def membership_words(refusal: Refusal, words: Words) -> str | None:
    """Say it, where it is about people and roles; None for other refusals."""
    match refusal:
        case errors.LastAdmin():
            return words(
                "{person} is the last admin of {organisation}, so this was not done. "
                "Make somebody else an admin first; the desk can help.",
                person=shown(refusal.name, NAME),
                organisation=shown(refusal.organisation, NAME),
            )
        case errors.NotGrantable():
            return words(
                "This role is not yours to give at {organisation}: {role}. "
                "The operator's admins give the desk's roles; the desk can help.",
                organisation=shown(refusal.organisation, NAME),
                role=role_named(refusal.role, words) or "?",
            )
        case errors.BelongsElsewhere():
            return words(
                "{person} acts for another organisation of the alliance and cannot be added here. "
                "An agency is given its roles under Agencies; the desk can help.",
                person=shown(refusal.name, NAME),
            )
        case errors.NoSuchColleague():
            return words(
                "This is no longer on your list, so nothing was changed. Open People again to see it."
            )
        case errors.AgencyWithoutPeople():
            return words(
                "Nobody of {agency} is on the list yet, so nobody could use the role. "
                "Ask the desk to add its people first.",
                agency=shown(refusal.agency, NAME),
            )
    return _about_strangers(refusal, words) or _about_claims(refusal, words)


def _about_strangers(refusal: Refusal, words: Words) -> str | None:
    match refusal:
        case errors.NobodyToAsk():
            return words(
                "I cannot tell whose admin to ask from here. Press the button under a card, or ask the desk."
            )
        case errors.AlreadyKnown():
            return words(
                "I know you already, as {person}. Use the buttons on the cards; in a channel shared by "
                "several workspaces, commands do not tell me who you are.",
                person=shown(refusal.name, NAME),
            )
        case errors.AccessSettled(outcome="granted"):
            return words("{person} has been let in already.", person=shown(refusal.name, NAME))
        case errors.AccessSettled():
            return words(
                "An admin has already said no: {person}. The desk can help.", person=shown(refusal.name, NAME)
            )
    return None


def _about_claims(refusal: Refusal, words: Words) -> str | None:
    match refusal:
        case errors.AlreadyClaimed():
            return words(
                "{person} is on {number}. You can still decide it; to take it on, ask them or an admin to "
                "release it.",
                person=shown(refusal.person, NAME),
                number=refusal.number,
            )
        case errors.NotOnIt(person=None):
            return words("Nobody is on {number}, so there is nothing to release.", number=refusal.number)
        case errors.NotOnIt():
            return words(
                "{person} is on {number}. Only they, or an admin, can release it.",
                person=shown(refusal.person, NAME),
                number=refusal.number,
            )
    return None
