"""Processes of the hub that need not import it first: forked from one that has, and otherwise like any other.

Importing the hub takes longer than most of what a journey does with it. What is forked has a process id,
a session, an environment and a folder of its own, ends with an exit code, and dies by kill -9.
"""

import asyncio
import multiprocessing
import os
from collections.abc import Callable, Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from aacabot.cli import app

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__, "tests.journeys.crashing_hub"])


def aacabot(*arguments: str) -> None:
    """What `aacabot` with these arguments does, to its end."""
    app(list(arguments), prog_name="aacabot")


class ReadyProcess:
    """A forked process, with what the journeys use of `asyncio.subprocess.Process`."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    async def wait(self) -> int:
        """Its exit code, once it has ended; that of a killed one is the signal's number, negative."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()


async def start_ready(
    work: Callable[..., None], *arguments: str, folder: Path, environment: Mapping[str, str], printed: Path
) -> ReadyProcess:
    """A new process that does this work in a folder and environment, and appends what it prints to a file."""
    given = (str(folder), dict(environment), str(printed), work, arguments)
    process = _FORKS.Process(target=_begin, args=given, daemon=True)
    # The first one waits for all the imports.
    await asyncio.to_thread(process.start)
    return ReadyProcess(process)


def _begin(
    folder: str,
    environment: dict[str, str],
    printed: str,
    work: Callable[..., None],
    arguments: tuple[Any, ...],
) -> None:
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    out = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(out, stream)
    os.close(out)
    work(*arguments)
