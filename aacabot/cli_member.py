"""`aacabot member`: bring members in from the command line."""

import getpass
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from aacabot.cli_hub import with_hub
from aacabot.domain.errors import FieldProblem
from aacabot.domain.invites import DAYS, LONGEST_DAYS, MOST_OPEN
from aacabot.services import invites
from aacabot.services.hub import Hub

member = typer.Typer(no_args_is_help=True, help="Invite members, and see who has joined.")
R = TypeVar("R")
_PROBLEMS = {
    "unknown": "no member has this key; see: aacabot member list",
    "too_many_codes": f"{MOST_OPEN} codes of this member wait already; withdraw one in the App Home first",
}


@member.command()
def invite(
    key: Annotated[str, typer.Argument(help="The member's key in the alliance file.")],
    days: Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="How long the code can be used.")] = DAYS,
) -> None:
    """Print a code for a member. It works once, and is shown this once only."""
    made = _run(lambda hub: invites.invite_by_key(hub, f"cli:{getpass.getuser()}", key, days), key)
    typer.echo(made.code)
    typer.echo(
        f"For {made.member}, once, until {made.expires_at:%Y-%m-%d %H:%M} UTC. They install the app in their "
        "Slack, open its Home tab and press “I have an invite code”.",
        err=True,
    )


@member.command("list")
def list_members() -> None:
    """Print each member: key, name, where its alerts arrive, and codes that wait."""
    for one in _run(invites.listed):
        state = "joined" if one.joined else "not joined"
        codes = f", {one.open_codes} open codes" if one.open_codes else ""
        typer.echo(f"{one.key}\t{one.name}\t{one.place or '-'}\t{state}{codes}")


def _run(work: Callable[[Hub], Awaitable[R]], key: str = "") -> R:
    try:
        return with_hub(work)
    except FieldProblem as problem:
        typer.echo(f"{key}: {_PROBLEMS.get(problem.problem, problem.problem)}", err=True)
        raise typer.Exit(1) from None
