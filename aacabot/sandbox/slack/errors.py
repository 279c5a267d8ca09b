"""How the sandbox says no: to the app (SlackError) and to the person in front of it (SandboxRefusal)."""

from typing import Any


class SlackError(Exception):
    """An answer `{"ok": false, "error": code}` of the Web API, with whatever else Slack adds to it."""

    def __init__(self, code: str, *, status: int = 200, headers: dict[str, str] | None = None, **extra: Any):
        super().__init__(code)
        self.code = code
        self.status = status
        self.headers = headers or {}
        self.extra = extra

    def answer(self) -> dict[str, Any]:
        return {"ok": False, "error": self.code, **self.extra}


class SandboxRefusal(Exception):
    """A person cannot do this in a real Slack client: no such button, a required field left empty, ..."""


class DialogShown(Exception):
    """The element asks for confirmation first; `dialog` is its confirm object. Nothing was sent."""

    def __init__(self, dialog: dict[str, Any]):
        super().__init__("The element shows a confirmation dialog.")
        self.dialog = dialog
