"""`aacabot lane`: the safety switches, for when Slack is not at hand."""

import getpass
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from aacabot.cli_hub import command_line_user, with_hub
from aacabot.services import lanes
from aacabot.services.hub import Hub

lane = typer.Typer(no_args_is_help=True, help="Stop takedowns, for all or for one member, and open again.")
MemberKey = Annotated[str | None, typer.Option("--member", help="A member's key; all members without it.")]
R = TypeVar("R")


@lane.command()
def stop(member: MemberKey = None) -> None:
    """Let nothing more go out. What is owed waits; nothing is lost."""
    who = f"{getpass.getuser()} (command line)"
    _run(lambda hub: lanes.stop(hub, who, member, by=command_line_user()))
    print(f"takedowns are stopped{f' for {member}' if member else ''}")


@lane.command("open")
def reopen(member: MemberKey = None) -> None:
    """Let takedowns go out again."""
    _run(lambda hub: lanes.reopen(hub, member, by=command_line_user()))
    print(f"takedowns flow again{f' for {member}' if member else ''}")


@lane.command()
def status() -> None:
    """Say how the switches stand."""
    shown = _run(lanes.shown)
    print(f"all: stopped by {shown.stopped_by} at {shown.stopped_at}" if shown.stopped_at else "all: open")
    for name in shown.stopped_members:
        print(f"{name}: stopped")


def _run(work: Callable[[Hub], Awaitable[R]]) -> R:
    try:
        return with_hub(work)
    except lanes.NoSuchMember as error:
        typer.echo(f"{error.key}: no member has this key; see: aacabot alliance export", err=True)
        raise typer.Exit(1) from None
