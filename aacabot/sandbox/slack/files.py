"""Files on their way into a workspace: an upload URL, the bytes, then the completion that shares them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

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

    def given(
        self, team: str, user: str, name: str, content: bytes, length: int | None = None
    ) -> SandboxFile:
        """A file a person put into a form: whole at once. `length` is what Slack says its size is."""
        file = self.expect(team, user, name, len(content) if length is None else length)
        file.content, file.is_complete = content, True
        return file

    def get(self, file_id: object) -> SandboxFile | None:
        return self._by_id.get(file_id) if isinstance(file_id, str) else None


def file_json(file: SandboxFile, base_url: str) -> dict[str, Any]:
    """A file object; `url_private` is served by the sandbox itself, to who may read the file."""
    url = f"{base_url}/files/{file.id}/{quote(file.name)}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "size": file.length,
        "user": file.user,
        "filetype": file.name.rpartition(".")[2],
        "mode": "hosted",
        "is_external": False,
        "url_private": url,
        "url_private_download": url,
        "permalink": url,
    }
