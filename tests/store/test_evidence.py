"""Evidence is kept under its hash: once, whole, and never overwritten."""

import asyncio
import hashlib
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aacabot.store.evidence import EvidenceStore


@pytest.fixture(params=["file", "bare path", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    folder = tmp_path / "evidence"
    urls = {"file": f"file://{folder}", "bare path": str(folder), "memory": f"memory://{uuid.uuid4().hex}"}
    return EvidenceStore(urls[request.param])


@given(content=st.binary(max_size=2_000))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_is_kept_is_read_back_and_lies_under_its_hash(
    store: EvidenceStore, content: bytes
) -> None:
    kept = await store.keep(content)
    assert await store.read(kept.path) == content
    assert kept.sha256 == hashlib.sha256(content).hexdigest() and kept.path.endswith(kept.sha256)
    assert kept.size == len(content)
    assert await store.keep(content) == kept


async def test_a_store_without_a_path_works_too() -> None:
    store = EvidenceStore("memory://")
    kept = await store.keep(b"at the root")
    assert await store.read(kept.path) == b"at the root"


async def test_the_same_bytes_kept_at_once_are_one_file(store: EvidenceStore) -> None:
    content = b"an image shown twice in one listing" * 10_000
    kept = await asyncio.gather(*(store.keep(content) for _ in range(16)))
    assert len(set(kept)) == 1
    assert await store.read(kept[0].path) == content


async def test_nothing_but_whole_files_is_left(tmp_path: Path) -> None:
    store = EvidenceStore(f"file://{tmp_path}")
    contents = [f"{number}".encode() * 50_000 for number in range(8)]
    await asyncio.gather(*(store.keep(content) for content in contents * 3))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == len(contents)
    for path in files:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name


async def test_a_file_half_written_is_never_seen_under_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = EvidenceStore(f"file://{tmp_path}")
    opened = store._files.open

    class Torn:
        """A file on a disk that is full after half of what is written."""

        def __init__(self, file: Any) -> None:
            self._file = file

        def __enter__(self) -> "Torn":
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def write(self, content: bytes) -> None:
            self._file.write(content[: len(content) // 2])
            raise OSError("no space left on device")

    digest = hashlib.sha256(b"evidence").hexdigest()
    with monkeypatch.context() as full, pytest.raises(OSError, match="no space"):
        full.setattr(store._files, "open", lambda *given, **named: Torn(opened(*given, **named)))
        await store.keep(b"evidence")
    with pytest.raises(FileNotFoundError):
        await store.read(f"{digest[:2]}/{digest}")
    kept = await store.keep(b"evidence")
    assert await store.read(kept.path) == b"evidence"


async def test_what_is_kept_is_never_written_again(tmp_path: Path) -> None:
    store = EvidenceStore(f"file://{tmp_path}")
    kept = await store.keep(b"evidence")
    before = (tmp_path / kept.path).stat()
    await store.keep(b"evidence")
    after = (tmp_path / kept.path).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


async def test_what_was_never_kept_is_not_found(store: EvidenceStore) -> None:
    await store.keep(b"something")
    with pytest.raises(FileNotFoundError):
        await store.read("00/" + "0" * 64)
