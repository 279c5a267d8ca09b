"""Workspaces, their people and channels, and where the app is installed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.ids import APP_ID
from aacabot.sandbox.slack.organisations import Organisation


@dataclass(frozen=True)
class SandboxPerson:
    """A member of a workspace. `tz` is an IANA name, `locale` like Slack's (`en-US`, `zh-CN`).

    A guest is of several channels, with `is_single_channel` of one (slack.com/help/articles/202518103).
    """

    id: str
    name: str
    real_name: str = ""
    tz: str = "Etc/UTC"
    locale: str = "en-US"
    is_deactivated: bool = False
    is_admin: bool = False
    is_guest: bool = False
    is_single_channel: bool = False


@dataclass
class SandboxChannel:
    """A channel; `members` are user ids (people of other workspaces too, if `is_ext_shared`).

    `connected_teams` are workspaces it is shared with beyond those of its members, `pending_teams` those
    that are invited (Slack Connect).
    """

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    is_ext_shared: bool = False
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    connected_teams: tuple[str, ...] = ()
    pending_teams: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The family its scopes belong to: channels, groups, im or mpim."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "groups" if self.is_private else "channels"


@dataclass
class Installation:
    """A token of the app in a workspace, or in an organisation (`team` is its id then); it may end."""

    team: str
    token: str
    scopes: frozenset[str]
    bot_user_id: str
    bot_id: str
    app_id: str = APP_ID
    revoked: bool = False
    expires_at: float | None = None
    is_org: bool = False


@dataclass
class Workspace:
    id: str
    name: str
    people: dict[str, SandboxPerson]
    channels: dict[str, SandboxChannel]
    installation: Installation | None = None
    organisation: Organisation | None = None

    @property
    def domain(self) -> str:
        return "".join(c for c in self.name.lower() if c.isascii() and c.isalnum()) or self.id.lower()

    def person(self, user: str) -> SandboxPerson:
        """The person with this id. Raises SandboxRefusal if nobody has it or the account is deactivated."""
        person = self.people.get(user)
        if person is None:
            raise SandboxRefusal(f"{user} is not a member of the workspace {self.name}.")
        if person.is_deactivated:
            raise SandboxRefusal(f"The account of {person.name} is deactivated.")
        return person

    def installed(self) -> Installation:
        if self.installation is None or self.installation.revoked:
            raise SandboxRefusal(f"The app is not installed in {self.name}.")
        return self.installation

    def direct_messages(self, users: tuple[str, ...]) -> SandboxChannel:
        """The conversation of the bot with these people; opened on first use, the same one ever after."""
        bot = self.installed().bot_user_id
        wanted = {bot, *users}
        for channel in self.channels.values():
            if (channel.is_im or channel.is_mpim) and set(channel.members) == wanted:
                return channel
        several = len(users) > 1
        code = "-".join(user[1:] for user in sorted(users))
        channel = SandboxChannel(
            f"{'G' if several else 'D'}0{self.id[1:]}{code}",
            f"mpdm-{code.lower()}" if several else "",
            sorted(wanted),
            is_im=not several,
            is_mpim=several,
            is_private=several,
        )
        self.channels[channel.id] = channel
        return channel


class Workspaces:
    """Every workspace of this Slack, and which token opens which."""

    def __init__(self) -> None:
        self._by_id: dict[str, Workspace] = {}
        self._by_token: dict[str, Installation] = {}

    def __iter__(self) -> Iterator[Workspace]:
        return iter(self._by_id.values())

    def add(
        self, id: str, name: str, people: Iterable[SandboxPerson], channels: Iterable[SandboxChannel]
    ) -> Workspace:
        rooms = {channel.id: replace(channel, members=list(channel.members)) for channel in channels}
        taken = [room for other in self._by_id.values() for room in rooms if room in other.channels]
        if id in self._by_id or taken:
            raise ValueError(f"Already in this Slack: {taken or id}.")
        self._by_id[id] = Workspace(id, name, {person.id: person for person in people}, rooms)
        return self._by_id[id]

    def get(self, team: str) -> Workspace:
        if team not in self._by_id:
            raise SandboxRefusal(f"There is no workspace {team}.")
        return self._by_id[team]

    def find(self, team: str) -> Workspace | None:
        return self._by_id.get(team)

    def install(self, team: str, token: str, scopes: Iterable[str], join: bool) -> Installation:
        workspace = self.get(team)
        code = team[1:]
        installation = Installation(team, token, frozenset(scopes), f"U0BOT{code}", f"B0BOT{code}")
        if workspace.installation is not None:
            workspace.installation.revoked = True
        workspace.installation = self._by_token[token] = installation
        for channel in workspace.channels.values():
            if join and not channel.is_im and installation.bot_user_id not in channel.members:
                channel.members.append(installation.bot_user_id)
        return installation

    def by_token(self, token: str) -> Installation | None:
        return self._by_token.get(token)

    def home_of(self, user: str) -> Workspace | None:
        """The workspace a person belongs to, wherever they were met."""
        return next((one for one in self._by_id.values() if user in one.people), None)

    def team_of_channel(self, channel: str) -> str | None:
        return next((one.id for one in self._by_id.values() if channel in one.channels), None)


def user_json(workspace: Workspace, person: SandboxPerson, *, seen_from: str | None = None) -> dict[str, Any]:
    """A user object as users.info returns it. `seen_from` is the asking workspace, for strangers."""
    return {
        "id": person.id,
        "team_id": workspace.id,
        "name": person.name.lower().replace(" ", "."),
        "real_name": person.real_name or person.name,
        "deleted": person.is_deactivated,
        "tz": person.tz,
        "is_admin": person.is_admin,
        "is_restricted": person.is_guest or person.is_single_channel,
        "is_ultra_restricted": person.is_single_channel,
        "is_bot": False,
        "is_app_user": False,
        "is_stranger": seen_from is not None and seen_from != workspace.id,
        "profile": {
            "real_name": person.real_name or person.name,
            "display_name": person.name,
            "team": workspace.id,
        },
    }


def channel_json(workspace: Workspace, channel: SandboxChannel) -> dict[str, Any]:
    """A conversation object as conversations.info returns it to the bot."""
    bot = workspace.installation.bot_user_id if workspace.installation else ""
    about = {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channels",
        "is_group": channel.kind == "groups",
        "is_im": channel.is_im,
        "is_mpim": channel.is_mpim,
        "is_private": channel.is_private or channel.is_im,
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_ext_shared,
        "is_shared": channel.is_ext_shared,
        "is_pending_ext_shared": bool(channel.pending_teams),
        "pending_connected_team_ids": list(channel.pending_teams),
        "is_org_shared": False,
        "is_member": bot in channel.members,
        "context_team_id": workspace.id,
        "num_members": len(channel.members),
    }
    if channel.is_im:
        about["user"] = next((one for one in channel.members if one != bot), bot)
    return about
