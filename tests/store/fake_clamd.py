"""A clamd that knows one virus: whatever contains the word VIRUS, or everything once it `finds`."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class FakeClamd:
    address: str = ""
    received: list[bytes] = field(default_factory=list)
    finds: bool = False


@asynccontextmanager
async def fake_clamd(says: bytes | None = None) -> AsyncIterator[FakeClamd]:
    """Serve INSTREAM on a free port; `says` is answered whatever is sent."""
    clamd = FakeClamd()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", await reader.readexactly(4))[0]:
            content += await reader.readexactly(length)
        clamd.received.append(content)
        bad = clamd.finds or b"VIRUS" in content
        writer.write(says or (b"stream: Test-Signature FOUND\0" if bad else b"stream: OK\0"))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    clamd.address = f"{host}:{port}"
    try:
        yield clamd
    finally:
        server.close()
        await server.wait_closed()
