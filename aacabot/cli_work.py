"""`aacabot work`: what was given up, and trying it again."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from aacabot.cli_hub import command_line_user, with_hub
from aacabot.domain.audit import Deed
from aacabot.domain.viewers import EVERYONE
from aacabot.services import failures, feedback, rebuttals
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub
from aacabot.store.takedowns import failed_takedowns

work = typer.Typer(no_args_is_help=True, help="Dead letters: list them, and try one again.")


@work.command("list")
def list_work() -> None:
    """List takedowns and work that will not be tried again by themselves."""
    rows = with_hub(_dead)
    if not rows:
        print("no dead letters")
        return
    table = Table("id", "what", "since", "why")
    for row in rows:
        table.add_row(*row)
    Console(width=200).print(table)


@work.command("retry")
def retry_work(
    ident: Annotated[str, typer.Argument(help="An id from `work list`; or `decisions`, `rebuttals`.")],
) -> None:
    """Try a dead letter again."""

    async def retry(hub: Hub) -> bool:
        tried = await _retry(hub, ident)
        if tried:
            async with hub.unit(EVERYONE) as unit:
                note_deed(unit, Deed.WORK_RETRIED, "work", by=command_line_user(), subject_id=ident)
        return tried

    if not with_hub(retry):
        typer.echo(f"{ident}: no dead letter has this id; see: aacabot work list", err=True)
        raise typer.Exit(1)
    print(f"{ident}: tried again")


async def _retry(hub: Hub, ident: str) -> bool:
    if ident == "decisions":
        return bool(await feedback.turn_on(hub))
    if ident == "rebuttals":
        return bool(await rebuttals.turn_on(hub))
    return await failures.retry(hub, ident) or await hub.engine.retry(ident) is not None


async def _dead(hub: Hub) -> list[tuple[str, str, str, str]]:
    async with hub.database.read(EVERYONE) as session:
        takedowns = await failed_takedowns(session)
    letters = await hub.engine.dead_letters()
    return [
        *(
            (
                row.id,
                "takedown",
                row.owed_at.isoformat(" ", "seconds"),
                f"{row.reason or 'PENDING_TOO_LONG'} {row.text or ''}".strip(),
            )
            for row in takedowns
        ),
        *((letter.id, letter.name, _moment(letter.at_ms), letter.error[:200]) for letter in letters),
    ]


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(" ", "seconds")
