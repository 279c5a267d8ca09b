"""A marketplace that answers at once and remembers only when each notice came."""

import asyncio
import time

from aiohttp import web


class InstantMarket:
    """Speaks just enough of contract 5.4; `answers_after` makes it slow."""

    def __init__(self) -> None:
        self.notices: list[float] = []
        self.gone: set[str] = set()
        self.answers_after = 0.0
        self.base_url = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.add_routes(
            [
                web.post("/takedowns", self._take_down),
                web.get("/listings/{listing_id}", self._listing),
                web.post("/decisions", self._decisions),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take_down(self, request: web.Request) -> web.Response:
        self.notices.append(time.perf_counter())
        notice = await request.json()
        if self.answers_after:
            await asyncio.sleep(self.answers_after)
        self.gone.add(notice["listing_id"])
        return web.json_response({"receipt": f"R-{len(self.notices)}", "status": "removed"}, status=201)

    async def _listing(self, request: web.Request) -> web.Response:
        gone = request.match_info["listing_id"] in self.gone
        return web.json_response({"status": "removed" if gone else "live"})

    async def _decisions(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True}, status=202)
