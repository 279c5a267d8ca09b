"""`aacabot alliance`: who belongs to the alliance, from a file and back to one."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from sqlalchemy.exc import DBAPIError

from aacabot.cli_hub import command_line_user
from aacabot.config import SettingsError, load_settings
from aacabot.domain.alliance_file import AllianceFile, AllianceFileRefused, read_alliance_file, to_yaml
from aacabot.services import alliance
from aacabot.store.database import Database

app = typer.Typer(help="Who belongs to the alliance: apply a file, or write one.", no_args_is_help=True)
T = TypeVar("T")


@app.command()
def apply(
    file: Annotated[Path, typer.Argument(help="The alliance file (YAML).", dir_okay=False)],
    prune: Annotated[bool, typer.Option("--prune", help="Withdraw what the file does not mention.")] = False,
) -> None:
    """Create or update what FILE mentions, and print each change."""
    read = read_alliance_file(_text(file), str(file))

    async def work(database: Database) -> list[str]:
        return await alliance.apply(database, lambda: datetime.now(UTC), read, prune, command_line_user())

    try:
        changes = _with_database(work)
    except AllianceFileRefused as refused:
        _stop(refused.lines)
    for line in changes or ["no changes"]:
        typer.echo(line)


@app.command()
def export() -> None:
    """Print the alliance as a file that `apply` takes: applying it changes nothing."""

    async def work(database: Database) -> AllianceFile:
        await alliance.note_export(database, lambda: datetime.now(UTC), command_line_user())
        return await alliance.export(database)

    typer.echo(to_yaml(_with_database(work)), nl=False)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        _stop([f"{file}: cannot be read: {error.strerror}"])
    except UnicodeDecodeError as error:
        line = file.read_bytes().count(b"\n", 0, error.start) + 1
        _stop([f"{file}:{line}: file: expected UTF-8 text"])


def _with_database(work: Callable[[Database], Awaitable[T]]) -> T:
    try:
        url = load_settings().database_url
    except SettingsError as error:
        _stop(error.lines)

    async def run() -> T:
        database = Database(url)
        try:
            return await work(database)
        finally:
            await database.dispose()

    try:
        return asyncio.run(run())
    except DBAPIError as error:
        # The driver's words, without the statement: its parameters are the alliance's data.
        words = str(error.orig).strip().splitlines()[0]
        _stop(
            [f"The database said: {words}", "If it is new or older than this version, run: aacabot migrate"]
        )


def _stop(lines: list[str]) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
