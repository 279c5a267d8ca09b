"""The strict local Slack: several workspaces, the Web API, Socket Mode, and the page people use."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from aiohttp import web

from aacabot.sandbox.slack.administration import Administration
from aacabot.sandbox.slack.calls import Call
from aacabot.sandbox.slack.control import Control
from aacabot.sandbox.slack.deliveries import Delivery
from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.faults import Fault
from aacabot.sandbox.slack.file_routes import FileRoutes
from aacabot.sandbox.slack.messages import Ephemeral, SandboxMessage
from aacabot.sandbox.slack.oauth_routes import OAuthRoutes
from aacabot.sandbox.slack.snapshot import open_view_json
from aacabot.sandbox.slack.view_state import current_state
from aacabot.sandbox.slack.views import view_json
from aacabot.sandbox.slack.workspaces import Installation, SandboxChannel, SandboxPerson, Workspace


class SlackSandbox(Administration):
    """A Slack to develop and test against: as strict as the real one, and it can be told to fail.

    What people do is in the base classes (click, select, submit, command, event ...); here is the
    setting up and the looking.
    """

    def routes(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self.web_api.handle)
        app.router.add_post("/actions/{team}/{code}", self.replies.handle)
        app.router.add_get("/link/", self.socket_mode.serve)
        FileRoutes(self.state).add_to(app)
        OAuthRoutes(self.state).add_to(app)
        self.state.removed = self.tell_later
        Control(self).add_to(app)
        return app

    def add_workspace(
        self,
        id: str,
        name: str,
        people: Iterable[SandboxPerson] = (),
        channels: Iterable[SandboxChannel] = (),
    ) -> Workspace:
        """Raises ValueError if the workspace or one of the channel ids exists."""
        workspace = self.state.workspaces.add(id, name, people, channels)
        self.state.changes.note()
        return workspace

    def install(self, team: str, token: str, scopes: Iterable[str], join: bool = True) -> Installation:
        """Put the app's bot into a workspace and, unless `join` is False, into all its channels."""
        installation = self.state.workspaces.install(team, token, scopes, join)
        self.state.changes.note()
        return installation

    def channel(self, channel: str) -> SandboxChannel:
        """A channel as it is now; change it in place (archive it, add a member). Raises SandboxRefusal."""
        team = self.state.workspaces.team_of_channel(channel)
        if team is None:
            raise SandboxRefusal(f"There is no channel {channel}.")
        return self.state.workspaces.get(team).channels[channel]

    def deactivate(self, team: str, user: str) -> None:
        """Deactivate someone's account: they can do nothing any more, and cannot be written to."""
        people = self.state.workspaces.get(team).people
        people[user] = replace(people[user], is_deactivated=True)
        self.state.changes.note()

    def fail(
        self,
        method: str,
        *,
        status: int | None = None,
        error: str | None = None,
        retry_after: int | None = None,
        sleep: float = 0.0,
        times: int = 1,
        after_effect: bool = False,
        drop: bool = False,
    ) -> None:
        """Make the next `times` calls of `method` (`*`: any; or `response_url`) fail, or only sleep.

        `after_effect`: the call is carried out, then answered with the error, or its connection cut (`drop`).
        """
        self.state.faults.order(Fault(method, status, error, retry_after, sleep, times, after_effect, drop))

    def upload(self, team: str, user: str, name: str, content: bytes, *, size: int | None = None) -> str:
        """A person chooses a file for a form; returns the id to submit. `size` is what Slack says it is."""
        self.state.workspaces.get(team)
        return self.state.files.given(team, user, name, content, size).id

    async def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        """Socket Mode: tell the app to connect anew, and close its sockets."""
        await self.socket_mode.disconnect(reason)

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything sent to the app, oldest first."""
        return self.courier.record

    def calls(self, method: str | None = None) -> list[Call]:
        """The Web API calls the app made, oldest first."""
        return [one for one in self.state.calls if method in (None, one.method)]

    def messages(self, channel: str | None = None, team: str | None = None) -> list[SandboxMessage]:
        """Messages as they stand now, replies included, oldest first in each channel."""
        return self.state.messages.all(channel, team)

    def message(self, channel: str, ts: str) -> SandboxMessage | None:
        return self.state.messages.get(channel, ts)

    def ephemerals(self, user: str | None = None) -> list[Ephemeral]:
        return self.state.messages.ephemerals(user)

    def open_views(self, user: str | None = None) -> list[dict[str, Any]]:
        """Open modals as view objects with `user`, `team`, `errors` and `notice`; the top one is last."""
        shown = [open_view_json(one) for one in self.state.views.all_open(user)]
        return [{**one.pop("view"), **one} for one in shown]

    def home(self, team: str, user: str) -> dict[str, Any] | None:
        """The home tab published for a person, None if there is none."""
        view = self.state.views.home(team, user)
        return view_json(view, current_state(view)) if view is not None else None
