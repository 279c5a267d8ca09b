"""A list of intel as a CSV file: one row is one item, the first row names the columns.

`kind` and `value` are wanted, or `kind` and `text`; `label` is TLP (without one, the default); the others
are `category`, `marketplace` (its key), `reliability` (a to f) and `confidence` (low, medium, high). Columns
nobody knows are left aside.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from aacabot.domain.complaints.csv_files import UnreadableFile, rows_of
from aacabot.domain.intel.imports import (
    ABOUT_LIMIT,
    MOST_BYTES,
    MOST_LINES,
    Candidate,
    LineOutcome,
    LineProblem,
    LineReport,
    UnreadableImport,
)
from aacabot.domain.intel.items import TEXT_LIMIT, VALUE_LIMIT, Confidence, Draft, Origin, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import DEFAULT, Label
from aacabot.domain.untrusted import one_line

COLUMNS = ("kind", "value", "text", "label", "category", "marketplace", "reliability", "confidence")
_E = TypeVar("_E", bound=StrEnum)


def read_csv(content: bytes, origin: Origin) -> tuple[list[Candidate], list[LineReport]]:
    """The rows, and those that cannot be read; lines count from 1, the first being the names of columns.

    Raises UnreadableImport for a file that is refused as a whole.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableImport("file_too_large")
    candidates: list[Candidate] = []
    reports: list[LineReport] = []
    places: dict[str, int] | None = None
    try:
        for line, row in rows_of(content):
            if places is None:
                places = _places(row)
                continue
            if not any(cell.strip() for cell in row):
                continue
            if len(candidates) + len(reports) >= MOST_LINES:
                raise UnreadableImport("file_too_long")
            cells = {name: row[at].strip() for name, at in places.items() if at < len(row)}
            made = _draft(cells, origin)
            about = one_line(f"{cells.get('kind', '')} {cells.get('value', '')}", ABOUT_LIMIT) or "?"
            if isinstance(made, Draft):
                marketplace = cells.get("marketplace") or None
                candidates.append(Candidate(line=line, about=about, draft=made, marketplace=marketplace))
            else:
                outcome = LineOutcome.REFUSED
                reports.append(LineReport(line=line, about=about, outcome=outcome, problem=made))
    except UnreadableFile as error:
        raise UnreadableImport(error.problem) from None
    if places is None:
        raise UnreadableImport("file_empty")
    return candidates, reports


def _places(names: list[str]) -> dict[str, int]:
    found = {name.strip().lower(): at for at, name in reversed(list(enumerate(names)))}
    if "kind" not in found or not {"value", "text"} & found.keys():
        raise UnreadableImport("file_columns")
    return {name: found[name] for name in COLUMNS if name in found}


def _draft(cells: Mapping[str, str], origin: Origin) -> Draft | LineProblem:
    kind = _word(IntelKind, cells.get("kind"), None)
    label = _label(cells.get("label"))
    reliability = _word(Reliability, cells.get("reliability"), Reliability.B)
    confidence = _word(Confidence, cells.get("confidence"), Confidence.MEDIUM)
    if kind is None:
        return LineProblem.KIND_UNKNOWN
    if label is None or reliability is None or confidence is None:
        return LineProblem.COLUMN
    if label is Label.RED:
        return LineProblem.RED
    return Draft(
        kind=kind,
        value=one_line(_plain(cells.get("value", "")), VALUE_LIMIT),
        text=_plain(cells.get("text", ""))[:TEXT_LIMIT],
        label=label,
        category=one_line(cells.get("category", ""), 100) or None,
        reliability=reliability,
        confidence=confidence,
        origin=origin,
    )


def _word(words: type[_E], said: str | None, default: _E | None) -> _E | None:
    """The word meant; the default where nothing is said, None where it is no such word."""
    if not said:
        return default
    try:
        return words(said.lower())
    except ValueError:
        return None


def _label(said: str | None) -> Label | None:
    return _word(Label, (said or "").upper().removeprefix("TLP:").strip().lower(), DEFAULT)


def _plain(text: str) -> str:
    """Without the quote that a list of ours puts before what a spreadsheet would compute."""
    return text[1:] if text.startswith("'") and text[1:2] in tuple("=+-@＝＋－＠|%") else text
