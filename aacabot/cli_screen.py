"""`aacabot screen`: marks found in a file of listing titles, as JSON lines."""

import json
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from rich.console import Console

from aacabot.screening import Match, Subject, UnscreenableMark, WatchedMark, Watchlist, screen

_BATCH = 500  # titles in one call
_AHEAD = 4  # batches handed out per worker before their results are written: bounds memory


class _MarkRow(BaseModel):
    id: int | str
    mark: str
    forms: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    cat: str | None = None
    common: bool = False


class _Seller(BaseModel):
    name: str | None = None


class _TitleRow(BaseModel):
    title: str
    description: str | None = None
    category: str | None = None
    brand: str | None = None
    seller: str | _Seller | None = None

    def as_subject(self) -> Subject:
        """The listing as screening reads it; a seller may come as a name or as an object with one."""
        seller = self.seller.name if isinstance(self.seller, _Seller) else self.seller
        return Subject(self.title, self.description or "", self.category, self.brand, seller)


def screen_command(
    watchlist: Annotated[Path, typer.Option(help="Marks to look for, as JSON.", exists=True, dir_okay=False)],
    input_: Annotated[
        Path, typer.Option("--input", help="Listings, one JSON object a line.", exists=True, dir_okay=False)
    ],
    output: Annotated[Path, typer.Option(help="Where the matches go, as JSON lines.", dir_okay=False)],
    threshold: Annotated[float, typer.Option(min=0.0, max=1.0, help="The least score to report.")] = 0.85,
    workers: Annotated[int, typer.Option(min=1, help="Processes to use.")] = 1,
) -> None:
    """Find which marks of a watchlist a file of listing titles mentions, and how they are disguised."""
    console = Console(stderr=True)
    try:
        rows = TypeAdapter(list[_MarkRow]).validate_json(watchlist.read_bytes())
        marks = [WatchedMark(str(row.id), row.mark, row.forms, row.cat, row.common) for row in rows]
        index = Watchlist.build(marks)
        started = time.perf_counter()
        ids = {str(row.id): row.id for row in rows}
        with console.status("Screening"):
            titles = _write(output, _matches(_subjects(input_), index, threshold, workers), ids)
    except (ValidationError, UnscreenableMark, _BadLine) as error:
        console.print(f"Nothing more was screened. {error}", style="red", markup=False)
        raise typer.Exit(1) from error
    seconds = max(time.perf_counter() - started, 1e-9)
    console.print(f"{titles:,} titles in {seconds:,.1f} s: {titles / seconds:,.0f} titles per second")


class _BadLine(ValueError):
    """A line of the input that is not a listing."""


def _subjects(path: Path) -> Iterator[Subject]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = _TitleRow.model_validate_json(line)
            except ValidationError as error:
                raise _BadLine(f"Line {number} of {path} is not a listing with a title: {error}") from error
            yield row.as_subject()


def _matches(
    subjects: Iterator[Subject], watchlist: Watchlist, threshold: float, workers: int
) -> Iterator[list[tuple[Match, ...]]]:
    """The matches of each batch, in the order of the input."""
    if workers == 1:
        yield from (screen(watchlist, batch, threshold) for batch in _batches(subjects))
        return
    pending: deque[Future[list[tuple[Match, ...]]]] = deque()
    with ProcessPoolExecutor(
        workers, initializer=_Worker.start, initargs=(watchlist.marks, threshold)
    ) as pool:
        for batch in _batches(subjects):
            pending.append(pool.submit(_Worker.screen, batch))
            if len(pending) >= workers * _AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


class _Worker:
    """One process's own watchlist, built once when the process starts."""

    watchlist: Watchlist
    threshold: float

    @classmethod
    def start(cls, marks: tuple[WatchedMark, ...], threshold: float) -> None:
        cls.watchlist, cls.threshold = Watchlist.build(marks), threshold

    @classmethod
    def screen(cls, subjects: list[Subject]) -> list[tuple[Match, ...]]:
        return screen(cls.watchlist, subjects, cls.threshold)


def _batches(subjects: Iterator[Subject]) -> Iterator[list[Subject]]:
    while batch := list(islice(subjects, _BATCH)):
        yield batch


def _write(path: Path, batches: Iterable[list[tuple[Match, ...]]], ids: dict[str, int | str]) -> int:
    """Write a line per listing and return how many there were."""
    index = 0
    with path.open("w", encoding="utf-8") as out:
        for batch in batches:
            for matches in batch:
                row = {"index": index, "matches": [_as_json(match, ids) for match in matches]}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                index += 1
    return index


def _as_json(match: Match, ids: dict[str, int | str]) -> dict[str, object]:
    """A match as the contract has it; the mark's id keeps the type it has in the watchlist."""
    return {
        "mark_id": ids[match.mark_id],
        "mark": match.mark,
        "score": match.score,
        "span": list(match.span),
        "surface": match.surface,
        "kind": match.kind.value,
        "reason": match.reason,
        "field": match.field,
    }
