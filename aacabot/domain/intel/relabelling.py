"""How far an item may go is changed by its source: narrower at once, wider with a second person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aacabot.domain.intel.audience import Audience, IntelReader, may_read
from aacabot.domain.intel.items import ItemShown
from aacabot.domain.intel.labels import Label

REQUEST_LIVES = timedelta(hours=72)


class RequestOutcome(StrEnum):
    """How a request ended. `REPLACED`: the item or its label was changed, or asked for anew."""

    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    REPLACED = "replaced"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How far an item should go from now on; `named` are people, for RED alone."""

    label: Label
    group_id: str | None = None
    named: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Relabelled:
    """What became of a wish: `asked` where a second person must approve it first."""

    asked: bool


@dataclass(frozen=True, kw_only=True)
class LabelRequestShown:
    """A request as the source's own people see it. `item` is None where the reader may not read the item."""

    id: str
    item: ItemShown | None
    from_label: Label
    to_label: Label
    from_group: str | None
    to_group: str | None
    named: int
    asked_by: str
    expires_at: datetime
    outcome: RequestOutcome | None = None
    decided_by: str | None = None


def widens(before: Audience, after: Audience, named: Iterable[IntelReader]) -> bool:
    """Whether somebody may read under `after` who may not under `before`.

    `named` are the people `after` names under RED, as readers: RED is narrower only where each could read.
    """
    if after.label is Label.RED:
        return any(not may_read(reader, before) for reader in named)
    if before.label is Label.RED or after.label.is_wider_than(before.label):
        return True
    return before.group_id is not None and after.group_id != before.group_id
