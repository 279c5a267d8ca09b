"""Which ids the hub listens to: a Bolt app that writes them down in place of serving them."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncApp

Listener = Callable[..., Any]


class ListenerBook(AsyncApp):
    """Hand it to whatever registers listeners, and read what they listen to.

    It is never started, so Bolt's own setting up, which wants credentials, is left out.
    """

    def __init__(self) -> None:
        self.commands: set[str] = set()
        self.shortcuts: set[str] = set()
        self.actions: set[str] = set()
        self.submissions: set[str] = set()
        self.events: set[str] = set()

    def command(self, command: Any, matchers: Any = None, middleware: Any = None) -> Listener:
        return _noted(self.commands, command)

    def shortcut(self, constraints: Any, matchers: Any = None, middleware: Any = None) -> Listener:
        return _noted(self.shortcuts, constraints)

    def global_shortcut(self, callback_id: Any, matchers: Any = None, middleware: Any = None) -> Listener:
        return _noted(self.shortcuts, callback_id)

    def message_shortcut(self, callback_id: Any, matchers: Any = None, middleware: Any = None) -> Listener:
        return _noted(self.shortcuts, callback_id)

    def action(self, constraints: Any, matchers: Any = None, middleware: Any = None) -> Listener:
        return _noted(self.actions, constraints)

    def options(self, constraints: Any, matchers: Any = None, middleware: Any = None) -> Listener:
        return _noted(self.actions, constraints)

    def view(self, constraints: Any, matchers: Any = None, middleware: Any = None) -> Listener:
        return _noted(self.submissions, constraints)

    def view_submission(self, constraints: Any, matchers: Any = None, middleware: Any = None) -> Listener:
        return _noted(self.submissions, constraints)

    def event(self, event: Any, matchers: Any = None, middleware: Any = None) -> Listener:
        return _noted(self.events, event)


def _noted(book: set[str], constraint: Any) -> Listener:
    """Note an id. Raises TypeError for a pattern: only a plain id can be compared with the manifest."""
    if isinstance(constraint, dict):
        constraint = constraint.get("callback_id") or constraint.get("action_id") or constraint.get("type")
    if not isinstance(constraint, str):
        raise TypeError(f"a listener's id must be a plain string to be compared: {constraint!r}")
    book.add(str(constraint))
    return lambda function: function
