"""What a person does in a modal or in the App Home."""

from typing import Any

from aacabot.sandbox.slack.deliveries import Delivery, Parcel
from aacabot.sandbox.slack.elements import chosen, find_element
from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.file_inputs import given_files
from aacabot.sandbox.slack.in_messages import BUTTONS, InMessages, confirmed
from aacabot.sandbox.slack.payloads import Actor, envelope, in_view, pressed, selected
from aacabot.sandbox.slack.view_answers import apply_answer
from aacabot.sandbox.slack.view_state import current_state, enter, require_complete, with_offered
from aacabot.sandbox.slack.views import SandboxView, view_json


class InViews(InMessages):
    """Each call waits for the app's answer and does with it what the client would."""

    async def click_in_home(
        self,
        *,
        team: str,
        user: str,
        action_id: str,
        value: Any = None,
        confirm: bool | None = True,
        block_id: str | None = None,
        forge_value: str | None = None,
    ) -> Delivery:
        """Press or choose in the App Home; `forge_value` is sent for the button's own, as an attacker may."""
        actor, view = self.actor(team, user), self._home_of(team, user)
        return await self._act_in(view, actor, action_id, value, confirm, block_id, forge_value)

    async def click_in_view(
        self,
        *,
        view_id: str,
        action_id: str,
        value: Any = None,
        confirm: bool | None = True,
        block_id: str | None = None,
    ) -> Delivery:
        """Press, or choose `value`, in an open modal; an input that does not dispatch is only filled."""
        view = self._open_view(view_id)
        return await self._act_in(view, self._actor_of(view), action_id, value, confirm, block_id)

    async def _act_in(
        self,
        view: SandboxView,
        actor: Actor,
        action_id: str,
        value: Any,
        confirm: bool | None,
        block_id: str | None,
        forge_value: str | None = None,
    ) -> Delivery:
        wanted = value if isinstance(value, str) else None
        found = find_element(view.blocks, action_id, block_id=block_id, value=wanted)
        is_button = found.element["type"] in BUTTONS
        choice = None if is_button else chosen(with_offered(found.element, view), value, tz=self.tz_of(actor))
        if not confirmed(found.element, confirm):
            return Delivery()
        if choice is not None and found.element["type"] != "overflow":
            view.entered.setdefault(found.block_id, {})[found.action_id] = choice
        if not found.dispatches:
            return Delivery()
        ts = self.state.timestamps.next()
        sent = forge_value if forge_value is not None else found.element.get("value")
        action = pressed(found, ts, sent) if choice is None else selected(found, ts, choice)
        trigger_id = self.state.triggers.issue(view.team, view.user, user_team=actor.team, view_id=view.id)
        payload = {
            **envelope("block_actions", actor, team=actor.team),
            **in_view(view, current_state(view)),
            "trigger_id": trigger_id,
            "actions": [action],
        }
        return await self.deliver(Parcel("interactive", view.team, payload))

    async def submit(self, *, view_id: str, values: dict[str, dict[str, Any]] | None = None) -> Delivery:
        """Fill the fields and submit. `values` is `{block_id: {action_id: text | option value | list}}`.

        Raises SandboxRefusal for an unknown field, a value it does not take, or a required one left empty.
        """
        view = self._open_view(view_id)
        actor = self._actor_of(view)
        if view.body.get("submit") is None:
            raise SandboxRefusal("This view has no submit button.")
        enter(view, given_files(self.state, view, values or {}), self.tz_of(actor))
        require_complete(view)
        payload = {
            **envelope("view_submission", actor, team=actor.team),
            "trigger_id": self.state.triggers.issue(
                view.team, view.user, user_team=actor.team, view_id=view.id
            ),
            "view": view_json(view, current_state(view)),
            "response_urls": [],
        }
        delivery = await self.deliver(Parcel("interactive", view.team, payload))
        apply_answer(self.state.views, view, delivery)
        return delivery

    async def close(self, *, view_id: str, whole_stack: bool = False) -> Delivery:
        """Close a modal; the app hears of it only where it asked to (`notify_on_close`)."""
        view = self._open_view(view_id)
        actor = self._actor_of(view)
        state = current_state(view)
        clears = whole_stack or bool(view.body.get("clear_on_close"))
        self.state.views.close(view, whole_stack=clears)
        if not view.body.get("notify_on_close"):
            return Delivery()
        payload = {
            **envelope("view_closed", actor, team=actor.team),
            "view": view_json(view, state),
            "is_cleared": clears,
        }
        return await self.deliver(Parcel("interactive", view.team, payload))

    async def suggest(self, *, view_id: str, action_id: str, text: str = "") -> Delivery:
        """Type in an external select: asks the app for options, which can then be chosen by their values."""
        view = self._open_view(view_id)
        return await self._suggest_in(view, self._actor_of(view), action_id, text)

    async def suggest_in_home(self, *, team: str, user: str, action_id: str, text: str = "") -> Delivery:
        """The same in the App Home."""
        return await self._suggest_in(self._home_of(team, user), self.actor(team, user), action_id, text)

    async def _suggest_in(self, view: SandboxView, actor: Actor, action_id: str, text: str) -> Delivery:
        found = find_element(view.blocks, action_id)
        if "external" not in found.element["type"]:
            raise SandboxRefusal(f"{action_id} does not ask the app for its options.")
        about = {"action_id": action_id, "block_id": found.block_id, "value": text}
        payload = {
            **envelope("block_suggestion", actor, team=actor.team),
            **in_view(view, current_state(view)),
            **about,
        }
        delivery = await self.deliver(Parcel("interactive", view.team, payload))
        answer = delivery.json or {}
        groups = [group.get("options", []) for group in answer.get("option_groups") or []]
        # What was offered before can still be what was chosen: the client keeps it.
        before = view.offered.get(action_id, [])
        view.offered[action_id] = [
            one for options in [answer.get("options") or [], *groups, before] for one in options
        ]
        return delivery

    def _home_of(self, team: str, user: str) -> SandboxView:
        view = self.state.views.home(team, user)
        if view is None:
            raise SandboxRefusal(f"The app has published no home for {self.actor(team, user).name}.")
        return view

    def _open_view(self, view_id: str) -> SandboxView:
        view = self.state.views.get(view_id)
        if view is None:
            raise SandboxRefusal(f"The view {view_id} is not open.")
        return view

    def _actor_of(self, view: SandboxView) -> Actor:
        return self.actor(view.team, view.user, view.user_team)
