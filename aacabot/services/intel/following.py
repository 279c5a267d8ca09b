"""Telling whoever follows: what moved is noted on the follows it may concern, and told at the next full hour.

Written for several nodes and restarts: a move is passed on in the commit that forgets it, a follow is told in
the commit that says so, and one hour tells a follow once.
"""

import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from aacabot.domain.intel.clusters import parts_of
from aacabot.domain.intel.follows import SEARCH
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.clusters import reach
from aacabot.services.intel.moves import Move
from aacabot.services.intel.news import look, tell_follower
from aacabot.services.sweeps import together
from aacabot.store.intel import clusters, watches
from aacabot.store.intel import moves as store
from aacabot.store.models import IntelFollow, IntelMove

_MOVES_AT_ONCE = 200
_SECONDS = 20.0
"""What moved is passed on for so long in one go; the rest waits for the next minute."""
_FOLLOWS_AT_ONCE = 10
_FOLLOWS_A_TICK = 200
_MOST_SELLERS, _MOST_ITEMS = 5_000, 20_000
_TOLD_FIRST = (Move.SHARED, Move.WIDENED, Move.SEEN)
REMEMBERED = 50
"""Items a follow remembers for its next message; a message names fewer, and says how many there are."""


@dataclass(frozen=True)
class _Near:
    """Which part of the sellers each item that moved is about, and the sellers of those parts."""

    of_item: Mapping[str, str]
    of_seller: Mapping[str, str]


async def tell_followers(hub: Hub) -> int:
    """Pass on what moved, and tell whoever is due; returns how many were told.

    Made to run every minute. Where nothing moved and nobody is due, it asks two questions. What fails holds
    up nothing beside it, and is raised at the end (ExceptionGroup).
    """
    failures: list[Exception] = []
    await _pass_all_on(hub, failures)
    async with hub.database.read(EVERYONE) as session:
        due = await watches.due_follows(session, hub.clock(), _FOLLOWS_A_TICK)
    told = 0
    for start in range(0, len(due), _FOLLOWS_AT_ONCE):
        told += await _apart(due[start : start + _FOLLOWS_AT_ONCE], partial(_tell, hub), failures)
    if failures:
        raise ExceptionGroup("not everybody who follows was told", failures)
    return told


async def _apart(
    idents: Sequence[str], do: Callable[[Sequence[str]], Awaitable[int]], failures: list[Exception]
) -> int:
    """All of them together, or each alone; who fails is noted."""
    try:
        return await together(idents, do)
    except ExceptionGroup as group:
        failures += group.exceptions
        return 0


async def _tell(hub: Hub, ids: Sequence[str]) -> int:
    """Tell these follows: what they are told is worked out before anything is held."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        ready = {one.id: await look(unit, one) for one in await watches.due_among(session, ids, unit.now)}
    if not ready:
        return 0
    async with hub.unit(EVERYONE) as unit:
        held = await watches.hold_due(unit.session, list(ready), unit.now)
        return sum([await tell_follower(unit, follow, ready[follow.id]) for follow in held])


async def _pass_all_on(hub: Hub, failures: list[Exception]) -> None:
    after, until = None, time.monotonic() + _SECONDS
    while time.monotonic() < until:
        async with hub.database.read(EVERYONE) as session:
            page = await store.moves_after(session, after, _MOVES_AT_ONCE)
        if page:
            await _apart(sorted({item_id for _, item_id in page}), partial(_pass_on, hub, failures), failures)
            after = page[-1]
        if len(page) < _MOVES_AT_ONCE:
            return


async def _pass_on(hub: Hub, failures: list[Exception], item_ids: Sequence[str]) -> int:
    """Note what happened to these items on the follows it may concern, and forget it."""
    async with hub.database.read(EVERYONE) as session:
        near = await _near(Unit(session, EVERYONE, hub.clock()), item_ids)
    async with hub.unit(EVERYONE) as unit:
        moves = await store.hold_moves(unit.session, item_ids)
        if not moves:
            return 0
        await _note_for_watchers(unit, moves, near, failures)
        if any(one.what != Move.SEEN for one in moves):
            await watches.look_again(unit.session, SEARCH, _next_hour(unit.now))
        await store.forget_moves(unit.session, moves)
        return len(moves)


async def _near(unit: Unit, item_ids: Collection[str]) -> _Near:
    """What is within reach of the items that moved, whoever may read it: that is asked later.

    What is under RED reaches nobody by this way.
    """
    counts = clusters.counting(None, with_red=False)
    moved = {one.id: one for one in await clusters.link_items(unit.session, counts, set(item_ids))}
    sellers = frozenset().union(*(one.sellers for one in moved.values()))
    if not sellers:
        return _Near({}, {})
    items, _ = await reach(unit, counts, sellers, _MOST_SELLERS, _MOST_ITEMS)
    parts = parts_of([*{one.id: one for one in (*moved.values(), *items)}.values()])
    of_item = {one.id: parts[min(one.sellers)] for one in moved.values()}
    reached = set(of_item.values())
    return _Near(of_item, {seller: part for seller, part in parts.items() if part in reached})


async def _note_for_watchers(
    unit: Unit, moves: Collection[IntelMove], near: _Near, failures: list[Exception]
) -> None:
    """Note on every watch what moved around its seller; a watch that cannot be read is noted as failed."""
    by_part: dict[str, list[IntelMove]] = defaultdict(list)
    for one in moves:
        if one.item_id in near.of_item:
            by_part[near.of_item[one.item_id]].append(one)
    if not by_part:
        return
    held = await watches.hold_watchers(unit.session, near.of_seller)
    own = await watches.members_of(unit.session, {one.person_id for one in held})
    for follow in held:
        part = near.of_seller[str(follow.seller_row_id)]
        try:
            _remember(follow, by_part[part], own.get(follow.person_id), _next_hour(unit.now))
        except Exception as error:  # noqa: BLE001 - raised at the end, with the others
            failures.append(error)


def _remember(follow: IntelFollow, moves: Collection[IntelMove], own: str | None, hour: datetime) -> None:
    """Add to what the next message is about; what the own member did, or was there before, is no news.

    `own` is None for an agency's people: what a client did is news to them as what others did, since silence
    would tell which client it was.
    """
    of_others = [one for one in moves if one.member_id != own and one.moved_at >= follow.made_at]
    if not of_others:
        return
    news: dict[str, str] = dict(follow.told.get("news") or {})
    for one in of_others:
        if one.item_id in news or len(news) < REMEMBERED:
            news[one.item_id] = min(one.what, news.get(one.item_id, one.what), key=_TOLD_FIRST.index)
    follow.told = {**follow.told, "news": news}
    follow.look_at = follow.look_at or hour


def _next_hour(now: datetime) -> datetime:
    """Messages come by the hour: a moment would tell who was at work just then."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
