"""After a start, and now and then: what is owed is woken, so that nothing waits for the next click."""

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.complaint_ends import TELLER
from aacabot.services.hub import Hub
from aacabot.services.takedowns import WORKER
from aacabot.store import complaint_rows, complaints
from aacabot.store.counter_notices import marketplaces_owed_rebuttals
from aacabot.store.models import FeedbackRow, ListingRead, Marketplace, SlackMessageRow, TakedownRow


async def wake_what_is_owed(hub: Hub) -> None:
    """Wake the workers of marketplaces and channels that have something to do."""
    async with hub.unit(EVERYONE) as unit:
        due = select(col(TakedownRow.marketplace_id)).where(col(TakedownRow.due_at) <= unit.now)
        told = (
            select(col(FeedbackRow.marketplace_id))
            .join(Marketplace, col(Marketplace.id) == col(FeedbackRow.marketplace_id))
            .where(col(FeedbackRow.sent_at).is_(None), col(Marketplace.feedback_off_at).is_(None))
        )
        reads = select(col(ListingRead.marketplace_id))
        for marketplace_id in await marketplaces_owed_rebuttals(unit.session, unit.now):
            unit.wake(WORKER, marketplace_id)
        for marketplace_id in await complaint_rows.marketplaces_owing(unit.session):
            unit.wake(WORKER, marketplace_id)
        for complaint_id in await complaints.untold(unit.session):
            unit.wake(TELLER, complaint_id)
        for question in (due.distinct(), told.distinct(), reads.distinct()):
            for marketplace_id in (await unit.session.execute(question)).scalars():
                unit.wake(WORKER, marketplace_id)
        unsent = select(col(SlackMessageRow.channel)).where(col(SlackMessageRow.unsent).is_(True)).distinct()
        for channel in (await unit.session.execute(unsent)).scalars():
            unit.wake(messages.CHANNEL_WORKER, channel)
