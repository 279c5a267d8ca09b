"""`aacabot rotate-keys` and `aacabot signing-key`: what stored secrets and exports are kept safe with."""

import typer

from aacabot.cli_hub import with_hub
from aacabot.services.installations import UNKEYED
from aacabot.services.intel.matching import MATCHING_UNKEYED
from aacabot.services.secret_keys import encrypt_with_first_key
from aacabot.services.signing_keys import SigningKeyLocked, signing_key

signing_keys = typer.Typer(no_args_is_help=True, help="The key that exports are signed with.")


def rotate_keys_command() -> None:
    """Encrypt every stored Slack token with the first key of AACABOT_SECRET_KEY; the hub may be running."""
    result = with_hub(encrypt_with_first_key)
    typer.echo(f"installations encrypted with the first key: {result.done}")
    typer.echo(f"signing keys encrypted with the first key: {result.signing_keys}")
    typer.echo(f"matching keys encrypted with the first key: {result.matching_keys}")
    for place in result.unopened:
        typer.echo(f"{place}: {UNKEYED}", err=True)
    for key in result.unopened_signing_keys:
        typer.echo(f"signing key {key}: no key in AACABOT_SECRET_KEY opens it", err=True)
    for number in result.unopened_matching_keys:
        typer.echo(f"matching key {number}: {MATCHING_UNKEYED}", err=True)
    if result.unopened or result.unopened_signing_keys or result.unopened_matching_keys:
        raise typer.Exit(1)
    typer.echo("the other keys are no longer needed for tokens")
    if result.open_codes:
        typer.echo(
            f"invite codes that wait: {result.open_codes}; those made before the first key was first can be "
            "used only as long as the key they were made with stays"
        )


@signing_keys.callback()
def about() -> None:
    """The key that exports are signed with."""


@signing_keys.command("show")
def show_signing_key() -> None:
    """Print the public key, for `--key` of a verifier, and its fingerprint, to compare by telephone."""
    try:
        pair = with_hub(signing_key)
    except SigningKeyLocked as error:
        typer.echo(f"signing key {error}: no key in AACABOT_SECRET_KEY opens it", err=True)
        raise typer.Exit(1) from None
    typer.echo(pair.public_key)
    typer.echo(f"fingerprint: {pair.fingerprint}", err=True)
