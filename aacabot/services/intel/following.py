"""Telling whoever follows: what moved is noted on the follows it may concern, and told at the next full hour.

Written for several nodes and restarts: a move is passed on in the commit that forgets it, a follow is told in
the commit that says so, and one hour tells a follow once.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from aacabot.domain.intel.clusters import cluster_around
from aacabot.domain.intel.follows import SEARCH
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.clusters import reach
from aacabot.services.intel.moves import Move
from aacabot.services.intel.news import tell_follower
from aacabot.store.intel import clusters, watches
from aacabot.store.intel import moves as store
from aacabot.store.models import IntelFollow, IntelMove

_MOVES_AT_ONCE = 200
_FOLLOWS_AT_ONCE = 10
_FOLLOWS_A_TICK = 200
_MOST_SELLERS, _MOST_ITEMS = 5_000, 20_000
_TOLD_FIRST = (Move.SHARED, Move.WIDENED, Move.SEEN)
REMEMBERED = 50
"""Items a follow remembers for its next message; a message names fewer, and says how many there are."""


async def tell_followers(hub: Hub) -> int:
    """Pass on what moved, and tell whoever is due; returns how many were told.

    Made to run every minute. Where nothing moved and nobody is due, it asks two questions.
    """
    await _pass_on(hub)
    async with hub.database.read(EVERYONE) as session:
        due = await watches.due_follows(session, hub.clock(), _FOLLOWS_A_TICK)
    told = 0
    for start in range(0, len(due), _FOLLOWS_AT_ONCE):
        async with hub.unit(EVERYONE) as unit:
            held = await watches.hold_due(unit.session, due[start : start + _FOLLOWS_AT_ONCE], unit.now)
            for follow in held:
                told += await tell_follower(unit, follow)
    return told


async def _pass_on(hub: Hub) -> None:
    async with hub.database.read(EVERYONE) as session:
        if not await store.any_moves(session):
            return
    async with hub.unit(EVERYONE) as unit:
        moves = await store.hold_moves(unit.session, _MOVES_AT_ONCE)
        if moves:
            await _note_for_watchers(unit, moves)
            if any(one.what != Move.SEEN for one in moves):
                await watches.look_again(unit.session, SEARCH, _next_hour(unit.now))
            await store.forget_moves(unit.session, moves)


async def _note_for_watchers(unit: Unit, moves: Collection[IntelMove]) -> None:
    """Note on every watch what moved within reach of its seller, whoever may read it: that is asked later.

    What is under RED reaches nobody by this way.
    """
    counts = clusters.counting(None, with_red=False)
    moved = {
        one.id: one for one in await clusters.link_items(unit.session, counts, {m.item_id for m in moves})
    }
    sellers = frozenset().union(*(one.sellers for one in moved.values()))
    if not sellers:
        return
    items, _ = await reach(unit, counts, sellers, _MOST_SELLERS, _MOST_ITEMS)
    everything = [*{one.id: one for one in (*moved.values(), *items)}.values()]
    reached = cluster_around(sellers, everything).sellers
    for follow in await watches.hold_watchers(unit.session, reached):
        near = cluster_around({str(follow.seller_row_id)}, everything).items
        _remember(follow, [one for one in moves if one.item_id in near], _next_hour(unit.now))


def _remember(follow: IntelFollow, moves: Collection[IntelMove], hour: datetime) -> None:
    """Add to what the next message is about; what the own member did, or was there before, is no news."""
    of_others = [one for one in moves if one.member_id != follow.member_id and one.moved_at >= follow.made_at]
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
