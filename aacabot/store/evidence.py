"""Evidence files: kept under their SHA-256, in a local folder or any store fsspec reaches by URL."""

import asyncio
import hashlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

import fsspec


@dataclass(frozen=True)
class Kept:
    """Where a file lies and what it hashes to."""

    path: str
    sha256: str
    size: int


def address_of(content: bytes) -> Kept:
    """Where content will lie once it is kept: its address is its hash."""
    digest = hashlib.sha256(content).hexdigest()
    return Kept(f"{digest[:2]}/{digest}", digest, len(content))


def _sync_names(*folders: str) -> None:
    """Write the names of new files down too: a file is found again by its folder."""
    for folder in folders:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class EvidenceStore:
    """Keeps bytes once per content: the path is the hash, so nothing kept is ever overwritten."""

    def __init__(self, url: str) -> None:
        scheme, separator, path = url.partition("://")
        if not separator:
            scheme, path = "file", url
        self._files = (
            fsspec.filesystem(scheme, auto_mkdir=True) if scheme == "file" else fsspec.filesystem(scheme)
        )
        self._is_local = scheme == "file"
        self._root = path.rstrip("/") or "."

    async def keep(self, content: bytes) -> Kept:
        """Write the bytes and return their address; the same bytes again cost nothing."""
        return await asyncio.to_thread(self._keep, content)

    def _keep(self, content: bytes) -> Kept:
        digest = hashlib.sha256(content).hexdigest()
        path = f"{digest[:2]}/{digest}"
        target = f"{self._root}/{path}"
        if not self._files.exists(target):
            partial = f"{target}.{uuid.uuid4().hex}.part"
            self._files.makedirs(f"{self._root}/{digest[:2]}", exist_ok=True)
            with self._files.open(partial, "wb", autocommit=True) as file:
                file.write(content)
                if self._is_local:
                    # What a takedown stands on must survive power loss: the listing it shows is about to go.
                    file.flush()
                    os.fsync(file.fileno())
            self._files.mv(partial, target)
            if self._is_local:
                _sync_names(f"{self._root}/{digest[:2]}", self._root)
        return Kept(path, digest, len(content))

    def try_out(self) -> None:
        """Write, read and remove a small file; raises whatever the store raises. It blocks."""
        target, content = f"{self._root}/doctor-{uuid.uuid4().hex}", b"written by aacabot doctor"
        self._files.makedirs(self._root, exist_ok=True)
        self._files.pipe_file(target, content)
        try:
            if self._files.cat_file(target) != content:
                raise OSError("what was written is not what is read")
        finally:
            self._files.rm_file(target)

    async def keep_file(self, source: Path) -> Kept:
        """Keep a local file under its hash without having it in memory."""
        return await asyncio.to_thread(self._keep_file, source)

    def _keep_file(self, source: Path) -> Kept:
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        path = f"{digest[:2]}/{digest}"
        target = f"{self._root}/{path}"
        if not self._files.exists(target):
            partial = f"{target}.{uuid.uuid4().hex}.part"
            self._files.makedirs(f"{self._root}/{digest[:2]}", exist_ok=True)
            self._files.put_file(str(source), partial)
            self._files.mv(partial, target)
            if self._is_local:
                _sync_names(f"{self._root}/{digest[:2]}", self._root)
        return Kept(path, digest, source.stat().st_size)

    async def copy_out(self, path: str, target: Path) -> None:
        """Copy what lies at a path that `keep` returned into a local file. Raises OSError."""
        await asyncio.to_thread(self._files.get_file, f"{self._root}/{path}", str(target))

    async def read(self, path: str) -> bytes:
        """The bytes at a path that `keep` returned."""
        content: bytes = await asyncio.to_thread(self._files.cat_file, f"{self._root}/{path}")
        return content
