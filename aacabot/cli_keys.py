"""`aacabot rotate-keys`: the key that stored tokens are encrypted with."""

import typer

from aacabot.cli_hub import with_hub
from aacabot.services.installations import UNKEYED
from aacabot.services.secret_keys import encrypt_with_first_key


def rotate_keys_command() -> None:
    """Encrypt every stored Slack token with the first key of AACABOT_SECRET_KEY; the hub may be running."""
    result = with_hub(encrypt_with_first_key)
    typer.echo(f"installations encrypted with the first key: {result.done}")
    for place in result.unopened:
        typer.echo(f"{place}: {UNKEYED}", err=True)
    if result.unopened:
        raise typer.Exit(1)
    typer.echo("the other keys are no longer needed for tokens")
    if result.open_codes:
        typer.echo(
            f"invite codes that wait: {result.open_codes}; those made before the first key was first can be "
            "used only as long as the key they were made with stays"
        )
