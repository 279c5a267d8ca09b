"""`aacabot demo`: a Slack, a marketplace and the hub on this machine, to try everything at once."""

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from aacabot.config import LogFormat
from aacabot.engine import DatabaseInUse
from aacabot.logs import configure_logs

if TYPE_CHECKING:
    from aacabot.sandbox.demo import DemoOptions


def demo_command(
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="The page's port; 4400 or a free one without it.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep what the last demo knew.")] = False,
    database: Annotated[
        str | None, typer.Option(help="A database of your own (postgresql://…); it is never emptied.")
    ] = None,
    stream: Annotated[bool, typer.Option(help="Send a new listing every 20 seconds.")] = True,
    seed: Annotated[int | None, typer.Option(help="Send the same listings as another demo did.")] = None,
) -> None:
    """Try it all here: a local Slack, a rehearsal marketplace, and the hub. Needs no account."""
    # Only this command needs the sandbox: the hub starts quicker and leaner without it.
    from aacabot.sandbox.demo import DemoOptions, PortTaken

    configure_logs(LogFormat.CONSOLE, logging.WARNING)
    options = DemoOptions(
        folder=Path(".demo"), database_url=database, keep=keep, port=port, seed=seed, streams=stream
    )
    try:
        asyncio.run(_run(options))
    except PortTaken as error:
        _fail(f"Port {error.port} is in use. Choose another with --port, or leave it out.")
    except DatabaseInUse as error:
        _fail(str(error))
    except ValidationError:
        _fail("--database: expected sqlite:///path/to/file.db or postgresql://user:password@host/name")
    except DBAPIError as error:
        _fail(f"--database: the database said: {str(error.orig).strip().splitlines()[0]}")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


async def _run(options: "DemoOptions") -> None:
    from aacabot.sandbox.demo import Rehearsal, welcome

    console = Console(highlight=False)
    stop = _when_asked_to_stop()
    rehearsal = Rehearsal(options)
    async with AsyncExitStack() as running:
        with console.status("Starting a Slack, a marketplace and the hub"):
            await running.enter_async_context(rehearsal.running())
            await rehearsal.first_card()
        console.print(welcome(rehearsal), soft_wrap=True)
        await stop.wait()
        console.print("Stopping.")


def _when_asked_to_stop() -> asyncio.Event:
    """Set by the first Ctrl-C or SIGTERM; a second one ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def first(name: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(name)

    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(name, first, name)
    return stop


def _fail(words: str) -> None:
    Console(stderr=True).print(words, markup=False, highlight=False)
    raise typer.Exit(1)
