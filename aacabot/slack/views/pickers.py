"""Slack's own pickers, as elements of an input: people, channels, dates, times, several options."""

from collections.abc import Sequence

from aacabot.slack import limits
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import plain

CHECKBOXES = 10  # block-kit/block-elements/checkboxes-element


def user_picker(action_id: str, placeholder: str, initial: str | None = None) -> Block:
    """One person of the workspace; Slack offers whom the reader can see."""
    element: Block = {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
    }
    return element | ({"initial_user": initial} if initial else {})


def people_picker(action_id: str, placeholder: str, *, most: int) -> Block:
    """Several people of the workspace, at most so many; Slack offers whom the reader can see."""
    return {
        "type": "multi_users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "max_selected_items": most,
    }


def channel_picker(action_id: str, placeholder: str, initial: str | None = None) -> Block:
    """One public or private channel that the reader can see, shared ones included; no direct messages."""
    element: Block = {
        "type": "conversations_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | ({"initial_conversation": initial} if initial else {})


def date_picker(action_id: str, initial: str | None = None) -> Block:
    """A date; `initial` as `2026-11-22`."""
    element: Block = {"type": "datepicker", "action_id": action_id}
    return element | ({"initial_date": initial} if initial else {})


def time_picker(action_id: str, initial: str | None = None) -> Block:
    """A time of day; `initial` as `09:00`."""
    element: Block = {"type": "timepicker", "action_id": action_id}
    return element | ({"initial_time": initial} if initial else {})


def several(action_id: str, placeholder: str, options: list[Block], initial: Sequence[str] = ()) -> Block:
    """A menu that takes several options; `initial` are the values chosen beforehand."""
    offered = options[: limits.OPTIONS]
    chosen = [option for option in offered if option["value"] in initial]
    element: Block = {
        "type": "multi_static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "options": offered,
    }
    return element | ({"initial_options": chosen} if chosen else {})


def suggesting(action_id: str, placeholder: str, initial: Block | None = None) -> Block:
    """A menu whose options the app is asked for as the reader types: for lists longer than a menu takes."""
    element: Block = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "min_query_length": 0,
    }
    return element | ({"initial_option": initial} if initial else {})


def suggesting_several(action_id: str, placeholder: str, initial: Sequence[Block] = ()) -> Block:
    """The same for several choices; `initial` are options chosen beforehand, at most a hundred."""
    element: Block = {
        "type": "multi_external_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "min_query_length": 0,
    }
    return element | ({"initial_options": list(initial)[: limits.OPTIONS]} if initial else {})


def checkboxes(action_id: str, options: list[Block], initial: Sequence[str] = ()) -> Block:
    offered = options[:CHECKBOXES]
    chosen = [option for option in offered if option["value"] in initial]
    element: Block = {"type": "checkboxes", "action_id": action_id, "options": offered}
    return element | ({"initial_options": chosen} if chosen else {})


def line_input(action_id: str, initial: str | None = None, *, most: int = 200) -> Block:
    """One line of text."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": False,
        "max_length": most,
    }
    return element | ({"initial_value": initial} if initial else {})


def search_field(block_id: str, action_id: str, label: str, placeholder: str, initial: str = "") -> Block:
    """A field of the home that searches when Enter is pressed."""
    element = line_input(action_id, initial or None, most=100)
    element |= {
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, limits.INPUT_LABEL),
        "element": element,
        "optional": True,
        "dispatch_action": True,
    }
