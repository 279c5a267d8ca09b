"""Search over a million items and 100,000 sellers: what people type, right and wrong, rare and everywhere."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace

import orjson
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel import indexing
from aacabot.services.intel.search import search
from aacabot.services.people import identify
from aacabot.store.intel.words import sellers_in_words
from aacabot.store.models import IntelItem
from tests.benchmarks.big_alliance import user_of
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.intel.many_items import ITEMS, SELLERS, Filled
from tests.benchmarks.intel.titles import HOT, Titles
from tests.journeys import alliance as journey

ASKED = int(os.environ.get("AACABOT_BENCH_QUESTIONS", "400"))
_LEARNING = 40
_AT_ONCE = 10_000
NOTES = (
    f"search: {ITEMS:,} items, {SELLERS:,} sellers; {ASKED} questions one by one, each counting its views.",
)


async def bench(name: str, filled: Filled) -> list[Figure]:
    """Asks as a member's person and as an agency's, who reads less; each answer counts its views."""
    hub = filled.hub
    await _give_titles(hub)
    member = (await identify(hub, journey.OPS, user_of(7))).person
    agency = replace(member, of_member=None, of_agency="agency")
    figures = []
    for who, person in (("member", member), ("agency", agency)):
        await _timed(hub, person, _LEARNING, seed=1)
        by_sort = await _timed(hub, person, ASKED, seed=2)
        every = [took for times in by_sort.values() for took in times]
        figures += [
            Figure(f"search_p50_ms ({who})", percentile(every, 0.5), 150, "lower", name),
            Figure(f"search_p99_ms ({who})", percentile(every, 0.99), 150, "lower", name),
            *(
                Figure(f"search_p90_ms ({who}, {sort})", percentile(times, 0.9), 150, "lower", name)
                for sort, times in sorted(by_sort.items())
            ),
        ]
    return figures


async def _timed(hub: Hub, person: Person, count: int, seed: int) -> dict[str, list[float]]:
    """Milliseconds of each question, by its sort."""
    took: dict[str, list[float]] = {}
    for sort, words in _questions(count, seed):
        started = time.perf_counter()
        await search(hub, person, words)
        took.setdefault(sort, []).append((time.perf_counter() - started) * 1000)
    return took


def _questions(count: int, seed: int) -> Iterator[tuple[str, str]]:
    titles = Titles(seed)
    chance = titles.chance
    for _ in range(count):
        first, second = chance.sample(HOT, 2)
        rare, other = (max(titles.words(4), key=len) for _ in "ab")
        yield chance.choice(
            [
                ("one word", rare),
                ("two words", f"{rare} {other}"),
                ("hot words", f"{first} {second}"),
                ("hot and rare", f"{first} {second} {rare}"),
                ("misspelt", titles.misspelt(rare)),
                ("two misspelt", f"{titles.misspelt(rare)} {titles.misspelt(other)} {first}"),
                ("Chinese", "".join(chance.choices("复刻高仿表包鞋厂家直销", k=4))),
                ("store", f"official outlet {chance.randrange(SELLERS)}"),
                ("narrowed", f"kind:keyword {first} runner"),
                ("nothing", "".join(chance.choices("zxqvw", k=9))),
                ("latest", ""),
            ]
        )


async def _give_titles(hub: Hub) -> None:
    """Every item gets a title that counterfeiters might write, and all of them go into the search index."""
    titles, after, there = Titles(4), "", True
    while there:
        async with hub.database.begin(EVERYONE) as session:
            question = select(IntelItem).where(col(IntelItem.id) > after)
            rows = list(
                (await session.execute(question.order_by(col(IntelItem.id)).limit(_AT_ONCE))).scalars()
            )
            if not rows:
                break
            texts = [(titles.title(), row.id) for row in rows]
            await _write_texts(session, texts)
            sellers = await sellers_in_words(session, [row.id for row in rows])
            postings = [
                one
                for row, (text, _) in zip(rows, texts, strict=True)
                for one in indexing.postings_of(_with_text(row, text), sellers.get(row.id, ""))
            ]
            await indexing.write(Unit(session, EVERYONE, hub.clock()), postings)
            session.expunge_all()
        after, there = rows[-1].id, len(rows) == _AT_ONCE
    async with hub.database.begin(EVERYONE) as session:
        await session.execute(sa.text("ANALYZE"))


def _with_text(row: IntelItem, text: str) -> IntelItem:
    return IntelItem(**{**row.model_dump(), "text": text})


async def _write_texts(session: AsyncSession, texts: list[tuple[str, str]]) -> None:
    if session.get_bind().dialect.name == "sqlite":
        change = "UPDATE intel_items SET text = ? WHERE id = ?"
        await session.run_sync(lambda sync: sync.connection().exec_driver_sql(change, texts))
        return
    given = orjson.dumps([{"text": text, "id": ident} for text, ident in texts]).decode()
    change = (
        "UPDATE intel_items SET text = given.text FROM json_to_recordset(CAST(:given AS json)) "
        "AS given (text text, id text) WHERE intel_items.id = given.id"
    )
    await session.execute(sa.text(change), {"given": given})
