"""Where the bytes of files go in and come out."""

from aiohttp import web

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
        return web.Response(body=file.content, content_type=_media_type(file.name))


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
