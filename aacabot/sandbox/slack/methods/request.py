"""One Web API call on its way through a method: who asks, with which arguments."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.state import SlackState
from aacabot.sandbox.slack.workspaces import Installation, Workspace


@dataclass(frozen=True)
class ApiRequest:
    """A call whose token and scopes were accepted."""

    slack: SlackState
    workspace: Workspace
    installation: Installation
    method: str
    args: dict[str, Any]

    def required(self, name: str) -> str:
        """A string argument that must be there. Raises SlackError invalid_arguments naming it."""
        value = self.args.get(name)
        if value is None or value == "":
            raise invalid_arguments(f"[ERROR] missing required field: {name}")
        return str(value)

    def flag(self, name: str) -> bool:
        return self.args.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.args.get(name) or default)
        except (TypeError, ValueError) as error:
            raise invalid_arguments(f"[ERROR] must be an integer [json-pointer:/{name}]") from error

    def structure(self, name: str, error: str) -> Any:
        """A JSON argument, or a string of JSON. Raises SlackError `error` if it does not parse."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError as cause:
            raise SlackError(error) from cause


Method = Callable[[ApiRequest], dict[str, Any]]


def invalid_arguments(*messages: str) -> SlackError:
    return SlackError("invalid_arguments", response_metadata={"messages": list(messages)})
