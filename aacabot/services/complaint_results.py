"""Who is told how a complaint came out, row by row, and that they were."""

from collections.abc import Sequence
from dataclasses import dataclass

from aacabot.domain.complaints import RowResult
from aacabot.domain.viewers import EVERYONE
from aacabot.services.complaints import as_result
from aacabot.services.hub import Hub, Unit
from aacabot.services.messages import reached_from
from aacabot.store import complaints as store
from aacabot.store.models import Complaint, Member
from aacabot.store.people import slack_ids_of


@dataclass(frozen=True, kw_only=True)
class Told:
    """A result to post: to whom (workspace, user), in whose language, and its rows. `day` is in UTC."""

    places: Sequence[tuple[str, str]]
    locale: str
    timezone: str
    day: str
    rows: Sequence[RowResult]


async def to_tell(hub: Hub, complaint_id: str) -> Told | None:
    """What is still to be posted of a finished complaint; None once it was, or where nobody is to be told."""
    async with hub.database.read(EVERYONE) as session:
        complaint = await session.get(Complaint, complaint_id)
        if complaint is None or complaint.finished_at is None or complaint.told_at is not None:
            return None
        member = await session.get_one(Member, complaint.member_id)
        known = await slack_ids_of(session, complaint.person_id) if complaint.person_id else []
        unit = Unit(session, EVERYONE, hub.clock())
        places = [(await reached_from(unit, home_id, member.id), user_id) for home_id, user_id in known]
        rows = [as_result(*row) for row in await store.rows_with_cases(session, complaint_id)]
    return Told(
        places=places,
        locale=member.locale,
        timezone=member.timezone,
        day=complaint.made_at.date().isoformat(),
        rows=rows,
    )


async def told(hub: Hub, complaint_id: str) -> None:
    """The result file stands in Slack: it is not posted again."""
    async with hub.unit(EVERYONE) as unit:
        await store.mark_told(unit.session, complaint_id, unit.now)
