"""Refusals the rules make. They carry facts, and become words at the edge, in the reader's language.

They are not frozen: Python writes the traceback onto an exception as it passes through a context manager.
"""

from dataclasses import dataclass
from datetime import date, datetime

from aacabot.domain.linting import Finding


class Refusal(Exception):
    """The hub will not do this, for a reason it can name. Nothing has changed."""


@dataclass(eq=False)
class UnknownPerson(Refusal):
    """Nobody in the alliance is known by this Slack identity."""

    team_id: str
    user_id: str


@dataclass(eq=False)
class NotAllowed(Refusal):
    """The person is known but lacks the role. `who_may` names up to five people who have it."""

    action: str
    brand_name: str
    who_may: tuple[str, ...]


@dataclass(eq=False)
class CaseNotFound(Refusal):
    """There is no such case among those the viewer may see; whether it exists elsewhere is not said."""

    asked: str
    nearest: str | None = None


@dataclass(eq=False)
class AlreadyDecided(Refusal):
    """Somebody was first."""

    number: str
    state: str
    decider: str | None
    at: datetime | None


@dataclass(eq=False)
class IllegalMove(Refusal):
    """The case's state does not allow this."""

    number: str
    state: str
    move: str


@dataclass(eq=False)
class NoRightInForce(Refusal):
    """There is no registration in force to report the listing under."""

    number: str
    brand_name: str


@dataclass(eq=False)
class NoticeIncomplete(Refusal):
    """The notice lacks what the law asks for: each gap with the decline it would get."""

    number: str
    missing: tuple[Finding, ...]


@dataclass(eq=False)
class EvidenceRefused(Refusal):
    """A file cannot be taken as evidence. `problem` is a `domain.evidence_files.FileProblem`."""

    name: str
    problem: str


@dataclass(eq=False)
class OwnRequest(Refusal):
    """A member's people cannot review their own member's request."""

    number: str


@dataclass(eq=False)
class SamePerson(Refusal):
    """The second person must be somebody else."""

    number: str


@dataclass(eq=False)
class SameAgency(Refusal):
    """The second person must not be of the agency whose colleague confirmed."""

    number: str


@dataclass(eq=False)
class OwnRebuttal(Refusal):
    """A rebuttal is approved by somebody else than who wrote it, and not of the same agency."""

    number: str


@dataclass(eq=False)
class NotGoneYet(Refusal):
    """A rebuttal keeps a listing down: it must have been seen gone first."""

    number: str


@dataclass(eq=False)
class TooLateToUndo(Refusal):
    """The time to undo is over, or something went out already: retracting is still possible."""

    number: str


@dataclass(eq=False)
class TooLateToReopen(Refusal):
    """The case ended too long ago to be opened again."""

    number: str


@dataclass(eq=False)
class AnotherMustApprove(Refusal):
    """Who asked to set a good-faith status by hand cannot approve it too."""

    member: str


@dataclass(eq=False)
class OverrideOver(Refusal):
    """The status that was to be set by hand has been settled, or is over."""


@dataclass(eq=False)
class FieldProblem(Refusal):
    """What was filled in cannot be used. `field` is the input's id, `problem` a message key."""

    field: str
    problem: str


@dataclass(eq=False)
class CardOutdated(Refusal):
    """What the card showed when it was clicked is not what would be affirmed now."""

    number: str


@dataclass(eq=False)
class FormNotOpened(Refusal):
    """Slack did not open the form: the click was too long ago."""


@dataclass(eq=False)
class NeedsSecondAnswer(Refusal):
    """The seller is on the brand's authorised list: ask again before acting."""

    case_id: str


@dataclass(eq=False)
class NeedsRole(Refusal):
    """The person lacks the role for something that is not about a case.

    `deed` is what was wanted (a word of `views.refusals.DEEDS`), `organisation` for whom; `who_may` names up
    to five people who can, as far as the person may know them.
    """

    deed: str
    organisation: str
    who_may: tuple[str, ...] = ()


@dataclass(eq=False)
class FeatureNotOpen(Refusal):
    """The feature is not open to this member yet. `phase` and `begins` say when, where that is known."""

    feature: str
    member: str
    phase: int | None
    begins: date | None


@dataclass(eq=False)
class LastAdmin(Refusal):
    """An organisation must keep somebody who manages its people; `name` is its last admin."""

    organisation: str
    name: str


@dataclass(eq=False)
class NotGrantable(Refusal):
    """The role is not this admin's to give."""

    role: str
    organisation: str


