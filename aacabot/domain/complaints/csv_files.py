"""Lists of listings as files, in and out. What comes in was written by anybody, on any system.

A spreadsheet takes a cell that begins with `=` for a formula, so what goes out is written as text
(owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
import io
from collections.abc import Iterable, Sequence

from aacabot.domain.complaints import MOST_NOTE, MOST_ROWS, Reported
from aacabot.domain.untrusted import clean, storable

MOST_BYTES = 1024 * 1024
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ADDRESS_HEADERS = frozenset(
    {"url", "urls", "link", "address", "listing", "listing_url", "链接", "网址", "地址"}
)
_NOTE_HEADERS = frozenset({"note", "notes", "comment", "remark", "备注", "说明"})
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


class UnreadableFile(Exception):
    """The file is no list of addresses; `problem` is a message key."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def read_list(content: bytes) -> list[Reported]:
    """The rows of a CSV file: an address, and a note if they like; `line` is the line in the file.

    UTF-8, UTF-16 with its mark, and GB18030 (which includes GBK) are read; commas, semicolons or tabs
    separate. A first row that names its columns may order them otherwise. Raises UnreadableFile.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFile("file_too_large")
    text = _decoded(content)
    rows = [(line, row) for line, row in _rows(text) if any(cell.strip() for cell in row)]
    if not rows:
        raise UnreadableFile("file_empty")
    at, note_at, has_header = _columns(rows[0][1])
    found = [_reported(line, row, at, note_at) for line, row in rows[1 if has_header else 0 :]]
    if not found:
        raise UnreadableFile("file_empty")
    if len(found) > MOST_ROWS:
        raise UnreadableFile("file_too_long")
    return found


def rows_of(content: bytes) -> Iterable[tuple[int, list[str]]]:
    """The rows of any such file with their lines. Raises UnreadableFile, while they are read."""
    return _rows(_decoded(content))


def _decoded(content: bytes) -> str:
    marked = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    for name in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = content.decode(name).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return storable(text)
    raise UnreadableFile("file_not_text")


def _rows(text: str) -> Iterable[tuple[int, list[str]]]:
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error:
        raise UnreadableFile("file_not_a_list") from None


def _columns(first: Sequence[str]) -> tuple[int, int | None, bool]:
    """Where the address and the note stand, and whether the first row says so."""
    names = [cell.strip().lower() for cell in first]
    at = next((place for place, name in enumerate(names) if name in _ADDRESS_HEADERS), None)
    if at is None:
        return 0, 1, False
    return at, next((place for place, name in enumerate(names) if name in _NOTE_HEADERS), None), True


def _reported(line: int, row: Sequence[str], at: int, note_at: int | None) -> Reported:
    url = row[at].strip() if at < len(row) else ""
    note = clean(row[note_at])[:MOST_NOTE] if note_at is not None and note_at < len(row) else ""
    return Reported(line=line, url=url, note=note or None)


def written_list(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file that spreadsheets open as text, in UTF-8 with its mark; the first row names the columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """The text as a spreadsheet shows it and never computes it."""
    visible = clean(text)
    return f"'{visible}" if visible.startswith(_FORMULA_STARTS) else visible
