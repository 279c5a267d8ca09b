"""What waits for a member's counsel before it is shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from aacabot.domain.intel.guard import Marked, Place, Topic

NOTE_LIMIT = 500


class Outcome(StrEnum):
    """`NOT_NEEDED`: the item was changed, so that counsel need not read it. `NOBODY`: none could be asked."""

    RELEASED = "released"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Waits:
    """One item that waits: `values` as the views of `INTEL_HELD` take them; `mine`: another decides it."""

    item_id: str
    asked_at: datetime
    values: Mapping[str, Any]
    mine: bool


@dataclass(frozen=True, kw_only=True)
class WaitingList:
    """A page; `more` says that another follows."""

    waits: tuple[Waits, ...] = ()
    more: bool = False


def as_marked(kept: Mapping[str, Any]) -> Marked:
    """A mark as it is kept in the database."""
    return Marked(**{**kept, "topic": Topic(kept["topic"]), "place": Place(kept["place"])})
