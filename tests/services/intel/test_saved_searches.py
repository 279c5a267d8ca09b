"""Saved searches: kept for a person, and told of what is new for them."""

import asyncio

from aacabot.domain.intel import Label
from aacabot.domain.intel.follows import MOST_SEARCHES, Saving
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.saved_searches import new_for, remove_search, save_search, saved_searches
from aacabot.store.models import IntelFollow, IntelItem
from tests.journeys.alliance import ANN, BEA, GIL, OLA
from tests.services.casework import Casework
from tests.services.intel.test_search import share_all, title


async def news(work: Casework, who: str) -> list[str]:
    """The values of what is new for the person's only search, which is told of it."""
    person = await work.person(who)
    async with work.hub.unit(EVERYONE) as unit:
        (row,) = [await unit.session.get_one(IntelFollow, one.id) for one in await work.rows(IntelFollow)]
        found = await new_for(unit, await reader_of(unit, person), row)
        row.told = found.told
    items = {item.id: str(item.value) for item in await work.rows(IntelItem)}
    return [items[ident] for ident in found.item_ids]


async def test_a_search_is_saved_once_listed_and_removed_by_its_person_alone(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea, gil = await work.person(BEA), await work.person(GIL)
    assert await save_search(work.hub, bea, "Zephyr  kind:title") is Saving.SAVED
    assert await save_search(work.hub, bea, "zephyr kind:title") is Saving.THERE_ALREADY
    assert await save_search(work.hub, bea, " of the ") is Saving.NO_WORDS
    (kept,) = await saved_searches(work.hub, bea)
    assert kept.words == "Zephyr kind:title"
    await remove_search(work.hub, gil, kept.id)
    assert await saved_searches(work.hub, gil) == []
    await remove_search(work.hub, bea, kept.id)
    assert await saved_searches(work.hub, bea) == []


async def test_a_person_keeps_a_bounded_number(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea = await work.person(BEA)
    for number in range(MOST_SEARCHES):
        assert await save_search(work.hub, bea, f"store{number}") is Saving.SAVED
    assert await save_search(work.hub, bea, "another") is Saving.TOO_MANY


async def test_clicked_twice_at_once_a_search_is_saved_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea = await work.person(BEA)
    done = await asyncio.gather(*(save_search(work.hub, bea, "zephyr") for _ in range(4)))
    assert sorted(done) == [Saving.SAVED, *[Saving.THERE_ALREADY] * 3]


async def test_the_operators_people_follow_nothing_for_they_are_of_no_member(hub: Hub) -> None:
    work = await Casework.begun(hub)
    assert await save_search(work.hub, await work.person(OLA), "zephyr") is Saving.NO_WORDS


async def test_what_is_new_is_told_once_and_only_what_its_reader_may_read(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea, gil = await work.person(BEA), await work.person(GIL)
    await share_all(work, ANN, title("zephyr runner, old"))
    await save_search(work.hub, bea, "zephyr runner")
    assert await news(work, BEA) == []
    hidden = title("zephyr runner, hidden", label=Label.RED, named=frozenset({gil.id}))
    await share_all(work, ANN, title("zephyr runner, same day"), title("zephyr bag"), hidden)
    assert await news(work, BEA) == ["zephyr runner, same day"]
    assert await news(work, BEA) == []
    work.later(days=2)
    await share_all(work, ANN, title("zephyr runner, later"))
    await share_all(work, BEA, title("zephyr runner, her own side's"))
    assert await news(work, BEA) == ["zephyr runner, later"]
    assert await news(work, BEA) == []
