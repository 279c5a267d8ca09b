"""What the fields of a view hold: what they start with, and what a person entered."""

from typing import Any

from aacabot.sandbox.slack.elements import Found, chosen, interactive, is_empty
from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.views import SandboxView, State

_STARTS = (
    "initial_value",
    "initial_option",
    "initial_options",
    "initial_date",
    "initial_time",
    "initial_date_time",
    "initial_user",
    "initial_users",
    "initial_channel",
    "initial_channels",
    "initial_conversation",
    "initial_conversations",
)
_STATELESS = ("button", "overflow", "workflow_button", "feedback_buttons", "icon_button")


def current_state(view: SandboxView) -> State:
    """Every field's state. What was entered survives an update of the view."""
    return state_of(view.blocks, view.entered)


def state_of(blocks: list[dict[str, Any]], entered_before: State) -> State:
    """Every field's state: as entered, else as it starts."""
    state: State = {}
    for field in _fields(blocks):
        entered = entered_before.get(field.block_id, {}).get(field.action_id)
        held = entered if entered and entered["type"] == field.element["type"] else _start(field.element)
        state.setdefault(field.block_id, {})[field.action_id] = held
    return state


def still_offered(blocks: list[dict[str, Any]], state: State) -> State:
    """A message's state without options that an update took away."""
    offered = {(one.block_id, one.action_id): one.element.get("options") for one in _fields(blocks)}
    found: State = {}
    for block_id, fields in state.items():
        for action_id, held in fields.items():
            options = offered.get((block_id, action_id))
            chosen = held.get("selected_options")
            if options is not None and chosen:
                held = {**held, "selected_options": [one for one in chosen if one in options]}
            found.setdefault(block_id, {})[action_id] = held
    return found


def enter(view: SandboxView, values: dict[str, dict[str, Any]], tz: str) -> None:
    """Put plain values into fields: `{block_id: {action_id: text | option value | list}}`; None empties one.

    Raises SandboxRefusal for a field that is not there or a value it does not take; then nothing is entered.
    """
    fields = {(one.block_id, one.action_id): one for one in _fields(view.blocks)}
    entered: list[tuple[str, str, dict[str, Any]]] = []
    for block_id, actions in values.items():
        for action_id, value in actions.items():
            field = fields.get((block_id, action_id))
            if field is None:
                known = ", ".join(f"{block}/{action}" for block, action in fields) or "none"
                raise SandboxRefusal(f"There is no field {block_id}/{action_id}. Fields: {known}.")
            element = with_offered(field.element, view)
            entered.append((block_id, action_id, chosen(element, value, tz=tz)))
    for block_id, action_id, held in entered:
        view.entered.setdefault(block_id, {})[action_id] = held


def with_offered(element: dict[str, Any], view: SandboxView) -> dict[str, Any]:
    """An external select with what it began with and all the app suggested for it; others as they are."""
    if "external" not in element["type"]:
        return element
    initial = [element["initial_option"]] if element.get("initial_option") else []
    began = [*initial, *(element.get("initial_options") or [])]
    offered = [*view.offered.get(str(element.get("action_id")), []), *began]
    return {**element, "options": offered} if offered else element


def require_complete(view: SandboxView) -> None:
    """Raises SandboxRefusal naming required fields left empty: no client sends such a form."""
    state = current_state(view)
    required = [one for one in _fields(view.blocks) if one.is_input and not one.optional]
    empty = [one.label for one in required if is_empty(state[one.block_id][one.action_id])]
    if empty:
        raise SandboxRefusal("Please complete these required fields: " + ", ".join(empty) + ".")


def _fields(blocks: list[dict[str, Any]]) -> list[Found]:
    return [one for one in interactive(blocks) if one.element["type"] not in _STATELESS]


def _start(element: dict[str, Any]) -> dict[str, Any]:
    given = next((element[name] for name in _STARTS if element.get(name) is not None), None)
    return chosen(element, given)
