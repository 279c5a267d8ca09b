"""`aacabot intel`: what only whoever runs the hub does with shared intelligence."""

import typer

from aacabot.cli_hub import command_line_user, with_hub
from aacabot.services.intel.matching import MATCHING_UNKEYED, MatchingKeyLocked
from aacabot.services.intel.recounting import recount as count_anew
from aacabot.services.intel.rekeying import add_matching_key

intel = typer.Typer(no_args_is_help=True, help="Shared intelligence: its matching key, and what was met.")


@intel.callback()
def about() -> None:
    """Shared intelligence."""


@intel.command("rotate-key")
def rotate_key() -> None:
    """Lay a new matching key over every stored hash; the hub may be running, what it writes waits."""
    by = command_line_user()
    try:
        done = with_hub(lambda hub: add_matching_key(hub, by))
    except MatchingKeyLocked as error:
        typer.echo(f"matching key {error}: {MATCHING_UNKEYED}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"matching key {done.number} is in use, laid over {done.hashes} hashes")


@intel.command("recount")
def recount() -> None:
    """Count what members met anew from their cases: after an upgrade, once; a running hub waits meanwhile."""
    try:
        cases = with_hub(count_anew)
    except MatchingKeyLocked as error:
        typer.echo(f"matching key {error}: {MATCHING_UNKEYED}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{cases} cases counted")
