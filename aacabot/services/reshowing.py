"""Showing many cards anew at once: marked in the commit that asks for it, their channels woken in batches."""

from collections.abc import Collection, Sequence

from aacabot.domain.cases import OPEN_STATES, CaseState
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.messages import CHANNEL_WORKER
from aacabot.store import reshowing as store

UNDECIDED = frozenset(state.value for state in (*OPEN_STATES, CaseState.PENDING_SECOND))
"""States whose cards say whether a member may confirm."""
AT_ONCE = 50
"""Channels woken in one commit: each is an entry in the queue, and other writers wait meanwhile."""


async def show_waiting(unit: Unit, member_ids: Collection[str]) -> list[str]:
    """The waiting cards of members should be shown as they are now.

    Wakes the first channels; returns those that `wake` is to wake after the commit. Should it not come to
    that, they are found among what is owed, ten minutes later at most.
    """
    return wake_first(unit, await store.want_cards_in(unit.session, UNDECIDED, member_ids, unit.now))


def wake_first(unit: Unit, channels: Sequence[str]) -> list[str]:
    """Wake some channels with this commit; returns the rest."""
    for channel in channels[:AT_ONCE]:
        unit.wake(CHANNEL_WORKER, channel)
    return list(channels[AT_ONCE:])


async def wake(hub: Hub, channels: Sequence[str]) -> None:
    """Wake channels, some in each commit."""
    for start in range(0, len(channels), AT_ONCE):
        async with hub.unit(EVERYONE) as unit:
            for channel in channels[start : start + AT_ONCE]:
                unit.wake(CHANNEL_WORKER, channel)