@dataclass(eq=False)
class BelongsElsewhere(Refusal):
    """The person acts for another organisation, which is not named."""

    name: str


@dataclass(eq=False)
class NoSuchColleague(Refusal):
    """The person, the role or the agency is not, or no longer, on the organisation's list."""


@dataclass(eq=False)
class AgencyWithoutPeople(Refusal):
    """Nobody of the agency is on the list yet, so nobody could use what it is granted."""

    agency: str


@dataclass(eq=False)
class AlreadyClaimed(Refusal):
    """Somebody else is on the case."""

    number: str
    person: str


@dataclass(eq=False)
class NotOnIt(Refusal):
    """Only who is on a case, or an admin, gives it back. `person` is who is, None where nobody is."""

    number: str
    person: str | None


@dataclass(eq=False)
class NobodyToAsk(Refusal):
    """It cannot be told whose admin a stranger should ask."""


@dataclass(eq=False)
class AlreadyKnown(Refusal):
    """Who asks to be let in is known to the hub already."""

    name: str


@dataclass(eq=False)
class AccessSettled(Refusal):
    """Somebody has answered a stranger's question already: `granted` or `refused`."""

    name: str
    outcome: str


@dataclass(eq=False)
class HoldingNotFound(Refusal):
    """There is no such member, brand, mark, right or seller among those the person may see, or no longer."""


@dataclass(eq=False)
class IntelNotFound(Refusal):
    """There is no such item of intel for this reader; whether it exists for others is not said."""


@dataclass(eq=False)
class SharingRefused(Refusal):
    """What somebody wants to share names a person, or calls one a criminal: nothing is stored.

    `found` is (rule, field, the words as they were written), in the order of the text
    (`domain.intel.guard.GuardRule`, `Place`; of a group `group_name` and `group_purpose`).
    """

    found: tuple[tuple[str, str, str], ...]


@dataclass(eq=False)
class ReviewSettled(Refusal):
    """What waited for counsel does no longer: `name` decided it (`released`, `refused`), or nobody did."""

    name: str
    outcome: str
    at: datetime | None


@dataclass(eq=False)
class OwnWords(Refusal):
    """Counsel's question is answered by another person than who wrote what it is about."""


@dataclass(eq=False)
class OwnIntel(Refusal):
    """An item is judged by others than its source."""


@dataclass(eq=False)
class IntroductionAsked(Refusal):
    """The member has asked to be introduced to who else holds this; the wish is open until that moment."""

    until: datetime


@dataclass(eq=False)
class IntroductionAnswered(Refusal):
    """A colleague has answered a wish to be introduced already."""

    person: str
    agreed: bool


@dataclass(eq=False)
class IntroductionOver(Refusal):
    """A wish to be introduced is closed, or was never put to this person's member."""


@dataclass(eq=False)
class AskedTooOften(Refusal):
    """The member has asked as often today as it may. `what` is `introductions` or `questions`."""

    what: str
    limit: int


@dataclass(eq=False)
class LabelNeedsAnother(Refusal):
    """Who asked to pass an item on more widely cannot approve it, nor can a colleague at their agency."""


@dataclass(eq=False)
class LabelSettled(Refusal):
    """A request to pass an item on more widely is over: by whom, where somebody was first, and how."""

    person: str | None
    outcome: str


@dataclass(eq=False)
class NotForThisRoom(Refusal):
    """An item may not be posted in a channel. `outsider` is a `domain.intel.rooms.Outsider`."""

    outsider: str


@dataclass(eq=False)
class NotInvited(Refusal):
    """An invitation is not addressed to the person's organisation, or there is nothing to come to."""


@dataclass(eq=False)
class NothingChosen(Refusal):
    """No case was chosen to act on, or none that the person may know of."""


@dataclass(eq=False)
class TooManyChosen(Refusal):
    """More cases were chosen than one act takes."""

    chosen: int
    limit: int


@dataclass(eq=False)
class ActNotFound(Refusal):
    """There is no such act of the person's, or it was shown too long ago to be asked for."""


@dataclass(eq=False)
class ActNotTakenBack(Refusal):
    """The act was taken back already (`again`), or is of a kind that cannot be."""

    again: bool


@dataclass(eq=False)
class ReviewClaimed(Refusal):
    """Another reviewer is on the case. `case_id` is for taking it over, which they are asked to say."""

    number: str
    case_id: str
    person: str
    since: datetime


@dataclass(eq=False)
class HoldSettled(Refusal):
    """A legal hold is in force since then already (`is_held`), or was released then."""

    at: datetime
    is_held: bool
