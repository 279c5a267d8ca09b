"""`aacabot audit`: who did what, to what, when, from where."""

import csv
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from aacabot.cli_hub import command_line_user, with_hub
from aacabot.domain.audit_trail import TrailLine
from aacabot.services.audit_trail import NoSuchMember, begin_export, exported
from aacabot.services.hub import Hub

audit = typer.Typer(no_args_is_help=True, help="The audit trail: export it.")
COLUMNS = (
    *("at", "actor", "person_id", "person", "workspace", "member"),
    *("action", "subject", "subject_id", "details", "id"),
)
"""The export's columns, in their order: columns may be added at the end, never moved."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Form(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="In UTC.")]


@audit.callback()
def about() -> None:
    """The audit trail."""


@audit.command()
def export(
    form: Annotated[Form, typer.Option("--format", help="What to write.")] = Form.CSV,
    since: Day = None,
    until: Day = None,
    member: Annotated[str | None, typer.Option(help="A member's key: only its entries.")] = None,
    output: Annotated[Path | None, typer.Option(help="A file; standard output without it.")] = None,
) -> None:
    """Write every entry, oldest first; UNTIL's own day is included where no time is given."""

    async def work(hub: Hub) -> int:
        wanted = await begin_export(
            hub,
            command_line_user(),
            form=form.value,
            since=_begin(since),
            until=_end(until),
            member_key=member,
        )
        with _opened(output) as out:
            write, count = _writer(form, out), 0
            async for line in exported(hub, wanted):
                write(as_row(line))
                count += 1
            return count

    try:
        count = with_hub(work)
    except NoSuchMember as error:
        typer.echo(f"{error}: no member has this key; see: aacabot alliance export", err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"{output}: cannot be written: {error.strerror}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{count} entries", err=True)


def _begin(day: datetime | None) -> datetime | None:
    return day.replace(tzinfo=UTC) if day else None


def _end(day: datetime | None) -> datetime | None:
    """The first moment that is left out: the next day's, where a whole day was named."""
    if day is None:
        return None
    whole = day.time() == time.min
    return day.replace(tzinfo=UTC) + (timedelta(days=1) if whole else timedelta())


def _opened(output: Path | None) -> AbstractContextManager[TextIO]:
    return output.open("w", encoding="utf-8", newline="") if output else nullcontext(sys.stdout)


def as_row(line: TrailLine) -> dict[str, Any]:
    """An entry by column; moments in ISO 8601, UTC."""
    values = (
        *(line.at.astimezone(UTC).isoformat(), line.actor, line.person_id, line.person, line.team_id),
        *(line.member, line.action, line.subject, line.subject_id, dict(line.details), line.id),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _writer(form: Form, out: TextIO) -> Callable[[dict[str, Any]], None]:
    if form is Form.JSONL:
        return lambda row: print(json.dumps(row, ensure_ascii=False), file=out)
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    return lambda row: rows.writerow([as_cell(value) for value in row.values()])


def as_cell(value: Any) -> str:
    """A value as a spreadsheet shows it and never computes it.

    owasp.org/www-community/attacks/CSV_Injection: what begins like a formula gets an apostrophe before it.
    """
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text
