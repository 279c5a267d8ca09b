"""What reaches the app from elsewhere in the client: commands, shortcuts, events, the opening of its home."""

import json
from typing import Any

from aacabot.sandbox.slack.deliveries import Delivery, Parcel
from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.ids import APP_ID, new_id
from aacabot.sandbox.slack.in_views import InViews
from aacabot.sandbox.slack.messages import SandboxMessage
from aacabot.sandbox.slack.payloads import LEGACY_TOKEN, about_channel, envelope, event_callback
from aacabot.sandbox.slack.triggers import ResponseUrl
from aacabot.sandbox.slack.views import view_json


class ToTheApp(InViews):
    """Each call waits for the app's answer; events wait for their retries too, unless told otherwise."""

    async def command(
        self,
        *,
        team: str,
        user: str,
        channel: str,
        command: str,
        text: str = "",
        user_team: str | None = None,
    ) -> Delivery:
        """Send a slash command. Its answer, if it is a message, is shown to the person."""
        actor = self.actor(team, user, user_team)
        room = self.channel_of(actor, channel)
        if "commands" not in actor.workspace.installed().scopes:
            raise SandboxRefusal(f"{command} is not a valid command.")
        url = ResponseUrl(team, channel, user, self.state.clock.now())
        organisation = actor.workspace.organisation
        payload = {
            "token": LEGACY_TOKEN,
            "team_id": team,
            "team_domain": actor.workspace.domain,
            "channel_id": channel,
            "channel_name": about_channel(room)["name"],
            "user_id": user,
            "user_name": actor.name,
            "command": command,
            "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": "true" if actor.workspace.installed().is_org else "false",
            **({"enterprise_id": organisation.id} if organisation else {}),
            "response_url": self.state.response_urls.issue(self.base_url, url),
            "trigger_id": self.state.triggers.issue(team, user, user_team=actor.team),
        }
        delivery = await self.deliver(Parcel("slash_commands", team, payload))
        self.replies.show_command_answer(url, delivery)
        return delivery

    async def shortcut(self, *, team: str, user: str, callback_id: str) -> Delivery:
        """Use a global shortcut."""
        actor = self.actor(team, user)
        payload = {
            **envelope("shortcut", actor),
            "callback_id": callback_id,
            "trigger_id": self.state.triggers.issue(team, user),
            "action_ts": self.state.timestamps.next(),
        }
        return await self.deliver(Parcel("interactive", team, payload))

    async def event(
        self,
        *,
        team: str,
        event: dict[str, Any],
        event_id: str | None = None,
        forge_secret: str | None = None,
        skew: float = 0,
        wait_for_retries: bool = True,
    ) -> Delivery:
        """Send an event, with retries. `skew` (seconds) shifts its time; `forge_secret` signs it wrongly."""
        workspace = self.state.workspaces.get(team)
        if workspace.installation is None:
            raise SandboxRefusal(f"The app is not installed in {workspace.name}.")
        if event.get("unfurl_id"):
            self.state.unfurls_offered.add(str(event["unfurl_id"]))
        at = self.state.clock.now()
        complete = {"event_ts": self.state.timestamps.next(), **event}
        payload = event_callback(workspace, workspace.installation, complete, event_id or new_id("Ev"), at)
        parcel = Parcel("events_api", team, json.loads(json.dumps(payload)), forge_secret, skew)
        delivery = await self.courier.deliver_event(
            parcel, self.transport(), wait_for_retries=wait_for_retries
        )
        self.state.changes.note()
        return delivery

    async def open_home(self, *, team: str, user: str, wait_for_retries: bool = True) -> Delivery:
        """Open the app's home tab: sends app_home_opened, with the view published so far."""
        actor = self.actor(team, user)
        conversation = actor.workspace.direct_messages((user,))
        event: dict[str, Any] = {
            "type": "app_home_opened",
            "user": user,
            "channel": conversation.id,
            "tab": "home",
        }
        view = self.state.views.home(team, user)
        if view is not None:
            event["view"] = view_json(view)
        return await self.event(team=team, event=event, wait_for_retries=wait_for_retries)

    def say(
        self, *, team: str, user: str, channel: str, text: str, thread_ts: str | None = None
    ) -> SandboxMessage:
        """Write a message as a person, so that there is something to use a message shortcut on."""
        actor = self.actor(team, user)
        self.channel_of(actor, channel)
        ts = self.state.timestamps.next()
        return self.state.messages.put(SandboxMessage(team, channel, ts, user, text, thread_ts))
