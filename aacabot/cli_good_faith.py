"""`aacabot good-faith`: a member's signed record, and the verifier, which needs no hub and no network."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from aacabot.cli_hub import command_line_user, with_hub
from aacabot.domain.good_faith.record_file import discrepancies
from aacabot.domain.signatures import SignatureBroken, open_signed
from aacabot.services.good_faith.export import NoSuchMember, export_by_key
from aacabot.services.signing_keys import SigningKeyLocked

good_faith = typer.Typer(no_args_is_help=True, help="A member's good-faith record: export it, verify it.")


@good_faith.callback()
def about() -> None:
    """Good-faith records."""


@good_faith.command()
def export(
    member: Annotated[str, typer.Option(help="The member's key in the alliance file.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
) -> None:
    """Write a member's record with its cases, signed."""
    try:
        signed = with_hub(lambda hub: export_by_key(hub, member, command_line_user()))
        out.write_bytes(signed)
    except NoSuchMember as error:
        _fail(f"{error}: no member has this key; see: aacabot member list")
    except SigningKeyLocked as error:
        _fail(f"signing key {error}: no key in AACABOT_SECRET_KEY opens it")
    except OSError as error:
        _fail(f"{out}: cannot be written: {error.strerror}")
    typer.echo(f"{out}: {len(signed):,} bytes", err=True)


@good_faith.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A record that was exported.")],
    key: Annotated[
        Path | None, typer.Option(help="A file with the public key it must be signed with.")
    ] = None,
) -> None:
    """Say whether a record is as it was signed, and whether its counts are those of its cases."""
    try:
        public_key = key.read_text("ascii").split()[0] if key else None
        document, fingerprint = open_signed(file.read_bytes(), public_key)
        wrong = discrepancies(document)
    except (OSError, UnicodeDecodeError, IndexError) as error:
        _fail(f"cannot be read: {error}")
    except (SignatureBroken, ValueError) as error:
        _fail(f"{file}: NOT valid: {error}")
    if wrong:
        _fail("\n".join(f"{file}: NOT valid: {problem}" for problem in wrong))
    typer.echo(f"{file}: valid: {document['member']['name']}, made {document['made_at']}")
    typer.echo(f"signed with the key: {fingerprint}")
    if key is None:
        typer.echo("compare it with what the alliance says: aacabot signing-key show", err=True)


def _fail(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)
