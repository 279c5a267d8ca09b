"""The sandbox's own clock: real time plus what `advance` added."""

import asyncio
import time


class SandboxClock:
    """Epoch seconds that a test can move forward; sleepers wake when their hour has come."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._moved = asyncio.Event()

    def now(self) -> float:
        """Seconds since the epoch (UTC)."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move forward by `seconds`; time never goes back."""
        if seconds < 0:
            raise ValueError("The sandbox's clock only moves forward.")
        self._ahead += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep_until(self, at: float) -> None:
        """Wait until the sandbox's clock shows `at` (epoch seconds), by itself or by `advance`."""
        while (left := at - self.now()) > 0:
            try:
                await asyncio.wait_for(self._moved.wait(), left)
            except TimeoutError:
                continue
