"""Files on their way into a workspace: an upload URL, the bytes, then the completion that shares them."""

from dataclasses import dataclass
from typing import Any

from aacabot.sandbox.slack.ids import new_id


@dataclass
class SandboxFile:
    """A file; `content` is None until it was uploaded, `is_complete` once it was shared or kept."""

    id: str
    team: str
    user: str
    name: str
    length: int
    title: str = ""
    content: bytes | None = None
    is_complete: bool = False


class Files:
    """Every file of this Slack by its id."""

    def __init__(self) -> None:
        self._by_id: dict[str, SandboxFile] = {}

    def expect(self, team: str, user: str, name: str, length: int) -> SandboxFile:
        file = SandboxFile(new_id("F"), team, user, name, length, title=name)
        self._by_id[file.id] = file
        return file

    def get(self, file_id: object) -> SandboxFile | None:
        return self._by_id.get(file_id) if isinstance(file_id, str) else None


def file_json(file: SandboxFile, base_url: str) -> dict[str, Any]:
    """A file object; `url_private` is served by the sandbox itself."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "size": file.length,
        "user": file.user,
        "filetype": file.name.rpartition(".")[2],
        "url_private": f"{base_url}/files/{file.id}/{file.name}",
        "permalink": f"{base_url}/files/{file.id}/{file.name}",
    }
