"""The changes one apply makes, collected before any of them is written."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.alliance_file import Entry, Path, Problem
from aacabot.store.alliance import delete_grants, delete_identities, delete_phases, insert_rows, update_rows
from aacabot.store.models import (
    Agency,
    AuthorisedSeller,
    Brand,
    FeatureOpening,
    GrantRow,
    Mark,
    Marketplace,
    Member,
    PersonRow,
    Phase,
    RegisteredRight,
    SlackIdentity,
    Table,
)

Withdrawable = Marketplace | Member | Brand | Mark | RegisteredRight | AuthorisedSeller | Agency | PersonRow
W = TypeVar("W", bound=Withdrawable)
Columns = Mapping[str, str]
"""What the file calls a field, and the column that holds it."""


class Ledger:
    """What is added, changed and withdrawn, a line for each, and what the file must change first.

    With `prune`, what the file does not mention is withdrawn.
    """

    def __init__(self, now: datetime, *, prune: bool) -> None:
        self.now = now
        self.prune = prune
        self.lines: list[str] = []
        self.problems: list[Problem] = []
        self._added: dict[int, Table] = {}
        self._changed: dict[int, tuple[Table, dict[str, Any]]] = {}
        self._revoked: list[GrantRow] = []
        self._forgotten: list[SlackIdentity] = []
        self._dropped: list[Phase | FeatureOpening] = []
        self.told_anew: set[str] = set()
        """Members whose waiting cards must be shown anew, because what is open to them has changed."""

    def refuse(self, path: Path, expected: str) -> None:
        self.problems.append(Problem(path, expected))

    def require(self, entry: Entry, fields: Iterable[str]) -> None:
        """A new entry mentions all of `fields`: each that is missing is a problem.

        The caller goes on as if nothing were missing, so that one apply finds every problem.
        """
        for field in fields:
            if getattr(entry, field) is None:
                description = type(entry).model_fields[field].description
                self.refuse((*entry.path, field), f"missing; expected {description}")

    def add(self, line: str, *rows: Table) -> None:
        self._added.update((id(row), row) for row in rows)
        self.lines.append(line)

    def change(self, subject: str, row: Table, values: Mapping[str, Any], columns: Columns) -> bool:
        """Set the columns that differ, with a line for each in the file's words; returns whether any did."""
        names = {column: field for field, column in columns.items()}
        differing = {column: value for column, value in values.items() if getattr(row, column) != value}
        for column, value in differing.items():
            self.lines.append(
                f"{subject}: {names[column]} {in_words(getattr(row, column))} -> {in_words(value)}"
            )
            self.set_silently(row, column, value)
        return bool(differing)

    def set_silently(self, row: Table, column: str, value: Any) -> None:
        """Set a column of a change that another line already tells."""
        setattr(row, column, value)
        if id(row) not in self._added:
            self._changed.setdefault(id(row), (row, {}))[1][column] = value

    def reinstate(self, subject: str, row: Withdrawable) -> None:
        """The file mentions the row again: it is no longer withdrawn."""
        if row.withdrawn_at is not None:
            self.set_silently(row, "withdrawn_at", None)
            self.lines.append(f"{subject}: reinstated")

    def withdraw(self, subject: str, row: Withdrawable) -> None:
        if row.withdrawn_at is None:
            self.set_silently(row, "withdrawn_at", self.now)
            self.lines.append(f"{subject}: withdrawn")

    def withdraw_unmentioned(
        self, rows: Iterable[W], mentioned: Iterable[W], subject: Callable[[W], str]
    ) -> None:
        """With `prune`, withdraw the rows the file does not mention."""
        kept = {id(row) for row in mentioned}
        for row in rows if self.prune else ():
            if id(row) not in kept:
                self.withdraw(subject(row), row)

    def revoke(self, line: str, grant: GrantRow) -> None:
        self._revoked.append(grant)
        self.lines.append(line)

    def forget(self, line: str, identity: SlackIdentity) -> None:
        self._forgotten.append(identity)
        self.lines.append(line)

    def drop(self, line: str, row: Phase | FeatureOpening) -> None:
        self._dropped.append(row)
        self.lines.append(line)

    async def write(self, session: AsyncSession) -> None:
        """Write everything in a few statements, whatever the number of rows."""
        await insert_rows(session, self._added.values())
        await update_rows(session, self._changed.values())
        await delete_grants(session, self._revoked)
        await delete_identities(session, self._forgotten)
        await delete_phases(session, self._dropped)


def mentioned(entry: Entry, columns: Columns) -> dict[str, Any]:
    """The values the file gives, by column, as the columns hold them."""
    return {
        column: _stored(getattr(entry, field)) for field, column in columns.items() if entry.mentions(field)
    }


def _stored(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Entry):
        said = [name for name in type(value).model_fields if value.mentions(name)]
        return {name: _stored(getattr(value, name)) for name in said}
    if isinstance(value, dict):
        return {key: _stored(each) for key, each in value.items()}
    return [_stored(each) for each in value] if isinstance(value, tuple) else value


def in_words(value: Any) -> str:
    """A value on one line, for people."""
    if value is None or value in ([], {}):
        return "none"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {in_words(each)}" for key, each in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        value.isoformat()
        if isinstance(value, date)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )
