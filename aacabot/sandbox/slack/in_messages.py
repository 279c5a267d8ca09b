"""What a person does with a message: press, choose, use a message shortcut."""

from typing import Any

from aacabot.sandbox.slack.core import SandboxCore
from aacabot.sandbox.slack.deliveries import Delivery, Parcel
from aacabot.sandbox.slack.elements import Found, chosen, find_element
from aacabot.sandbox.slack.errors import DialogShown, SandboxRefusal
from aacabot.sandbox.slack.messages import Ephemeral, SandboxMessage
from aacabot.sandbox.slack.payloads import Actor, about_channel, envelope, pressed, selected
from aacabot.sandbox.slack.triggers import ResponseUrl
from aacabot.sandbox.slack.view_state import state_of, still_offered

BUTTONS = ("button", "workflow_button", "icon_button")


def confirmed(element: dict[str, Any], confirm: bool | None) -> bool:
    """False if the person cancelled the dialog. Raises DialogShown if it needs an answer first."""
    dialog = element.get("confirm")
    if dialog is None and confirm is False:
        raise SandboxRefusal(f"{element.get('action_id')} asks nothing, so there is nothing to cancel.")
    if dialog is not None and confirm is None:
        raise DialogShown(dialog)
    return confirm is not False


class InMessages(SandboxCore):
    """Each call waits for the app's answer. Nothing is sent, and Delivery has no attempts, when cancelled."""

    async def click(
        self,
        *,
        team: str,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        user_team: str | None = None,
        value: str | None = None,
        forge_value: str | None = None,
        confirm: bool | None = True,
        block_id: str | None = None,
    ) -> Delivery:
        """Press a button. `value` tells equal buttons apart; `forge_value` sends another, as an attacker may.

        `confirm` answers its dialog: None raises DialogShown if it has one, False cancels.
        """
        actor = self.actor(team, user, user_team)
        shown = self._shown(actor, channel, ts)
        found = find_element(shown.blocks, action_id, block_id=block_id, value=value)
        if found.element["type"] == "overflow":
            return await self._choose(actor, shown, found, value, confirm)
        if found.element["type"] not in BUTTONS:
            raise SandboxRefusal(f"{action_id} is a {found.element['type']}: it is chosen from, not pressed.")
        if not confirmed(found.element, confirm):
            return Delivery()
        sent = forge_value if forge_value is not None else found.element.get("value")
        return await self._act(actor, shown, pressed(found, self.state.timestamps.next(), sent))

    async def select(
        self,
        *,
        team: str,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        option_value: Any,
        user_team: str | None = None,
        confirm: bool | None = True,
        block_id: str | None = None,
    ) -> Delivery:
        """Choose in a select, overflow, picker, radio group or checkboxes (a list of values) of a message."""
        actor = self.actor(team, user, user_team)
        shown = self._shown(actor, channel, ts)
        found = find_element(shown.blocks, action_id, block_id=block_id)
        return await self._choose(actor, shown, found, option_value, confirm)

    async def _choose(
        self,
        actor: Actor,
        shown: SandboxMessage | Ephemeral,
        found: Found,
        value: Any,
        confirm: bool | None,
    ) -> Delivery:
        choice = chosen(found.element, value, tz=self.tz_of(actor))
        if not confirmed(found.element, confirm):
            return Delivery()
        return await self._act(actor, shown, selected(found, self.state.timestamps.next(), choice))

    async def message_shortcut(
        self, *, team: str, user: str, channel: str, ts: str, callback_id: str, user_team: str | None = None
    ) -> Delivery:
        """Use a message shortcut on a message of the channel (never on an ephemeral one)."""
        actor = self.actor(team, user, user_team)
        room = self.channel_of(actor, channel)
        message = self.state.messages.get(channel, ts)
        if message is None:
            raise SandboxRefusal(f"There is no message {ts} in #{room.name}.")
        url = ResponseUrl(team, channel, user, self.state.clock.now(), thread_ts=message.thread_ts)
        payload = {
            **envelope("message_action", actor),
            "callback_id": callback_id,
            "trigger_id": self.state.triggers.issue(team, user, user_team=actor.team),
            "action_ts": self.state.timestamps.next(),
            "channel": about_channel(room),
            "message_ts": ts,
            "message": self.state.message_json(message),
            "response_url": self.state.response_urls.issue(self.base_url, url),
        }
        return await self.deliver(Parcel("interactive", team, payload))

    def tz_of(self, actor: Actor) -> str:
        home = self.state.workspaces.find(actor.team)
        person = home.people.get(actor.user) if home is not None else None
        return person.tz if person is not None else "UTC"

    def _shown(self, actor: Actor, channel: str, ts: str) -> SandboxMessage | Ephemeral:
        room = self.channel_of(actor, channel)
        shown = self.state.messages.get(channel, ts) or self.state.messages.ephemeral(actor.user, ts)
        if shown is None:
            raise SandboxRefusal(f"{actor.name} sees no message {ts} in {room.name or room.id}.")
        return shown

    async def _act(self, actor: Actor, shown: SandboxMessage | Ephemeral, action: dict[str, Any]) -> Delivery:
        team, is_ephemeral = actor.workspace.id, isinstance(shown, Ephemeral)
        room = actor.workspace.channels[shown.channel]
        container: dict[str, Any] = {
            "type": "message",
            "message_ts": shown.ts,
            "channel_id": room.id,
            "is_ephemeral": is_ephemeral,
        }
        if shown.thread_ts:
            container["thread_ts"] = shown.thread_ts
        url = ResponseUrl(
            team, room.id, actor.user, self.state.clock.now(), shown.ts, shown.thread_ts, is_ephemeral
        )
        payload = {
            **envelope("block_actions", actor),
            "container": container,
            "channel": about_channel(room),
            "trigger_id": self.state.triggers.issue(team, actor.user, user_team=actor.team),
            "response_url": self.state.response_urls.issue(self.base_url, url),
            "state": {"values": self._state_after(actor, shown, action)},
            "actions": [action],
        }
        if isinstance(shown, SandboxMessage):
            payload["message"] = self.state.message_json(shown)
        return await self.deliver(Parcel("interactive", team, payload))

    def _state_after(
        self, actor: Actor, shown: SandboxMessage | Ephemeral, action: dict[str, Any]
    ) -> dict[str, Any]:
        """What every field of the message holds for this person: Slack sends all of it with each action."""
        kept = self.state.entered.setdefault((actor.user, shown.channel, shown.ts), {})
        state = still_offered(shown.blocks, state_of(shown.blocks, kept))
        held = state.get(action["block_id"], {}).get(action["action_id"])
        if held is not None:
            held.update({key: action[key] for key in held if key in action})
            kept.setdefault(action["block_id"], {})[action["action_id"]] = dict(held)
        return state
