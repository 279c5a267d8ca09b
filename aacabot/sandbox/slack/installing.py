"""Where the app is installed: in a workspace, or in an organisation for the workspaces its admins choose."""

from collections.abc import Iterable
from typing import Any

from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.organisations import Organisation
from aacabot.sandbox.slack.workspaces import Installation, Workspace, Workspaces


class InstallingWorkspaces(Workspaces):
    """The workspaces with their organisations, and what is installed where."""

    def __init__(self) -> None:
        super().__init__()
        self.organisations: dict[str, Organisation] = {}
        self._of_organisations: dict[str, Installation] = {}

    def made(self, place: str, token: str, scopes: frozenset[str]) -> Installation:
        """What an installation in a workspace or organisation is, before it is kept."""
        is_org = place in self.organisations
        return Installation(
            place, token, scopes, f"U0BOT{place[1:]}", f"B0BOT{place[1:]}", expires_at=None, is_org=is_org
        )

    def keep(self, installation: Installation) -> None:
        """A new token works; those before it work on until they are revoked or end."""
        self._by_token[installation.token] = installation
        if not installation.is_org:
            self.get(installation.team).installation = installation
            return
        self._of_organisations[installation.team] = installation
        self._spread(self.organisations[installation.team])

    def installed_at(self, place: str) -> Installation | None:
        """The live installation made in this very workspace or organisation."""
        made = self._of_organisations.get(place) or next(
            (one.installation for one in self._by_id.values() if one.id == place), None
        )
        return made if made is not None and made.team == place and not made.revoked else None

    def revoke(self, place: str) -> str:
        """Every token of the app there stops working; returns the bot's user id. Raises SandboxRefusal."""
        if self.installed_at(place) is None:
            raise SandboxRefusal(f"The app is not installed in {place}.")
        bot = ""
        for installation in self._by_token.values():
            if installation.team == place:
                installation.revoked, bot = True, installation.bot_user_id
        for workspace in self._by_id.values():
            if workspace.id == place or (workspace.organisation and workspace.organisation.id == place):
                _leave(workspace, bot)
        if place in self.organisations:
            self.organisations[place].granted.clear()
        return bot

    def unite(self, id: str, name: str, teams: Iterable[str]) -> Organisation:
        """An organisation of these workspaces."""
        organisation = Organisation(id, name, frozenset(teams))
        for team in organisation.teams:
            self.get(team).organisation = organisation
        self.organisations[id] = organisation
        return organisation

    def grant(self, organisation: str, teams: Iterable[str]) -> None:
        """The organisation's installation may act in these workspaces. Raises SandboxRefusal."""
        known = self.organisations[organisation]
        if self.installed_at(organisation) is None or not known.teams.issuperset(teams):
            raise SandboxRefusal(f"The app is not installed in {known.name}, or that is not its workspace.")
        known.granted.update(teams)
        self._spread(known)

    def withdraw(self, organisation: str, teams: Iterable[str]) -> None:
        """The organisation's installation may no longer act in these workspaces."""
        known = self.organisations[organisation]
        for team in known.granted.intersection(teams):
            workspace = self.get(team)
            if workspace.installation is not None and workspace.installation.is_org:
                _leave(workspace, workspace.installation.bot_user_id)
                workspace.installation = None
        known.granted.difference_update(teams)

    def _spread(self, organisation: Organisation) -> None:
        """The organisation's installation shows in its workspaces that have none of their own."""
        for team in organisation.granted:
            workspace, made = self.get(team), self._of_organisations[organisation.id]
            own = workspace.installation
            if own is None or own.is_org or own.revoked:
                workspace.installation = made

    def about(self, place: str) -> dict[str, Any]:
        """`team`, `enterprise` and `is_enterprise_install` as oauth.v2.access says them."""
        organisation = self.organisations.get(place)
        if organisation is not None:
            return {"team": None, "enterprise": organisation.about, "is_enterprise_install": True}
        workspace = self.get(place)
        around = workspace.organisation.about if workspace.organisation else None
        named = {"id": workspace.id, "name": workspace.name}
        return {"team": named, "enterprise": around, "is_enterprise_install": False}


def _leave(workspace: Workspace, bot: str) -> None:
    """The bot goes from every channel; its conversations with people stay."""
    for channel in workspace.channels.values():
        if bot in channel.members and not channel.is_im:
            channel.members.remove(bot)
