"""Words for what is refused about labels and channels: what kind of reason, and never who."""

from collections.abc import Mapping

from aacabot.domain.intel.relabelling import RequestOutcome
from aacabot.domain.intel.rooms import Outsider
from aacabot.locales import N_, Words
from aacabot.slack.views.texts import shown

OUTCOMES: Mapping[RequestOutcome, str] = {
    RequestOutcome.APPROVED: N_("approved"),
    RequestOutcome.REFUSED: N_("refused: it stays as it was"),
    RequestOutcome.EXPIRED: N_("over: nobody answered within 72 hours, and it stays as it was"),
    RequestOutcome.REPLACED: N_("over: the item or its label was changed, or asked for anew, meanwhile"),
}
OUTSIDERS: Mapping[str, str] = {
    Outsider.RED: N_("TLP:RED goes into no channel."),
    Outsider.DIRECT: N_("This goes into channels only, not into direct messages."),
    Outsider.NOT_IN_IT: N_("Both you and the app must be in the channel. Type /invite @aacabot there."),
    Outsider.OTHER_ORGANISATION: N_("The channel is shared with an organisation it is not for."),
    Outsider.INVITED_ORGANISATION: N_("Another organisation has been invited into the channel."),
    Outsider.OPEN_TO_ALL: N_("Everybody in that workspace can read the channel, also people it is not for."),
    Outsider.GUEST: N_("There is a guest in the channel."),
    Outsider.OTHERS_PEOPLE: N_("There is somebody in the channel who is not of your organisation."),
    Outsider.APP: N_("There is another app in the channel, of a workspace that is not yours alone."),
    Outsider.TOO_MANY: N_("More than a hundred people are in the channel: too many to look at each."),
    Outsider.NOT_SEEN: N_("There is somebody in the channel whom Slack does not show me."),
}
"""What kind of outsider there is, and never who."""


def room_refused(outsider: str, words: Words) -> str:
    why = words(OUTSIDERS[outsider])
    return words("Nothing was posted. {why}", why=why)


def label_decided(person: str | None, outcome: str, words: Words) -> str:
    """To whoever comes second: who was first, and how it ended."""
    ended, who = words(OUTCOMES[RequestOutcome(outcome)]), shown(person, 80)
    if who:
        return words("{person} was first. The request is {outcome}.", person=who, outcome=ended)
    return words("The request is {outcome}.", outcome=ended)
