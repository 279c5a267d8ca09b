"""What a file handed in as evidence really is, judged by its content and never by its name.

Pictures and PDF only. A file must be of one format from its first byte to its last and carry nothing that
a viewer would run: what the desk opens must not be two things at once.
"""

import re
import struct
import zlib
from collections.abc import Callable
from enum import StrEnum

MOST_BYTES = 20 * 1024 * 1024
"""The largest file that is read."""
MOST_FILES = 10
EXTENSIONS = ("png", "jpg", "jpeg", "webp", "gif", "pdf")


class FileProblem(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    DAMAGED = "damaged"
    TWO_IN_ONE = "two_in_one"
    RUNS = "runs"
    VIRUS = "virus"
    NOT_SCANNED = "not_scanned"
    NOT_FETCHED = "not_fetched"


class BadFile(Exception):
    """The file cannot be taken, and why."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


# In two halves, or a scanner would take this file for the test virus (eicar.org).
_TEST_VIRUS = (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xca\xfe\xba\xbe", b"#!")
_MARKUP = re.compile(rb"<script[\s>/]|<svg[\s>/]|<html[\s>/]|<!doctype html|<iframe[\s>/]|<\?php|<%@", re.I)
_ACTIVE_PDF = re.compile(
    rb"/JavaScript\b|/JS\s*(?:[(<]|\d+\s+\d+\s+R)|/Launch\b|/EmbeddedFiles?\b|/RichMedia\b|/XFA\b"
)
_ZIP_END, _ZIP_END_ROOM = b"PK\x05\x06", 65_557
"""A ZIP is found from its end: a record and at most 65,535 bytes of comment (PKWARE APPNOTE, 4.3.16)."""


def content_type_of(content: bytes) -> str:
    """The media type of a picture or document. Raises BadFile where it is none, or not only that."""
    if not content:
        raise BadFile(FileProblem.EMPTY)
    if len(content) > MOST_BYTES:
        raise BadFile(FileProblem.TOO_LARGE)
    if any(virus in content for virus in _TEST_VIRUS):
        raise BadFile(FileProblem.VIRUS)
    if content.startswith(_PROGRAMS):
        raise BadFile(FileProblem.RUNS)
    kind = next((kind for kind, starts in _STARTS.items() if starts(content)), None)
    if kind is None:
        runs = _MARKUP.search(content[:4096]) is not None
        raise BadFile(FileProblem.RUNS if runs else FileProblem.NOT_A_PICTURE)
    end = _ENDS[kind](content)
    if end is None:
        raise BadFile(FileProblem.DAMAGED)
    _refuse_second_format(kind, content, end)
    return kind


def _refuse_second_format(kind: str, content: bytes, end: int) -> None:
    """What stands behind the end may be a camera's own data, but never a format of its own."""
    rest = content[end:].lstrip(b"\0\r\n\t ")
    if rest.startswith((*_PROGRAMS, b"PK\x03\x04", b"%PDF-", b"Rar!", b"7z\xbc\xaf")):
        raise BadFile(FileProblem.TWO_IN_ONE)
    if _ZIP_END in content[-_ZIP_END_ROOM:]:
        raise BadFile(FileProblem.TWO_IN_ONE)
    if _MARKUP.search(content):
        raise BadFile(FileProblem.TWO_IN_ONE)
    if kind == "application/pdf":
        if _ACTIVE_PDF.search(content):
            raise BadFile(FileProblem.RUNS)
    elif b"%PDF-" in content[:1024]:
        # Readers look for a PDF in the first kilobyte (ISO 32000-1, note to 7.5.2).
        raise BadFile(FileProblem.TWO_IN_ONE)


_PNG = b"\x89PNG\r\n\x1a\n"
_STARTS: dict[str, Callable[[bytes], bool]] = {
    "image/png": lambda content: content.startswith(_PNG),
    "image/jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "image/gif": lambda content: content.startswith((b"GIF87a", b"GIF89a")),
    "image/webp": lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP",
    "application/pdf": lambda content: content.startswith(b"%PDF-"),
}


def _end_of_png(content: bytes) -> int | None:
    """Behind IEND, if every chunk is whole and its checksum holds (W3C PNG, third edition, 5.3)."""
    at, seen = len(_PNG), b""
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        stop = at + 12 + length
        if stop > len(content) or (not seen and kind != b"IHDR"):
            return None
        (checksum,) = struct.unpack_from(">I", content, stop - 4)
        if zlib.crc32(content[at + 4 : stop - 4]) != checksum:
            return None
        seen += kind if kind in {b"IHDR", b"IDAT"} and kind not in seen else b""
        if kind == b"IEND":
            return stop if b"IDAT" in seen else None
        at = stop
    return None


def _end_of_jpeg(content: bytes) -> int | None:
    """Behind the first end-of-image after the picture's scan (ITU-T T.81, annex B)."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            found = content.find(b"\xff\xd9", at)
            return found + 2 if found > 0 else None
        at += 2 + int(struct.unpack_from(">H", content, at + 2)[0])
    return None


def _end_of_gif(content: bytes) -> int | None:
    """Behind the trailer, block by block (CompuServe, GIF89a, appendix B)."""
    if len(content) < 13:
        return None
    at, pictures = 13 + _colours(content[10]), 0
    while at < len(content):
        introducer = content[at]
        if introducer == 0x3B:
            return at + 1 if pictures else None
        if introducer == 0x21:
            at += 2
        elif introducer == 0x2C and at + 10 <= len(content):
            at, pictures = at + 11 + _colours(content[at + 9]), pictures + 1
        else:
            return None
        while at < len(content) and content[at]:
            at += 1 + content[at]
        at += 1
    return None


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_webp(content: bytes) -> int | None:
    """Behind the RIFF container, whose first chunk is a picture's (RFC 9649, 2)."""
    if len(content) < 20 or content[12:16] not in {b"VP8 ", b"VP8L", b"VP8X"}:
        return None
    end = 8 + int(struct.unpack_from("<I", content, 4)[0])
    return end if end <= len(content) else None


def _end_of_pdf(content: bytes) -> int | None:
    """Behind the last end-of-file mark, which stands in the last kilobyte (ISO 32000-1, 7.5.5)."""
    found = content.rfind(b"%%EOF", max(0, len(content) - 1024))
    return found + 5 if found > 0 and b"startxref" in content[max(0, found - 1024) : found] else None


_ENDS: dict[str, Callable[[bytes], int | None]] = {
    "image/png": _end_of_png,
    "image/jpeg": _end_of_jpeg,
    "image/gif": _end_of_gif,
    "image/webp": _end_of_webp,
    "application/pdf": _end_of_pdf,
}
