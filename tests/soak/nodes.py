"""Several hub processes on one database behind a small round-robin, as behind a load balancer."""

import asyncio
import os
import signal
import sys
from itertools import count
from pathlib import Path

import aiohttp
from aiohttp import web

from tests.journeys.crashes import CrashingHub
from tests.journeys.running_hub import free_port


class Nodes(CrashingHub):
    """Three nodes by name; the sandbox's Slack and marketplace reach them through the round-robin."""

    def __init__(self, database_url: str, folder: Path, names: list[str], **environment: str) -> None:
        super().__init__(database_url, folder, **environment)
        self._ports = {name: free_port() for name in names}
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._turn = count()
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    async def start_hub(self) -> None:
        await self._start_round_robin()
        await asyncio.gather(*(self._start_node(name) for name in self._ports))

    async def _start_node(self, name: str) -> None:
        port = str(self._ports[name])
        with (self.folder / "hub.log").open("ab") as out:
            self._processes[name] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "aacabot", "serve",
                env={**self.environment, "AACABOT_NODE": name, "AACABOT_PORT": port},
                cwd=self.folder, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        await self.until(lambda: self._node_is_ready(port), 240)

    async def _node_is_ready(self, port: str) -> bool:
        assert self._session is not None
        try:
            async with self._session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def _start_round_robin(self) -> None:
        self._session = aiohttp.ClientSession()
        app = web.Application(client_max_size=16 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._forward)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def _forward(self, request: web.Request) -> web.Response:
        """Pass a request to the next node; one that refuses the connection is passed over."""
        assert self._session is not None
        body, ports = await request.read(), list(self._ports.values())
        for _ in ports:
            port = ports[next(self._turn) % len(ports)]
            url = f"http://127.0.0.1:{port}{request.path_qs}"
            try:
                async with self._session.request(
                    request.method, url, data=body, headers=request.headers, allow_redirects=False
                ) as answer:
                    kept = {"Content-Type": answer.headers.get("Content-Type", "text/plain")}
                    return web.Response(status=answer.status, body=await answer.read(), headers=kept)
            except aiohttp.ClientConnectorError:
                continue
            except aiohttp.ClientError:
                return web.Response(status=502)
        return web.Response(status=503)

    async def kill_node(self, name: str) -> None:
        """kill -9, and never started again."""
        self.signal_node(name, signal.SIGKILL)
        await self._processes[name].wait()

    def signal_node(self, name: str, number: signal.Signals) -> None:
        os.killpg(self._processes[name].pid, number)

    async def stop(self) -> None:
        for name, process in self._processes.items():
            if process.returncode is None:
                self.signal_node(name, signal.SIGCONT)
                await self.kill_node(name)
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()
        await super().stop()
