"""What admins do with the app: allow it, remove it, choose an organisation's workspaces."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aacabot.sandbox.slack.deliveries import Delivery, Parcel
from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.ids import new_id
from aacabot.sandbox.slack.oauth import RegisteredApp
from aacabot.sandbox.slack.organisations import Organisation
from aacabot.sandbox.slack.payloads import org_event_callback
from aacabot.sandbox.slack.to_the_app import ToTheApp

REMOVAL = ("tokens_revoked", "app_uninstalled")


class Administration(ToTheApp):
    """Raises SandboxRefusal for what an admin could not do in Slack; the app is told as Slack tells it."""

    def register_app(
        self,
        client_id: str,
        client_secret: str,
        redirect_urls: Iterable[str],
        *,
        rotates: bool = False,
        is_org_ready: bool = False,
    ) -> None:
        """Fill in the app's page: from now on it can be installed by OAuth."""
        self.state.oauth.app = RegisteredApp(
            client_id, client_secret, tuple(redirect_urls), rotates, is_org_ready
        )

    def add_organisation(self, id: str, name: str, teams: Iterable[str]) -> Organisation:
        """Put workspaces under one organisation."""
        organisation = self.state.workspaces.unite(id, name, teams)
        self.state.changes.note()
        return organisation

    def approve(self, url: str, *, place: str, user: str) -> str:
        """On the authorize page at `url`, allow the app; returns where the browser is sent."""
        asked = self.state.oauth.asked(_query(url))
        sent_back = self.state.oauth.approve(asked, place, user)
        self.state.changes.note()
        return sent_back

    def decline(self, url: str) -> str:
        """On the authorize page at `url`, press Cancel; returns where the browser is sent."""
        return self.state.oauth.asked(_query(url)).sent_back(error="access_denied")

    def tell_later(self, place: str, bot: str) -> None:
        """The app removed itself (apps.uninstall): the events follow when the call is answered."""

        async def tell() -> None:
            for event in REMOVAL:
                await self.tell_of_removal(place, event, bot)

        self.courier.later(tell())

    async def uninstall(self, place: str, order: Sequence[str] = REMOVAL) -> list[Delivery]:
        """Remove the app from a workspace or organisation, and tell it by these events in this order."""
        bot = self.state.workspaces.revoke(place)
        self.state.changes.note()
        return [await self.tell_of_removal(place, event, bot) for event in order]

    async def tell_of_removal(self, place: str, event: str, bot: str) -> Delivery:
        """Send one of the two events of a removal."""
        about: dict[str, Any] = {"type": event}
        if event == "tokens_revoked":
            about["tokens"] = {"oauth": [], "bot": [bot]}
        if place in self.state.workspaces.organisations:
            return await self._org_event(place, about, team=place)
        return await self.event(team=place, event=about)

    async def grant_workspaces(self, organisation: str, teams: Iterable[str]) -> Delivery:
        """Let the organisation's installation act in these workspaces too."""
        named = list(teams)
        self.state.workspaces.grant(organisation, named)
        self.state.changes.note()
        return await self._org_event(organisation, {"type": "team_access_granted", "team_ids": named})

    async def withdraw_workspaces(self, organisation: str, teams: Iterable[str]) -> Delivery:
        """Take workspaces away from the organisation's installation."""
        named = list(teams)
        self.state.workspaces.withdraw(organisation, named)
        self.state.changes.note()
        return await self._org_event(organisation, {"type": "team_access_revoked", "team_ids": named})

    async def _org_event(self, organisation: str, event: dict[str, Any], team: str | None = None) -> Delivery:
        known = self.state.workspaces.organisations.get(organisation)
        if known is None:
            raise SandboxRefusal(f"There is no organisation {organisation}.")
        complete = {"event_ts": self.state.timestamps.next(), **event}
        payload = org_event_callback(known, complete, new_id("Ev"), self.state.clock.now(), team)
        parcel = Parcel("events_api", organisation, json.loads(json.dumps(payload)))
        return await self.courier.deliver_event(parcel, self.transport())


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
