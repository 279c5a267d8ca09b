"""A long export: as much memory for a hundred thousand objects as for ten thousand, and how quick it is."""

import gc
import time
import tracemalloc

from aacabot.services.intel.stix_export import export_stix
from aacabot.services.people import identify
from tests.benchmarks.big_alliance import user_of
from tests.benchmarks.figures import Figure
from tests.benchmarks.intel.many_items import Filled
from tests.journeys import alliance as journey

SHORT, LONG = 10_000, 100_000
NOTES = (
    f"export: the most memory Python held while {SHORT:,} and {LONG:,} STIX objects were written, above what "
    "it held before (tracemalloc); the speed is measured apart, without it.",
)


async def bench(name: str, filled: Filled) -> list[Figure]:
    """Exports as a member's person; each page counts its views."""
    await _exported(filled, SHORT)
    short, _ = await _peak(filled, SHORT)
    long, objects = await _peak(filled, LONG)
    began = time.perf_counter()
    quick = await _exported(filled, LONG)
    took = time.perf_counter() - began
    return [
        Figure("export_objects", objects, LONG, "higher", name),
        Figure(f"export_peak_mib ({SHORT:,} objects)", short / 2**20, 64, "lower", name),
        Figure(f"export_peak_mib ({LONG:,} objects)", long / 2**20, 64, "lower", name),
        Figure("export_peak_growth", long / short, 1.2, "lower", name),
        Figure("export_objects_per_second", quick / took, 1_000, "higher", name),
    ]


async def _peak(filled: Filled, most: int) -> tuple[int, int]:
    """The bytes held at most, and how many objects were written."""
    gc.collect()
    tracemalloc.start()
    try:
        objects = await _exported(filled, most)
        return tracemalloc.get_traced_memory()[1], objects
    finally:
        tracemalloc.stop()


async def _exported(filled: Filled, most: int) -> int:
    """Write until there are so many objects; each is a line."""
    person = (await identify(filled.hub, journey.OPS, user_of(7))).person
    export = await export_stix(filled.hub, person)
    objects = 0
    async for chunk in export.chunks:
        objects += chunk.count(b"\n")
        if objects >= most:
            break
    await export.chunks.aclose()  # type: ignore[attr-defined]
    return objects
