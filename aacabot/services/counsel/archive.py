"""A zip that is written as it grows, the same bytes for the same content, with what went into it."""

import zipfile
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

FIXED = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip can say: real ones would make two exports of the same differ."""
_STORED = (".jpg", ".png", ".webp", ".pdf", ".gif")


@dataclass
class Archive:
    """Files in the order they were added; `files` is the manifest's list of them."""

    zip: zipfile.ZipFile
    files: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def at(cls, path: Path) -> "Archive":
        """A new file that only its owner reads: it is full of what is nobody else's."""
        path.touch(mode=0o600)
        return cls(zipfile.ZipFile(path, "w", allowZip64=True))

    def add(self, path: str, content: bytes) -> None:
        """Add a file and list it."""
        self.files.append({"path": path, "size": len(content), "sha256": sha256(content).hexdigest()})
        self.add_unlisted(path, content)

    def add_unlisted(self, path: str, content: bytes) -> None:
        """Add a file that no list names: the manifest itself, and its signature."""
        info = zipfile.ZipInfo(path, FIXED)
        info.create_system, info.external_attr = 3, 0o100444 << 16
        info.compress_type = zipfile.ZIP_STORED if path.endswith(_STORED) else zipfile.ZIP_DEFLATED
        self.zip.writestr(info, content, compresslevel=6)
