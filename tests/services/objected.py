"""Cases that a seller objects to."""

from collections.abc import Mapping

from aacabot.domain.ids import new_id
from aacabot.domain.listings import MarketplaceEventType
from aacabot.domain.people import Role
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import ListingStatus, TakedownStatus
from aacabot.store.models import CounterNoticeRow, GrantRow, Marketplace
from tests.services import steps
from tests.services.casework import Casework
from tests.services.confirmed import event, latest, submitted

FILED = MarketplaceEventType.COUNTER_NOTICE_FILED


async def taken_down(work: Casework) -> str:
    """A case whose listing was seen gone. Returns the case's id."""
    case_id = await submitted(work, TakedownStatus.REMOVED)
    takedown = await latest(work, case_id)
    await steps.record_reading(work.hub, takedown.id, ListingStatus.REMOVED, work.now)
    return case_id


async def objected(work: Casework, **said: str) -> str:
    """A case taken down, to which its seller objects a day later. Returns the case's id."""
    case_id = await taken_down(work)
    work.later(days=1)
    await object_to(work, case_id, **said)
    return case_id


async def object_to(work: Casework, case_id: str, **said: str) -> None:
    takedown = await latest(work, case_id)
    told = {"takedown_id": takedown.id, "text": "These are mine.", **said}
    await event(work, FILED, webhook_id=None, at=None, **told)


async def rules(work: Casework, *rules: Mapping[str, object]) -> None:
    """The marketplace's procedures from now on."""
    async with work.hub.unit(EVERYONE) as unit:
        row = await unit.session.get_one(Marketplace, (await work.marketplace()).id)
        row.counter_notice_rules = [dict(rule) for rule in rules]


async def make_counsel(work: Casework, user_id: str) -> None:
    """Another counsel of the same member as Ann."""
    person = await work.person(user_id)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(
            GrantRow(id=new_id(), person_id=person.id, role=Role.COUNSEL.value, member_id=person.of_member)
        )


async def notice_of(work: Casework, case_id: str) -> CounterNoticeRow:
    """The newest answer of a case's seller."""
    found: list[CounterNoticeRow] = await work.rows(CounterNoticeRow, case_id=case_id)
    return max(found, key=lambda row: (row.filed_at, row.id))
