"""Files a person puts into a form's file input."""

from collections.abc import Mapping
from typing import Any

from aacabot.sandbox.slack.elements import interactive
from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.files import SandboxFile, file_json
from aacabot.sandbox.slack.state import SlackState
from aacabot.sandbox.slack.views import SandboxView

MOST_FILES = 10
"""Where the element says no less (docs.slack.dev/reference/block-kit/block-elements/file-input-element)."""

Values = Mapping[str, Mapping[str, Any]]


def given_files(slack: SlackState, view: SandboxView, values: Values) -> dict[str, dict[str, Any]]:
    """The values with file objects in place of files' ids, as Slack sends them.

    Raises SandboxRefusal for what the client would not take: too many, another kind, not their file.
    """
    inputs = {
        (one.block_id, one.action_id): one.element
        for one in interactive(view.blocks)
        if one.element["type"] == "file_input"
    }
    return {
        block_id: {
            action_id: _files(slack, view, inputs[block_id, action_id], value)
            if (block_id, action_id) in inputs
            else value
            for action_id, value in fields.items()
        }
        for block_id, fields in values.items()
    }


def _files(slack: SlackState, view: SandboxView, element: dict[str, Any], value: Any) -> list[Any]:
    ids = [value] if isinstance(value, str) else list(value or [])
    most = int(element.get("max_files") or MOST_FILES)
    if len(ids) > most:
        raise SandboxRefusal(f"{element.get('action_id')} takes at most {most} files.")
    return [file_json(_chosen(slack, view, element, one), slack.base_url) for one in ids]


def _chosen(slack: SlackState, view: SandboxView, element: dict[str, Any], file_id: Any) -> SandboxFile:
    file = slack.files.get(file_id)
    if file is None or file.user != view.user or not file.is_complete:
        raise SandboxRefusal(f"{view.user} has no file {file_id}: upload it first.")
    kinds = [str(kind).lower() for kind in element.get("filetypes") or []]
    if kinds and file.name.rpartition(".")[2].lower() not in kinds:
        raise SandboxRefusal(f"{file.name} is not one of {', '.join(kinds)}.")
    return file
