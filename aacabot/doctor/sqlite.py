"""A SQLite database: its file, who holds it, and the room beside it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from filelock import FileLock, Timeout

from aacabot.config import Settings
from aacabot.doctor.checks import Finding, failure, first_line, good, warning
from aacabot.doctor.database import sqlite_path
from aacabot.doctor.patience import within

SUBJECT = "sqlite file"
PATIENCE_SECONDS = 10.0
WRITE_LOCK_SECONDS = 2.0
MEBIBYTE = 2**20
LOW, TOO_LOW = 1024 * MEBIBYTE, 100 * MEBIBYTE


async def check_sqlite(settings: Settings) -> list[Finding]:
    """Empty on Postgres."""
    if not settings.is_sqlite:
        return []
    path = sqlite_path(settings)
    try:
        return await within(PATIENCE_SECONDS, lambda: [*_file(path), *_lock(path), free_room(SUBJECT, path)])
    except TimeoutError:
        said = f"{path} could not be looked at within {PATIENCE_SECONDS:.0f} s"
        return [failure(SUBJECT, said, "see whether its disk answers; a network disk will not do")]


def _file(path: Path) -> Iterator[Finding]:
    if not os.access(path, os.W_OK) or not os.access(path.absolute().parent, os.W_OK):
        mend = f"let the hub's user write {path} and its folder (SQLite keeps its log beside the file)"
        yield failure(SUBJECT, f"{path} or its folder cannot be written", mend)
        return
    try:
        with closing(sqlite3.connect(path, timeout=WRITE_LOCK_SECONDS, isolation_level=None)) as connection:
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        said = f"cannot be written: {first_line(error)}"
        yield failure(
            SUBJECT, said, "end the other program that writes it, or restore a backup if it is damaged"
        )
        return
    if mode == "wal" or not _lock_file(path).exists():
        yield good(SUBJECT, f"{path} can be written")
    else:
        # The hub turns it on when it starts; some network disks do not take it.
        mend = "move the file to a disk of this machine"
        yield warning(SUBJECT, f"{path} has no write-ahead log (journal_mode is {mode})", mend)


def _lock(path: Path) -> Iterator[Finding]:
    # The hub makes this file; looking must not.
    if not _lock_file(path).exists():
        yield good(SUBJECT, "no hub has run on it yet")
        return
    lock = FileLock(_lock_file(path), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield good(SUBJECT, "a hub is running on it")
        return
    except OSError as error:
        yield warning(
            SUBJECT, f"its lock cannot be tried: {error.strerror}", f"let the hub's user write {path}.lock"
        )
        return
    lock.release()
    yield good(SUBJECT, "no hub is running on it now")


def _lock_file(path: Path) -> Path:
    return Path(f"{path}.lock")


def free_room(subject: str, path: Path) -> Finding:
    """How much room the disk of a path has left."""
    free = shutil.disk_usage(path if path.is_dir() else path.absolute().parent).free
    said = f"{free / MEBIBYTE:,.0f} MiB free on its disk"
    if free < TOO_LOW:
        return failure(subject, said, "make room at once: without it nothing more is stored")
    if free < LOW:
        return warning(subject, said, "make room before it runs out")
    return good(subject, said)
