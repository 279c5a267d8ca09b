"""Fetching a piece of evidence by an address the hub gave out in Slack a moment ago."""

from urllib.parse import quote

from aiohttp import web

from aacabot.services import evidence
from aacabot.services.hub import Hub

_EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class EvidenceRoutes:
    """`GET /evidence/{id}/{until}/{signature}`: the file as it was handed in, to be saved, never shown."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/evidence/{id}/{until:\\d{1,12}}/{signature}", self.fetch)]

    async def fetch(self, request: web.Request) -> web.Response:
        asked = request.match_info
        found = await evidence.fetch(self._hub, asked["id"], int(asked["until"]), asked["signature"])
        if found is None:
            raise web.HTTPNotFound
        content, kind = found
        name = f"evidence-{asked['id']}.{_EXTENSIONS.get(kind, 'txt')}"
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        headers = {**_HEADERS, "Content-Type": kind, "Content-Disposition": disposition}
        return web.Response(body=content, headers=headers)
