"""Where the bytes of files go in and come out."""

from aiohttp import web

from aacabot.sandbox.slack.files import SandboxFile
from aacabot.sandbox.slack.state import SlackState


class FileRoutes:
    """`POST /upload/v1/{id}` takes raw bytes or a form; `GET /files/{id}/{name}` gives them back."""

    def __init__(self, slack: SlackState) -> None:
        self._slack = slack

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/upload/v1/{id}", self.upload)
        app.router.add_get("/files/{id}/{name}", self.download)

    async def upload(self, request: web.Request) -> web.Response:
        file = self._slack.files.get(request.match_info["id"])
        if file is None or file.is_complete:
            return web.Response(status=404, text="file_not_found")
        content = await _content(request)
        if len(content) != file.length:
            return web.Response(status=400, text=f"expected {file.length} bytes, got {len(content)}")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.Response:
        file = self._slack.files.get(request.match_info["id"])
        if file is None or file.content is None:
            return web.Response(status=404, text="file_not_found")
        if not self._may_read(request, file):
            # Not an error: Slack sends whoever may not read a file to sign in.
            return web.Response(status=302, headers={"Location": f"{self._slack.base_url}/"})
        return web.Response(body=file.content, content_type=_media_type(file.name))

    def _may_read(self, request: web.Request, file: SandboxFile) -> bool:
        """A bearer token of the file's workspace with files:read, in the header alone
        (docs.slack.dev/reference/objects/file-object, "Authentication").
        """
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        installation = self._slack.workspaces.by_token(token) if kind == "Bearer" else None
        if installation is None or installation.revoked:
            return False
        is_theirs = installation.is_org or installation.team == file.team
        return is_theirs and "files:read" in installation.scopes


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""


def _media_type(name: str) -> str:
    known = {"png": "image/png", "jpg": "image/jpeg", "csv": "text/csv", "pdf": "application/pdf"}
    return known.get(name.rpartition(".")[2].lower(), "application/octet-stream")
