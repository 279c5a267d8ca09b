"""What every command needs: the settings, in words where they are wrong, and the hub's parts for one task."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from typing import TypeVar

import typer

from aacabot.app import make_hub
from aacabot.config import Settings, SettingsError, load_settings
from aacabot.services.hub import Hub

R = TypeVar("R")


def settings_or_exit() -> Settings:
    """The settings, or one line per wrong variable on standard error and exit code 2."""
    try:
        return load_settings()
    except SettingsError as error:
        for line in error.lines:
            typer.echo(line, err=True)
        raise typer.Exit(2) from None


def with_hub(work: Callable[[Hub], Awaitable[R]]) -> R:
    """Run one piece of work on the hub's parts, without serving."""
    settings = settings_or_exit()

    async def run() -> R:
        hub = make_hub(settings)
        try:
            return await work(hub)
        finally:
            await hub.engine.stop()
            await hub.database.dispose()

    return asyncio.run(run())


def command_line_user() -> str:
    """Who types, as the audit trail names them: `cli:` and the system's user."""
    return f"cli:{getpass.getuser()}"
