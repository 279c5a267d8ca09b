"""A counter that grows with every visible change, and a way to wait for the next one."""

import asyncio


class Changes:
    """`seq` grows with every change; `after` waits until it has passed a number."""

    def __init__(self) -> None:
        self.seq = 1
        self._grown = asyncio.Event()

    def note(self) -> None:
        self.seq += 1
        self._grown.set()
        self._grown = asyncio.Event()

    async def after(self, seq: int, seconds: float) -> bool:
        """True as soon as `self.seq > seq`; False when `seconds` passed without it."""
        try:
            async with asyncio.timeout(seconds):
                while self.seq <= seq:
                    await self._grown.wait()
        except TimeoutError:
            return False
        return True
