"""Shared intelligence: what a card tells of others, and whatever else `BENCHES` lists.

`python -m tests.benchmarks.bench_intel [sqlite|postgres] [part ...]`; AACABOT_BENCH_ITEMS makes it smaller.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from tests.benchmarks.databases import DATABASES
from tests.benchmarks.figures import Figure, report
from tests.benchmarks.intel import cards, export, search
from tests.benchmarks.intel.many_items import Filled, hub_with_items

Bench = Callable[[str, Filled], Awaitable[list[Figure]]]
"""Measures on a database that was filled: (the database's name, what is in it)."""

BENCHES: Mapping[str, tuple[Bench, Sequence[str]]] = {
    "cards": (cards.bench, cards.NOTES),
    "search": (search.bench, search.NOTES),
    "export": (export.bench, export.NOTES),
}
"""By name: each part adds its bench with its notes here. They share one filling, in this order."""


async def main(asked: list[str]) -> None:
    parts = [name for name in BENCHES if name in asked] or list(BENCHES)
    databases = [name for name in DATABASES if name in asked] or list(DATABASES)
    figures: list[Figure] = []
    for name in databases:
        with (
            tempfile.TemporaryDirectory(prefix="aacabot-bench-") as folder,
            DATABASES[name](Path(folder)) as url,
        ):
            filled = await hub_with_items(url)
            try:
                for part in parts:
                    figures += await BENCHES[part][0](name, filled)
            finally:
                await filled.hub.engine.stop()
                await filled.hub.database.dispose()
    report(figures, [note for part in parts for note in BENCHES[part][1]])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
