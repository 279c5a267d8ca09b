"""Lists as files: whatever wrote them they are read or refused in words; what goes out computes nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.complaints.csv_files import (
    MOST_BYTES,
    UnreadableFile,
    read_list,
    safe_cell,
    written_list,
)

ONE, TWO = "https://m.example/item/1", "https://m.example/item/2"


@pytest.mark.parametrize(
    "content",
    [
        f"url,note\n{ONE},假货\n{TWO},\n".encode(),
        f"url,note\n{ONE},假货\n{TWO},\n".encode("utf-8-sig"),
        f"url,note\n{ONE},假货\n{TWO},\n".encode("utf-16"),
        f"url,note\n{ONE},假货\n{TWO},\n".encode("gbk"),
        b"\x84\x31\x95\x33" + f"url,note\n{ONE},假货\n{TWO}\n".encode("gb18030"),
        f"网址;备注\r\n{ONE};假货\r\n\r\n{TWO};\r\n".encode(),
        f"Note\tLink\n假货\t{ONE}\n\t{TWO}\n".encode(),
        f'"{ONE}","假货"\n"{TWO}"\n'.encode(),
    ],
)
def test_lists_are_read_whatever_wrote_them(content: bytes) -> None:
    assert [(row.url, row.note) for row in read_list(content)] == [(ONE, "假货"), (TWO, None)]


def test_a_row_knows_its_line_in_the_file() -> None:
    rows = read_list(f'url,note\n{ONE},"two\nlines"\n\n{TWO}\n'.encode())
    assert [(row.line, row.note) for row in rows] == [(2, "two lines"), (5, None)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "file_empty"),
        (b"\n\n,,\n", "file_empty"),
        (b"url,note\n", "file_empty"),
        (b"x" * (MOST_BYTES + 1), "file_too_large"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", "file_not_text"),
        (b"PK\x03\x04\x14\x00\x06\x00", "file_not_text"),
        (b"\xff\xfe\x00", "file_not_text"),
        (b"x," * 70_000 + b'"' + b"y" * 200_000, "file_not_a_list"),
        (b"https://m.example/1\n" * 3_001, "file_too_long"),
    ],
)
def test_a_file_that_is_no_list_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_list(content)
    assert refused.value.problem == problem


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        rows = read_list(content)
    except UnreadableFile as refused:
        assert refused.problem.startswith("file_")
    else:
        assert all("\0" not in row.url for row in rows)


@given(st.text(max_size=80))
def test_no_cell_begins_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), min_size=1, max_size=5))
def test_what_is_written_is_read_back_cell_by_cell(rows: list[tuple[str, str]]) -> None:
    text = written_list(rows).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        [safe_cell(cell) for cell in row] for row in rows
    ]
