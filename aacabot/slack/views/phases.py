"""Phases and features in words, and the forms that change them."""

from collections.abc import Sequence

from aacabot.domain.features import Feature
from aacabot.domain.phases import FeatureShown, MemberNamed, PhaseShown
from aacabot.locales import N_, Words
from aacabot.slack import limits
from aacabot.slack.ids.phases import PhaseActionId, PhaseInputId
from aacabot.slack.views import reasons
from aacabot.slack.views.forms import field, modal, option, options_of, select
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import date_picker, line_input, suggesting_several
from aacabot.slack.views.refusals import FEATURES
from aacabot.slack.views.texts import shown

NAME = 80
BY_PHASE, FOR_ALL = "phase", "all"
_HOW = {FOR_ALL: N_("For all members"), BY_PHASE: N_("By phase, and for members by name")}
_NAMED_IN_LINE = 5
NOBODY = "0"
"""The choice of no phase: open only to members by name."""


def phase_named(phase: PhaseShown, words: Words) -> str:
    name = shown(phase.name, NAME)
    number = words.number(phase.number)
    if not name:
        return words("Phase {number}", number=number)
    return words("Phase {number}: {name}", number=number, name=name)


def feature_named(feature: Feature, words: Words) -> str:
    return reasons.said(feature, FEATURES, words)


def opened_to(feature: FeatureShown, words: Words) -> str:
    """To whom a feature is open, in a sentence or two."""
    opening = feature.opening
    if opening.for_all:
        return words("Open for all members.")
    said = []
    if opening.phase is not None:
        said.append(words("Open from phase {phase} on.", phase=words.number(opening.phase)))
        if opening.begins:
            said.append(words("It begins on {day}.", day=words.day(opening.begins)))
    if feature.members:
        said.append(_by_name(feature.members, words))
    return " ".join(said) or words("Open for nobody yet.")


def _by_name(members: Sequence[MemberNamed], words: Words) -> str:
    names = [shown(member.name, NAME) or "?" for member in members[:_NAMED_IN_LINE]]
    if more := len(members) - len(names):
        names.append(words.plural("{n} more", "{n} more", more))
    return words("Open for {members} by name.", members=words.listing_of(names))


def member_option(member: MemberNamed, words: Words) -> Block:
    name = shown(member.name, 55) or "?"
    return option(words("{member} (phase {phase})", member=name, phase=words.number(member.phase)), member.id)


def phase_modal(phase: PhaseShown | None, place: Place, words: Words) -> Block:
    """Name and date a phase; a new one is given its number too."""
    number = line_input(PhaseInputId.PHASE_NUMBER, most=4)
    name = line_input(PhaseInputId.PHASE_NAME, shown(phase.name, NAME) if phase else None, most=NAME)
    day = phase.begins.isoformat() if phase and phase.begins else None
    blocks = [
        *([] if phase else [field(PhaseInputId.PHASE_NUMBER, words("Number"), number)]),
        field(PhaseInputId.PHASE_NAME, words("Name"), name),
        field(
            PhaseInputId.PHASE_BEGINS,
            words("Begins on"),
            date_picker(PhaseInputId.PHASE_BEGINS, day),
            optional=True,
        ),
    ]
    action = PhaseActionId.PHASE_EDIT if phase else PhaseActionId.PHASE_ADD
    kept = {"place": place.value, **({"number": str(phase.number)} if phase else {})}
    title = words("Change a phase") if phase else words("Add a phase")
    return modal(action, title, blocks, close=words("Cancel"), submit=words("Save"), metadata=kept)


def feature_modal(feature: FeatureShown, phases: Sequence[PhaseShown], place: Place, words: Words) -> Block:
    """For all; or from a phase on, and for members by name."""
    opening = feature.opening
    how = select(
        PhaseInputId.FEATURE_HOW,
        words("To whom"),
        options_of(_HOW, _HOW, words),
        FOR_ALL if opening.for_all else BY_PHASE,
    )
    first = option(words("No phase yet"), NOBODY)
    chosen = str(opening.phase) if opening.phase is not None else NOBODY
    phase = select(PhaseInputId.FEATURE_PHASE, words("Phase"), [first, *phase_options(phases, words)], chosen)
    members = suggesting_several(
        PhaseInputId.FEATURE_MEMBERS,
        words("Search members"),
        [member_option(member, words) for member in feature.members],
    )
    blocks = [
        field(PhaseInputId.FEATURE_HOW, feature_named(opening.feature, words), how),
        field(PhaseInputId.FEATURE_PHASE, words("From this phase on"), phase, optional=True),
        field(PhaseInputId.FEATURE_MEMBERS, words("And for these members"), members, optional=True),
    ]
    return modal(
        PhaseActionId.FEATURE_EDIT,
        words("Open a feature"),
        blocks,
        close=words("Cancel"),
        submit=words("Save"),
        metadata={"place": place.value, "feature": opening.feature.value},
    )


def move_modal(
    moving: Sequence[MemberNamed], phases: Sequence[PhaseShown], place: Place, words: Words
) -> Block:
    """Which members go into which phase."""
    members = suggesting_several(
        PhaseInputId.MOVED_MEMBERS,
        words("Search members"),
        [member_option(member, words) for member in moving],
    )
    phase = select(PhaseInputId.MOVED_TO, words("Phase"), phase_options(phases, words))
    return modal(
        PhaseActionId.PHASE_MOVE,
        words("Move members"),
        [
            field(PhaseInputId.MOVED_MEMBERS, words("Members"), members),
            field(PhaseInputId.MOVED_TO, words("Into this phase"), phase),
        ],
        close=words("Cancel"),
        submit=words("Move"),
        metadata={"place": place.value},
    )


def phase_options(phases: Sequence[PhaseShown], words: Words) -> list[Block]:
    known = phases[: limits.OPTIONS - 1] or [PhaseShown(number=1)]
    return [option(phase_named(phase, words), str(phase.number)) for phase in known]
