"""What is news to whoever follows: written in the commit that makes it so, passed on by `following`."""

from enum import StrEnum

from aacabot.services.hub import Unit
from aacabot.store.intel import moves as store


class Move(StrEnum):
    """What happened to an item. Names may be added, never renamed."""

    SHARED = "shared"
    SEEN = "seen"
    WIDENED = "widened"


async def note_move(unit: Unit, item_id: str, member_id: str, what: Move) -> None:
    """An item can be read by others from now on, or was met again; `member_id` is whose act it was.

    For a unit of EVERYONE. Items nobody else reads may be noted too: readers are asked for when it is told.
    """
    await store.add_move(unit.session, item_id, member_id, what.value, unit.now)
