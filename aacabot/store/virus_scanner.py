"""Asking clamd about a file: its INSTREAM command over TCP (docs.clamav.net, clamd, "INSTREAM")."""

import asyncio
import struct
from dataclasses import dataclass

SECONDS = 30.0
_CHUNK = 256 * 1024


class ScannerUnreachable(Exception):
    """The scanner did not answer, or not in words that are known."""


@dataclass(frozen=True)
class VirusScanner:
    """A clamd at `host:port`."""

    host: str
    port: int

    @classmethod
    def at(cls, address: str) -> "VirusScanner":
        """The scanner at `host:port`. Raises ValueError for anything else."""
        host, _, port = address.rpartition(":")
        if not host or not 0 < int(port) < 65_536:
            raise ValueError("host:port")
        return cls(host.strip("[]"), int(port))

    async def finds_virus(self, content: bytes) -> bool:
        """Whether the scanner knows something in the content. Raises ScannerUnreachable."""
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self._ask(content)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise ScannerUnreachable(type(error).__name__) from error
        if answer.endswith("FOUND"):
            return True
        if answer.endswith("OK"):
            return False
        raise ScannerUnreachable(answer[:100])

    async def _ask(self, content: bytes) -> str:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            writer.write(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                part = content[start : start + _CHUNK]
                writer.write(struct.pack(">I", len(part)) + part)
                await writer.drain()
            writer.write(struct.pack(">I", 0))
            await writer.drain()
            answer = await reader.readuntil(b"\0")
        finally:
            writer.close()
        return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
