"""The home's tab of connections: workspaces, channels, codes, agencies, lanes and preferences of a member."""

from collections.abc import Sequence

from aacabot.domain.connections import ActingAgency, BrandRoom, Connections, Lane, LinkedTeam
from aacabot.domain.invites import OpenInvite
from aacabot.locales import N_, Words
from aacabot.slack.ids import BlockId, HomeTab
from aacabot.slack.ids.alert_groups import AlertGroupActionId
from aacabot.slack.ids.api_tokens import ApiTokenActionId
from aacabot.slack.ids.joining import ConnectionsBlockId, JoiningActionId, JoiningInputId
from aacabot.slack.views.alert_times import times_told
from aacabot.slack.views.blocks import actions, button, dialog, header, section
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.joining import HERE
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import search_field
from aacabot.slack.views.rich import bold, bullets, channel, line, rich
from aacabot.slack.views.setting_up import COUNTED, COVERS, GUIDED, LANGUAGE_NAMES
from aacabot.slack.views.texts import shown

NAME = 80
CHANNEL_PROBLEMS = {
    "channel_not_found": N_("Slack no longer shows it to the app. Type /invite @aacabot there."),
    "not_in_channel": N_("The app is not in it. Type /invite @aacabot there."),
    "is_archived": N_("It is archived. Choose another."),
    "token_revoked": N_("The app was removed from the workspace. Install it again."),
    "restricted_action": N_("Only some people may write there. Let the app write, or choose another."),
}
_OTHER_PROBLEM = N_("Slack does not take messages there. Choose another, or ask the desk.")


def members_list(
    found: Sequence[tuple[str, str]], place: Place, per_page: int, total: int, words: Words, *, invites: bool
) -> list[Block]:
    """For readers of several members: search, and a way to each."""
    search = search_field(
        ConnectionsBlockId.SEARCH,
        JoiningInputId.CONNECTIONS_SEARCH,
        words("Find a member"),
        words("Name or key"),
        place.words,
    )
    lines = [_member_line(ident, name, words) for ident, name in found]
    nobody = [] if lines else [section(BlockId.TEXT, words("No member is called so."))]
    invite = button(JoiningActionId.INVITE_MAKE, words("Invite a member…"), HERE, style="primary")
    buttons = [actions(BlockId.ACTIONS, invite)] if invites else []
    return [search, *nobody, *lines, *pages(place, per_page, total, words), *buttons]


def _member_line(ident: str, name: str, words: Words) -> Block:
    there = Place(tab=HomeTab.CONNECTIONS, of=ident)
    way = button(JoiningActionId.CONNECTIONS_OF, words("Open"), there.value)
    return section(f"{BlockId.LINE}_{ident}", shown(name, NAME) or "?", way)


def connections_tab(member: Connections, place: Place, per_page: int, words: Words) -> list[Block]:
    """One member. A button is there for those who may press it; the rule is asked again behind it."""
    return [
        header(ConnectionsBlockId.MEMBER, shown(member.member, NAME) or "?"),
        rich(ConnectionsBlockId.WHERE, *_where(member, words)),
        *_brand_rooms(member, place, per_page, words),
        rich(
            ConnectionsBlockId.PREFERENCES,
            line(bold(words("Preferences"))),
            bullets(*_preferences(member, words)),
        ),
        *_edit(member, words),
        rich(ConnectionsBlockId.AGENCIES, line(bold(words("Agencies"))), _agencies(member.agencies, words)),
        rich(ConnectionsBlockId.LANES, line(bold(words("Marketplaces"))), _lanes(member.lanes, words)),
        *(_invites(member, words) if member.can_invite else []),
    ]


def _where(member: Connections, words: Words) -> list[Block]:
    nowhere = line(words("No workspace is linked yet."))
    teams = bullets(*(_team(team, words) for team in member.teams)) if member.teams else nowhere
    rooms = [line(bold(words("Workspaces"))), teams, line(bold(words("Alerts arrive in")))]
    if member.channel_id is None:
        return [*rooms, line(words("No channel is chosen yet: alerts wait until one is."))]
    state = _problem(member.channel_problem, words) or words("The app can write there.")
    return [*rooms, bullets(line(channel(member.channel_id), "  ", state))]


def _team(team: LinkedTeam, words: Words) -> Block:
    name = shown(team.name, NAME) or team.team_id
    if not team.is_installed:
        return line(words("{workspace}: the app is not installed there now", workspace=name))
    if team.is_operators:
        return line(words("{workspace}, the operator's: in a channel there", workspace=name))
    return line(name)


def _problem(problem: str | None, words: Words) -> str:
    return words(CHANNEL_PROBLEMS.get(problem, _OTHER_PROBLEM)) if problem else ""


