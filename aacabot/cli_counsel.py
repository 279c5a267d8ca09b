"""`aacabot counsel`: the record for counsel, written, fetched, verified; and the live chains checked."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from aacabot.cli_hub import command_line_user, with_hub
from aacabot.domain import counsel_verifier
from aacabot.domain.counsel import Scope
from aacabot.domain.errors import FieldProblem
from aacabot.services.counsel import case_scope, check_chains, member_scope, write_record
from aacabot.services.counsel.asking import NoSuchRecord
from aacabot.services.counsel.check import Checked
from aacabot.services.counsel.export import Exported, NoSuchExport, fetch
from aacabot.services.hub import Hub
from aacabot.services.signing_keys import SigningKeyLocked

counsel = typer.Typer(no_args_is_help=True, help="The record for counsel: export it, verify it, check it.")


@counsel.callback()
def about() -> None:
    """The record for counsel."""


@counsel.command()
def export(
    out: Annotated[Path, typer.Option(help="The zip file to write.")],
    case: Annotated[str | None, typer.Option(help="A case's number.")] = None,
    member: Annotated[str | None, typer.Option(help="A member's key: its cases in a period.")] = None,
    brand: Annotated[str | None, typer.Option(help="A brand's key: only its cases.")] = None,
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="In UTC.")] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="In UTC; this day is included.")
    ] = None,
) -> None:
    """Write the record of a case, or of a member's cases with an event in a period, signed."""
    if (case is None) == (member is None):
        _fail("name a case with --case, or a member with --member, --from and --to")
    by = command_line_user()

    async def work(hub: Hub) -> Exported:
        scope: Scope
        if case is not None:
            scope = await case_scope(hub, by, case)
        else:
            scope = await member_scope(hub, by, member or "", brand, _day(first), _day(last))
        return await write_record(hub, by, scope, out)

    try:
        made = with_hub(work)
    except FieldProblem:
        _fail("give the period as --from and --to, the first day first")
    except SigningKeyLocked as error:
        _fail(f"signing key {error}: no key in AACABOT_SECRET_KEY opens it")
    except NoSuchRecord as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{out}: cannot be written: {error.strerror or error}")
    print(f"{out}: {made.cases} cases, {made.size} bytes, sha256 {made.sha256}")
    print(f"signed with the key {made.fingerprint}")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _fail(words: str) -> None:
    typer.echo(words, err=True)
    raise typer.Exit(1)


@counsel.command("fetch")
def fetch_export(
    export_id: Annotated[str, typer.Argument(help="The id that the message in Slack names.")],
    out: Annotated[Path, typer.Option(help="The zip file to write.")],
) -> None:
    """Copy an export that was too large for a message into a file."""
    try:
        with_hub(lambda hub: fetch(hub, command_line_user(), export_id, out))
    except NoSuchExport:
        _fail(f"{export_id}: no export that was kept has this id")
    except OSError as error:
        _fail(f"{out}: cannot be written: {error.strerror or error}")
    print(f"{out}: written")


@counsel.command()
def verify(
    file: Annotated[Path, typer.Argument(help="An export.")],
    fingerprint: Annotated[
        str | None, typer.Option(help="Of the alliance's key, as `aacabot signing-key show` prints it.")
    ] = None,
) -> None:
    """Check an export without database or network: exit code 0 where all is as it was exported, else 1."""
    verdict = counsel_verifier.verify(str(file), fingerprint)
    for line in counsel_verifier.lines_of(verdict):
        print(line)
    if not verdict.is_sound:
        raise typer.Exit(1)


@counsel.command()
def check() -> None:
    """Check the chain of every case of the live database, and every daily root."""

    async def work(hub: Hub) -> tuple[Checked, int]:
        checked, problems = Checked(), 0
        async for problem in check_chains(hub, checked):
            print(f"{problem.subject}: ALTERED: {problem.what}")
            problems += 1
        return checked, problems

    checked, problems = with_hub(work)
    print(f"{checked.cases} cases, {checked.events} events, {checked.roots} daily roots: {problems} altered")
    if problems:
        raise typer.Exit(1)
