"""`aacabot intel export` and `import`: intel as files, on behalf of a person and with their roles."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from aacabot.cli_hub import with_hub
from aacabot.domain.errors import FeatureNotOpen, NeedsRole, UnknownPerson
from aacabot.domain.intel.imports import MOST_BYTES, UnreadableImport
from aacabot.domain.intel.items import Origin
from aacabot.domain.people import Person
from aacabot.services.hub import Hub
from aacabot.services.intel.imports import Imported, ImportUnderWay, import_file
from aacabot.services.intel.stix_export import export_stix
from aacabot.services.intel.tool_items import member_of_key
from aacabot.services.people import identify

MemberKey = Annotated[str, typer.Option("--member", help="The member's key.")]
Who = Annotated[str, typer.Option("--person", help="Whose roles it is done with, such as T0ACME/U0ANN.")]
R = TypeVar("R")


def export_command(
    member: MemberKey,
    person: Who,
    out: Annotated[Path, typer.Option(help="The file to write (STIX 2.1, JSON). Only you can read it.")],
) -> None:
    """Write all the person may read for the member, without TLP:RED. It is noted, and counts as read."""

    async def work(hub: Hub) -> int:
        someone, member_id = await _meant(hub, person, member)
        export = await export_stix(hub, someone, member_id)
        out.touch(mode=0o600)
        out.chmod(0o600)
        with out.open("wb") as file:
            async for chunk in export.chunks:
                file.write(chunk)
        return export.items

    print(f"{out}: {_run(work)} items")


def import_command(
    file: Annotated[Path, typer.Argument(help="A STIX 2.1 bundle (.json), or a list (.csv).")],
    member: MemberKey,
    person: Who,
) -> None:
    """Take in a file for the member, and print what became of each line. The same file twice is one."""

    async def work(hub: Hub) -> Imported:
        someone, member_id = await _meant(hub, person, member)
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        form = "csv" if file.suffix.lower() == ".csv" else "stix"
        return await import_file(hub, someone, member_id, content, form, Origin.FILE)

    made = _run(work)
    for line in made.lines:
        said = [str(line.line), line.outcome.value, line.about, line.problem or "", line.rule or ""]
        print("\t".join(said).rstrip())
    counts = ", ".join(f"{outcome} {n}" for outcome, n in made.counts.items())
    print(f"{file}: {counts or 'nothing in it'}{'; it came before' if made.again else ''}")


async def _meant(hub: Hub, person: str, member: str) -> tuple[Person, str]:
    team_id, _, user_id = person.partition("/")
    someone = (await identify(hub, team_id, user_id)).person
    return someone, await member_of_key(hub, someone, member)


def _run(work: Callable[[Hub], Awaitable[R]]) -> R:
    try:
        return with_hub(work)
    except UnknownPerson:
        _stop("nobody is known by this; write the workspace and the person, such as T0ACME/U0ANN")
    except NeedsRole:
        _stop("the person has no role for this member that allows it, or there is no such member")
    except FeatureNotOpen:
        _stop("sharing is not open to this member yet")
    except ImportUnderWay:
        _stop("this file is being taken in right now; try again in a few minutes")
    except UnreadableImport as error:
        _stop(f"the file cannot be read: {error.problem.removeprefix('file_').replace('_', ' ')}")
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}")


def _stop(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)
