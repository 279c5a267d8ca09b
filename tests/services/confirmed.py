"""Cases that have come as far as a marketplace: what the tests of the wire begin with."""

from datetime import datetime

from aacabot.domain.listings import MarketplaceEvent, MarketplaceEventType
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.services import enforcement
from aacabot.services.marketplace_events import receive_event
from aacabot.store.models import SlackMessageRow, TakedownRow
from tests.journeys.alliance import ANN, BEA
from tests.services.casework import Casework

DECIDERS = {"acme": ANN, "beta": BEA}


async def confirmed(work: Casework, brand: str = "acme", **listing: object) -> str:
    """A case its brand has confirmed: the takedown is owed. Returns the case's id."""
    case_id = await work.suspect(brand, **listing)
    await enforcement.confirm(work.hub, await work.person(DECIDERS[brand]), case_id)
    return case_id


async def submitted(work: Casework, status: TakedownStatus, reason: str | None = None) -> str:
    """A case whose notice went out and was answered so. Returns the case's id."""
    case_id = await confirmed(work)
    await work.send(case_id)
    await work.answer(case_id, status, reason)
    return case_id


async def latest(work: Casework, case_id: str) -> TakedownRow:
    takedown = await work.takedown(case_id)
    assert takedown is not None
    return takedown


async def desk_notes(work: Casework, kind: str) -> list[SlackMessageRow]:
    """What the desk was told of this kind."""
    notes = await work.rows(SlackMessageRow, channel="T0OPS:C0OPS", kind="note")
    return [note for note in notes if note.values["kind"] == kind]


async def thread_notes(work: Casework, case_id: str) -> list[str]:
    """The kinds of what was said beside a case's card, in order."""
    notes = [note for note in await work.messages(case_id, "note") if note.parent_id]
    return [note.values["kind"] for note in sorted(notes, key=lambda note: note.wanted_at)]


async def event(
    work: Casework,
    kind: MarketplaceEventType,
    *,
    webhook_id: str | None = None,
    at: datetime | None = None,
    **said: str | None,
) -> None:
    """The marketplace tells something, each time under a new webhook id unless one is given."""
    told = MarketplaceEvent.model_validate({"type": kind, "at": at or work.now, **said})
    ident = webhook_id or f"{kind}-{work.now.isoformat()}-{said}"
    await receive_event(work.hub, await work.marketplace(), ident, told)
