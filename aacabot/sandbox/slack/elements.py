"""Finding what a person can touch in blocks, and turning a choice into what Slack sends for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aacabot.sandbox.slack.blockkit.objects import options_of
from aacabot.sandbox.slack.errors import SandboxRefusal


@dataclass(frozen=True)
class Found:
    """An interactive element and the block it stands in."""

    block_id: str
    element: dict[str, Any]
    is_input: bool = False
    label: str = ""
    optional: bool = False
    dispatches: bool = True

    @property
    def action_id(self) -> str:
        return str(self.element.get("action_id", ""))


def interactive(blocks: list[dict[str, Any]]) -> Iterator[Found]:
    """Every interactive element, in reading order, those in cards, carousels and containers included."""
    for block in blocks:
        block_id = str(block.get("block_id", ""))
        kind = block.get("type")
        if kind == "container":
            yield from interactive(block.get("child_blocks") or [])
        elif kind == "carousel":
            yield from interactive(block.get("elements") or [])
        elif kind == "input":
            label = block["label"]["text"]
            optional, dispatches = bool(block.get("optional")), bool(block.get("dispatch_action"))
            yield Found(block_id, block["element"], True, label, optional, dispatches)
        elif kind in ("actions", "context_actions", "section", "card"):
            several = block.get("actions" if kind == "card" else "elements") or []
            inside = [*several, *([block["accessory"]] if block.get("accessory") else [])]
            yield from (Found(block_id, one) for one in inside if one.get("type") != "image")


def find_element(
    blocks: list[dict[str, Any]], action_id: str, *, block_id: str | None = None, value: str | None = None
) -> Found:
    """The element with this action id; `value` (or `block_id`) tells several apart.

    Raises SandboxRefusal if there is none, or if it stays unclear which is meant.
    """
    named = [one for one in interactive(blocks) if one.action_id == action_id]
    there = [one for one in named if block_id in (None, one.block_id)]
    if value is not None and any(one.element.get("type") == "button" for one in there):
        there = [one for one in there if one.element.get("value") == value]
    if not there:
        known = ", ".join(one.action_id for one in interactive(blocks)) or "nothing"
        what = f"{action_id} with the value {value}" if named and value else action_id
        raise SandboxRefusal(f"There is no {what} here. What can be used: {known}.")
    if len(there) > 1:
        values = ", ".join(str(one.element.get("value")) for one in there)
        raise SandboxRefusal(f"There are several {action_id} here; say which value: {values}.")
    return there[0]


_SINGLE = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
}
_SEVERAL = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
_ONE_OPTION = ("static_select", "external_select", "radio_buttons", "overflow")
_MANY_OPTIONS = ("multi_static_select", "multi_external_select", "checkboxes")


def chosen(element: dict[str, Any], value: Any, *, tz: str = "UTC") -> dict[str, Any]:
    """What Slack sends for `value`: text, an option's value, ids, a list of them; None is nothing.

    `tz` reads a date and time without a zone. Raises SandboxRefusal for what the client would not allow.
    """
    kind = str(element["type"])
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": None if value is None else _option(element, value)}
    if kind in _MANY_OPTIONS:
        values = [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]
        _check_count(element, values)
        return {"type": kind, "selected_options": [_option(element, one) for one in values]}
    if kind in _SEVERAL:
        values = [value] if isinstance(value, str) else list(value or [])
        _check_count(element, values)
        return {"type": kind, _SEVERAL[kind]: values}
    if kind == "datetimepicker":
        return {"type": kind, "selected_date_time": None if value is None else _epoch(value, tz)}
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": None if value is None else _rich_text(value)}
    if kind == "file_input":
        return {"type": kind, "files": list(value or [])}
    if kind in _SINGLE:
        text = None if value in (None, "") else str(value)
        _check_text(element, text)
        return {"type": kind, _SINGLE[kind]: text}
    raise SandboxRefusal(f"A {kind} holds no value.")


def is_empty(state: dict[str, Any]) -> bool:
    """True for an element's state in which nothing is chosen or written."""
    return all(not value and value != 0 for key, value in state.items() if key != "type")


def _option(element: dict[str, Any], value: Any) -> dict[str, Any]:
    offered = options_of(element)
    wanted = value.get("value") if isinstance(value, dict) else value
    for option in offered:
        if option["value"] == wanted:
            return option
    if isinstance(value, dict) and "external" in element["type"]:
        return value
    values = ", ".join(str(option["value"]) for option in offered) or "none"
    raise SandboxRefusal(f"{wanted} is not offered in {element.get('action_id')}. Offered: {values}.")


def _check_count(element: dict[str, Any], values: list[Any]) -> None:
    most = element.get("max_selected_items")
    if most and len(values) > most:
        raise SandboxRefusal(f"{element.get('action_id')} takes at most {most}.")


def _check_text(element: dict[str, Any], text: str | None) -> None:
    if text is None or element["type"] != "plain_text_input":
        return
    least, most = element.get("min_length") or 0, element.get("max_length") or 3000
    if not least <= len(text) <= most:
        raise SandboxRefusal(f"{element.get('action_id')} takes {least} to {most} characters.")


def _epoch(value: Any, tz: str) -> int:
    if isinstance(value, int):
        return value
    at = datetime.fromisoformat(str(value))
    return int((at if at.tzinfo else at.replace(tzinfo=ZoneInfo(tz))).timestamp())


def _rich_text(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    text = {"type": "text", "text": str(value)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [text]}]}
