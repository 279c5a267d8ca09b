"""What telling of others adds to reading a card, with a million items and 100,000 sellers."""

import os
import random
import time
from dataclasses import dataclass

from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases
from aacabot.services.hub import Unit
from aacabot.services.intel.met import met_on_cards
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.intel.many_items import CASES, ITEMS, SELLERS, Filled

CARDS = int(os.environ.get("AACABOT_BENCH_CARDS", "600"))
BATCHES, IN_BATCH = 40, 25
_LEARNING = 30
NOTES = (
    f"enrichment: {ITEMS:,} items, {SELLERS:,} sellers, {CASES:,} waiting cases with three images each; "
    f"{CARDS} cards one by one, and {BATCHES} grouped cards of {IN_BATCH}, read after their cases were.",
    "enrichment_worked: the hub's own processor time (with SQLite's, without Postgres'), which does not wait "
    "for a busy machine.",
)


async def bench(name: str, filled: Filled) -> list[Figure]:
    """The figures on one database."""
    chance = random.Random(3)
    read = [await _read(filled, [chance.choice(filled.case_ids)]) for _ in range(CARDS + _LEARNING)]
    one, worked = [each.took for each in read], [each.worked for each in read]
    told = sum(each.telling for each in read)
    many = [(await _read(filled, chance.sample(filled.case_ids, IN_BATCH))).took for _ in range(BATCHES)]
    return [
        Figure("enrichment_added_p50_ms", percentile(one[_LEARNING:], 0.5), 20, "lower", name),
        Figure("enrichment_added_p99_ms", percentile(one[_LEARNING:], 0.99), 20, "lower", name),
        Figure("enrichment_worked_p99_ms", percentile(worked[_LEARNING:], 0.99), 20, "lower", name),
        Figure("enrichment_of_25_cards_p99_ms", percentile(many, 0.99), 100, "lower", name),
        Figure("enriched_cards_percent", 100 * told / len(one), 1, "higher", name),
    ]


@dataclass(frozen=True)
class _Read:
    """Milliseconds that telling of others took, and of the hub's processor; how many cards tell something."""

    took: float
    worked: float
    telling: int


async def _read(filled: Filled, case_ids: list[str]) -> _Read:
    async with filled.hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, filled.hub.clock())
        files = list((await cases.open_files(unit, case_ids)).values())
        started, begun = time.perf_counter(), time.process_time()
        found = await met_on_cards(unit, files)
        took, worked = time.perf_counter() - started, time.process_time() - begun
        return _Read(took * 1000, worked * 1000, sum(bool(one) for one in found.values()))
