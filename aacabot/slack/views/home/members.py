"""The operator's Members tab: the directory, one member opened, announcements and who comes."""

from collections.abc import Mapping, Sequence

from aacabot.domain.announcements import AnnouncementListed, MemberAnswered, RsvpAnswer
from aacabot.domain.directory import DirectorySummary, MemberListed, MemberOpened
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.announcements import AnnouncementActionId
from aacabot.slack.ids.directory import DirectoryActionId, DirectoryInputId
from aacabot.slack.ids.home import HomeTab
from aacabot.slack.views import reasons
from aacabot.slack.views.announcements import answered, happens
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.directory import (
    REGIONS,
    brands_counted,
    counted,
    growth_chart,
    growth_in_words,
    region_named,
    regions,
)
from aacabot.slack.views.forms import options_of, select
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import search_field
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.texts import shown

NAME = 80
ALL, UNSAID = "all", "unsaid"
_OFFERED: Mapping[str, str] = {ALL: N_("All regions"), **REGIONS, UNSAID: N_("No region given")}
CHANNEL_PROBLEMS: Mapping[str, str] = {
    "channel_not_found": N_("its channel is not there, or not shared with the app"),
    "not_in_channel": N_("the app is not in its channel"),
    "is_archived": N_("its channel is archived"),
    "token_revoked": N_("the app was removed from its workspace"),
}


def members_tab(
    summary: DirectorySummary | None,
    members: Sequence[MemberListed],
    place: Place,
    per_page: int,
    total: int,
    words: Words,
) -> list[Block]:
    """The figures (on the first page), then members by name, a page at a time."""
    region = place.of.removeprefix("region:") if place.of.startswith("region:") else ALL
    menu = select(
        DirectoryInputId.DIRECTORY_REGION, words("Region"), options_of(_OFFERED, _OFFERED, words), region
    )
    label, hint = words("Search members"), words("A part of a name")
    return [
        *(_figures(summary, words) if summary else []),
        actions(
            BlockId.ACTIONS,
            menu,
            button(AnnouncementActionId.ANNOUNCE, words("Announce something"), "new"),
            button(AnnouncementActionId.ANNOUNCEMENTS, words("Announcements"), announcements_place().value),
        ),
        search_field(
            DirectoryInputId.DIRECTORY_SEARCH, DirectoryInputId.DIRECTORY_SEARCH, label, hint, place.words
        ),
        section(BlockId.TEXT, words.plural("{n} member", "{n} members", total)),
        *(_member(member, words) for member in members),
        *pages(place, per_page, total, words),
    ]


def _figures(summary: DirectorySummary, words: Words) -> list[Block]:
    return [
        section("summary", counted(summary.members, summary.brands, words)),
        *([regions(summary.regions, words)] if summary.regions else []),
        section("growth_in_words", growth_in_words(summary.growth, words)),
        *growth_chart(summary.growth, words),
    ]


def _member(member: MemberListed, words: Words) -> Block:
    said = " · ".join(
        (
            shown(member.name, NAME) or "?",
            region_named(member.region, words),
            brands_counted(member.brands, words),
            words("phase {phase}", phase=words.number(member.phase)),
        )
    )
    look = button(DirectoryActionId.DIRECTORY_MEMBER, words("Open"), member_place(member.id).value)
    return section(f"{BlockId.LINE}_{member.id}", said, look)


def member_place(member_id: str) -> Place:
    return Place(tab=HomeTab.MEMBERS, of=f"member:{member_id}")


def announcements_place() -> Place:
    return Place(tab=HomeTab.MEMBERS, of="announcements")


def answers_place(announcement_id: str) -> Place:
    return Place(tab=HomeTab.MEMBERS, of=f"announcement:{announcement_id}")


def _back(words: Words) -> Block:
    every = button(DirectoryActionId.DIRECTORY_ALL, words("All members"), Place(tab=HomeTab.MEMBERS).value)
    return actions("back", every)


def member_opened(member: MemberOpened | None, words: Words) -> list[Block]:
    """Everything the operator looks at first, when a member is opened."""
    if member is None:
        return [section(BlockId.TEXT, words("This member is not in the alliance any more.")), _back(words)]
    return [
        rich("name", line(bold(shown(member.name, NAME) or "?"))),
        rich(BlockId.TEXT, bullets(*(line(fact) for fact in _facts(member, words)))),
        _back(words),
    ]


def _facts(member: MemberOpened, words: Words) -> list[str]:
    manager = shown(member.account_manager, NAME) or words("nobody yet")
    decided = words.moment(member.last_decision_at) if member.last_decision_at else words("none yet")
    joined = words.day(member.joined_at) if member.joined_at else words("not yet")
    return [
        words("Region: {region}", region=region_named(member.region, words)),
        words("Phase: {phase}", phase=words.number(member.phase)),
        words("Account manager: {person}", person=manager),
        words.plural("{n} person", "{n} people", member.people),
        brands_counted(member.brands, words),
        _channel(member, words),
        words("Joined: {day}", day=joined),
        words("Last decision: {at}", at=decided),
        words.plural("{n} case waits for a decision", "{n} cases wait for a decision", member.open_cases),
    ]


def _channel(member: MemberOpened, words: Words) -> str:
    if not member.has_channel:
        return words("Alert channel: none chosen yet")
    if member.problem is None:
        return words("Alert channel: works")
    problem = reasons.said(member.problem, CHANNEL_PROBLEMS, words)
    if member.problem_at is None:
        return words("Alert channel: {problem}", problem=problem)
    return words("Alert channel: {problem}, {at}", problem=problem, at=words.moment(member.problem_at))


def announcements_tab(
    made: Sequence[AnnouncementListed], place: Place, per_page: int, total: int, words: Words
) -> list[Block]:
    """What was announced, newest first, with the answers counted."""
    if not total:
        return [section(BlockId.TEXT, words("Nothing has been announced yet.")), _back(words)]
    lines = [_announced(one, words) for one in made]
    return [*lines, *pages(place, per_page, total, words), _back(words)]


def _announced(one: AnnouncementListed, words: Words) -> Block:
    told = words.plural("to {n} member", "to {n} members", one.members)
    first = " · ".join((shown(one.title, NAME) or "?", words.day(one.made_at), told))
    if one.happens_at is None:
        return section(f"{BlockId.LINE}_{one.id}", first)
    who = button(AnnouncementActionId.ANNOUNCEMENT_ANSWERS, words("Who"), answers_place(one.id).value)
    second = f"{happens(one.happens_at, words)} · {answered(one.answers, words)}"
    return section(f"{BlockId.LINE}_{one.id}", f"{first}\n{second}", who)


_ANSWERED: Mapping[RsvpAnswer, str] = {
    RsvpAnswer.COMING: N_("{member}: coming ({people})"),
    RsvpAnswer.MAYBE: N_("{member}: maybe ({people})"),
    RsvpAnswer.NOT: N_("{member}: not coming ({people})"),
}


def answers_tab(
    answers: Sequence[MemberAnswered], place: Place, per_page: int, total: int, words: Words
) -> list[Block]:
    """Which members' people answered what."""
    if not total:
        return [section(BlockId.TEXT, words("Nobody has answered yet.")), _back(words)]
    told = [
        line(
            words(
                _ANSWERED[one.answer],
                member=shown(one.member, NAME) or "?",
                people=words.plural("{n} person", "{n} people", one.people),
            )
        )
        for one in answers
    ]
    return [rich(BlockId.TEXT, bullets(*told)), *pages(place, per_page, total, words), _back(words)]