def _brand_rooms(member: Connections, place: Place, per_page: int, words: Words) -> list[Block]:
    if not member.brand_rooms:
        return []
    heading = line(bold(words("Brands with a channel of their own")))
    lines = bullets(*(_brand_room(room, words) for room in member.brand_rooms))
    turning = pages(place, per_page, member.brand_rooms_in_all, words)
    return [rich(ConnectionsBlockId.BRANDS, heading, lines), *turning]


def _brand_room(room: BrandRoom, words: Words) -> Block:
    problem = _problem(room.problem, words)
    return line(f"{shown(room.brand, NAME)}: ", channel(room.channel_id), f"  {problem}" if problem else "")


def _preferences(member: Connections, words: Words) -> list[Block]:
    guided = words(GUIDED["on" if member.guided else "off"])
    counted = COUNTED["on" if member.shares_encounters else "off"]
    language = LANGUAGE_NAMES.get(member.locale, member.locale)
    return [
        line(words("Time zone: {zone}", zone=member.timezone)),
        line(words("Language: {language}", language=language)),
        line(words("Digest at {hour}", hour=f"{member.digest_hour:02}:00")),
        *(line(said) for said in times_told(member.times, words)),
        line(words("Guided mode: {mode}", mode=guided)),
        line(words("When none of you is on duty: {cover}", cover=words(COVERS[member.cover]))),
        line(words("Your cases count, unnamed, in what others are told: {answer}", answer=words(counted))),
    ]


def _edit(member: Connections, words: Words) -> list[Block]:
    """Only admins edit; with no channel chosen yet that is what comes first."""
    if not member.can_edit:
        return []
    style = None if member.channel_id and not member.channel_problem else "primary"
    set_up = button(JoiningActionId.SET_UP, words("Channel, zone, language…"), member.member_id, style=style)
    return [
        actions(
            f"{BlockId.ACTIONS}_edit",
            set_up,
            button(JoiningActionId.PREFERENCES, words("Guided mode, cover…"), member.member_id),
            button(AlertGroupActionId.ALERT_TIMES, words("Alerts, quiet hours…"), member.member_id),
            button(JoiningActionId.BRAND_CHANNEL, words("A brand's channel…"), member.member_id),
            button(ApiTokenActionId.TOKENS, words("Keys for your own tools…"), member.member_id),
            None
            if member.teams
            else button(JoiningActionId.JOIN_ENTER, words("I have an invite code"), HERE),
        )
    ]


def _agencies(agencies: Sequence[ActingAgency], words: Words) -> Block:
    if not agencies:
        return line(words("No agency acts for you."))
    return bullets(*(line(_agency(agency, words)) for agency in agencies))


def _agency(agency: ActingAgency, words: Words) -> str:
    name = shown(agency.name, NAME)
    brands = words.plural("{n} brand", "{n} brands", agency.brands)
    if agency.ends is None:
        return words("{agency}: {brands}, without an end", agency=name, brands=brands)
    return words("{agency}: {brands}, until {day}", agency=name, brands=brands, day=words.day(agency.ends))


def _lanes(lanes: Sequence[Lane], words: Words) -> Block:
    if not lanes:
        return line(words("No marketplace is connected yet."))
    return bullets(*(line(_lane(lane, words)) for lane in lanes))


def _lane(lane: Lane, words: Words) -> str:
    name = shown(lane.marketplace, NAME)
    if lane.is_fast:
        return words("{marketplace}: what you confirm goes out at once", marketplace=name)
    return words("{marketplace}: the desk looks at what you confirm first", marketplace=name)


def _invites(member: Connections, words: Words) -> list[Block]:
    heading = words("Invite codes that wait") if member.invites else words("No invite code waits.")
    invite = button(JoiningActionId.INVITE_MAKE, words("Make an invite code…"), member.member_id)
    return [
        section(ConnectionsBlockId.INVITES, heading, invite),
        *(_open_invite(one, words) for one in member.invites),
    ]


def _open_invite(invite: OpenInvite, words: Words) -> Block:
    who = shown(invite.made_by, NAME) or words("the operator")
    said = words(
        "Made by {person} on {day}, good until {at}",
        person=who,
        day=words.day(invite.made_at),
        at=words.moment(invite.expires_at),
    )
    asked = dialog(
        words("Withdraw this code?"),
        words("Whoever has it can no longer use it. You can make another."),
        words("Withdraw"),
        words("Keep it"),
    )
    withdraw = button(
        JoiningActionId.INVITE_WITHDRAW, words("Withdraw"), invite.id, style="danger", dialog=asked
    )
    return section(f"{BlockId.LINE}_{invite.id}", said, withdraw)
