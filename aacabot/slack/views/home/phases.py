"""The operator's Phases tab: phases with their members, and what opens when."""

from collections.abc import Sequence

from aacabot.domain.phases import FeatureShown, MemberNamed, PhaseShown, RollOut
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.home import HomeTab
from aacabot.slack.ids.phases import PhaseActionId, PhaseInputId
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.phases import NAME, feature_named, opened_to, phase_named
from aacabot.slack.views.pickers import search_field
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import shown

PHASES_PER_PAGE = 20


def phases_tab(shown_now: RollOut, place: Place, words: Words) -> list[Block]:
    """What is open to whom, then every phase, a page at a time."""
    first = (place.page - 1) * PHASES_PER_PAGE
    listed = shown_now.phases[first : first + PHASES_PER_PAGE]
    return [
        rich("features", line(bold(words("What is open")))),
        *(_feature(feature, words) for feature in shown_now.features),
        rich("phases", line(bold(words("Phases")))),
        *(block for phase in listed for block in _phase(phase, words)),
        *pages(place, PHASES_PER_PAGE, len(shown_now.phases), words),
        actions(
            BlockId.ACTIONS,
            button(PhaseActionId.PHASE_ADD, words("Add a phase"), "new"),
            button(PhaseActionId.PHASE_MOVE, words("Move members"), "several"),
        ),
    ]


def _feature(feature: FeatureShown, words: Words) -> Block:
    named = feature.opening.feature
    said = words(
        "{feature}: {open_to}", feature=feature_named(named, words), open_to=opened_to(feature, words)
    )
    change = button(PhaseActionId.FEATURE_EDIT, words("Change"), named)
    return section(f"{BlockId.LINE}_{named}", said, change)


def _phase(phase: PhaseShown, words: Words) -> list[Block]:
    begins = words("begins on {day}", day=words.day(phase.begins)) if phase.begins else ""
    counted = words.plural("{n} member", "{n} members", phase.members)
    said = " · ".join(filter(None, (phase_named(phase, words), begins, counted)))
    return [
        section(f"{BlockId.LINE}_{phase.number}", said),
        actions(
            f"{BlockId.ACTIONS}_{phase.number}",
            button(PhaseActionId.PHASE_MEMBERS, words("Members"), of_phase(phase.number).value),
            button(PhaseActionId.PHASE_EDIT, words("Name and date"), str(phase.number)),
        ),
    ]


def of_phase(number: int) -> Place:
    """The place in the home where a phase's members are."""
    return Place(tab=HomeTab.PHASES, of=str(number))


def phase_members_tab(
    phase: PhaseShown, members: Sequence[MemberNamed], place: Place, per_page: int, total: int, words: Words
) -> list[Block]:
    """One phase's members, a page at a time, to search and to move."""
    label, hint = words("Search members"), words("A part of a name")
    counted = words.plural("{n} member", "{n} members", total)
    return [
        section(BlockId.TEXT, f"{phase_named(phase, words)} · {counted}"),
        search_field(PhaseInputId.PHASE_SEARCH, PhaseInputId.PHASE_SEARCH, label, hint, place.words),
        *(_member(member, words) for member in members),
        *pages(place, per_page, total, words),
        actions(
            BlockId.ACTIONS,
            button(PhaseActionId.PHASE_ALL, words("All phases"), Place(tab=HomeTab.PHASES).value),
            button(PhaseActionId.PHASE_MOVE, words("Move members"), "several"),
        ),
    ]


def _member(member: MemberNamed, words: Words) -> Block:
    move = button(PhaseActionId.PHASE_MOVE, words("Move"), member.id)
    return section(f"{BlockId.LINE}_{member.id}", shown(member.name, NAME) or "?", move)
