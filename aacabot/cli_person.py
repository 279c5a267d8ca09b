"""`aacabot person`: one person's data found, read out and erased."""

import json
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from aacabot.cli_hub import command_line_user, with_hub
from aacabot.domain.errors import LastAdmin
from aacabot.services import privacy
from aacabot.services.hub import Hub

person = typer.Typer(no_args_is_help=True, help="One person's data: find it, export it, erase it.")
Key = Annotated[str, typer.Argument(help="An id from `person find`, or an identity such as T0ACME/U0ANN.")]
R = TypeVar("R")


@person.command()
def find(words: Annotated[str, typer.Argument(help="A part of a name, an id, or T0ACME/U0ANN.")]) -> None:
    """List the people meant, with the ids the other commands take."""
    found = with_hub(lambda hub: privacy.find(hub, words))
    if not found:
        _stop(f"{words}: nobody is known by this")
    table = Table("id", "name", "organisation", "Slack", "state")
    for one in found:
        table.add_row(one.id, one.name, one.organisation, ", ".join(one.identities), one.state)
    Console(width=200).print(table)


@person.command()
def export(
    key: Key, output: Annotated[Path, typer.Option("--output", help="The file to write (JSON).")]
) -> None:
    """Write down everything kept about a person (GDPR Art. 15 and 20). Only you can read the file."""
    data = _run(lambda hub: privacy.export(hub, command_line_user(), key), key)
    text = json.dumps(data, ensure_ascii=False, indent=2, default=_as_text)
    try:
        output.touch(mode=0o600)
        output.chmod(0o600)
        output.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        _stop(f"{output}: cannot be written: {error.strerror}")
    print(f"written to {output}")


@person.command()
def erase(
    key: Key,
    yes: Annotated[bool, typer.Option("--yes", help="Do it: it cannot be undone.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Even the last admin of an organisation.")] = False,
) -> None:
    """Put a pseudonym in a person's place (GDPR Art. 17). Their decisions stay, under the pseudonym."""
    if not yes:
        _stop(
            f"{key}: would be erased. Their decisions stay under a pseudonym; name, Slack identities, roles "
            "and absences go, and open cases are handed on. It cannot be undone. To do it, add --yes"
        )
    try:
        erased = _run(lambda hub: privacy.erase(hub, command_line_user(), key, force=force), key)
    except privacy.AlreadyErased as error:
        _stop(f"{key}: was erased before, as {error}")
    except LastAdmin as error:
        _stop(f"{key}: nobody else is an admin of {error.organisation}; make one first, or add --force")
    print(f"erased: from now on {erased.pseudonym}; shown anew in {erased.channels} channels")
    for member in erased.contact_of:
        print(f"member {member} names them as its contact: change it in the alliance file")


def _run(work: Callable[[Hub], Awaitable[R]], key: str) -> R:
    try:
        return with_hub(work)
    except privacy.NoSuchPerson:
        _stop(f"{key}: nobody is known by this; see: aacabot person find")


def _as_text(value: Any) -> str:
    """Moments and days in ISO 8601."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in an export")


def _stop(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)
