"""Enforcement in practice: the queue, acts over many cases, and whatever else `BENCHES` lists.

`python -m tests.benchmarks.bench_enforcement [sqlite|postgres]`
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from tests.benchmarks.databases import DATABASES
from tests.benchmarks.enforcement import good_faith, queue
from tests.benchmarks.figures import Figure, report

Bench = Callable[[str, str], Awaitable[list[Figure]]]
"""Fills the empty database at an address, and measures: (the database's name, its address)."""

BENCHES: Sequence[tuple[Bench, Sequence[str]]] = (
    (queue.bench, queue.NOTES),
    (good_faith.bench, good_faith.NOTES),
)
"""Each part adds its bench with its notes here."""


async def main(which: list[str]) -> None:
    figures: list[Figure] = []
    for name, make in DATABASES.items():
        if which and name not in which:
            continue
        for bench, _ in BENCHES:
            with tempfile.TemporaryDirectory(prefix="aacabot-bench-") as folder, make(Path(folder)) as url:
                figures += await bench(name, url)
    report(figures, [note for _, notes in BENCHES for note in notes])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
