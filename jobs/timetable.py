"""The timetable: one minute tick on every node, and a pure rule of what is due."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import delete
from sqlmodel import col

from aacabot.domain.viewers import EVERYONE
from aacabot.services import announcements
from aacabot.services.agencies import announce_expiring
from aacabot.services.bulk_acts import forget_unsent
from aacabot.services.bulk_work import wake_unfinished
from aacabot.services.case_ends import archive_ended, expire_undecided
from aacabot.services.chain_roots import make_roots
from aacabot.services.counter_clocks import watch_counter_notices
from aacabot.services.good_faith import compute_nightly
from aacabot.services.good_faith.overrides import end_expired
from aacabot.services.good_faith.telling import tell_changes
from aacabot.services.group_cards import end_windows, show_held
from aacabot.services.handover import release_the_lapsed
from aacabot.services.help_clocks import watch_clocks
from aacabot.services.hub import Hub
from aacabot.services.intel.following import tell_followers
from aacabot.services.intel.introductions import close_introductions, put_to_holders
from aacabot.services.intel.labels import expire_label_requests
from aacabot.services.intel.telling import tell_sources
from aacabot.services.linting import add_up_acceptance
from aacabot.services.outreach import reach_out
from aacabot.services.placement import place_cards
from aacabot.services.portfolio import warn_expiring
from aacabot.services.recovery import wake_what_is_owed
from aacabot.services.review_claims import release_lapsed
from aacabot.services.second_clocks import expire_overdue
from aacabot.services.strikes import count_strikes
from aacabot.services.waking import wake_for_critical
from aacabot.store.attempts import forget_attempts
from aacabot.store.models import IntakeBatch, SeenWebhook
from aacabot.store.oauth_states import forget_states

KEEP_WEBHOOKS = timedelta(days=7)
KEEP_WORK = timedelta(days=2)
WAKE_EVERY_MINUTES = 10
"""How often what is owed is looked for, should a jumping clock have put a worker to sleep for too long."""


EVERY_MINUTE: tuple[Callable[[Hub], Awaitable[object]], ...] = (
    wake_for_critical,
    place_cards,
    show_held,
    end_windows,
    announce_expiring,
    warn_expiring,
    release_the_lapsed,
    expire_overdue,
    release_lapsed,
    watch_counter_notices,
    expire_undecided,
    archive_ended,
    announcements.spread_recent,
    watch_clocks,
    count_strikes,
    make_roots,
    compute_nightly,
    tell_changes,
    end_expired,
    expire_label_requests,
    tell_sources,
    tell_followers,
    put_to_holders,
    close_introductions,
)
"""Each may be run by several nodes at once; what wakes people comes first."""


def due_slots(since: datetime, now: datetime) -> list[str]:
    """The hours that began after `since` and up to `now`: each is one slot of housekeeping."""
    hour = since.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    slots = []
    while hour <= now:
        slots.append(hour.strftime("%Y-%m-%dT%H"))
        hour += timedelta(hours=1)
    return slots


class Timetable:
    """Ticks every minute while the hub runs; several nodes may tick, what they do is idempotent."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._since = hub.clock()
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self, *tasks: Callable[[], Awaitable[None]]) -> None:
        """Begin to tick; each of `tasks` runs at every tick too."""
        for task in (self.tick, *tasks):
            self._scheduler.add_job(task, "interval", minutes=1, max_instances=1, coalesce=True)
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Do what has become due since the last tick: what fails waits for the next, and holds nothing up.

        Raises ExceptionGroup with every failure, when all the rest has been done.
        """
        now = self._hub.clock()
        slots, self._since = due_slots(self._since, now), now
        hourly = (tidy, add_up_acceptance, reach_out, forget_unsent) if slots else ()
        now_and_then = (wake_what_is_owed, wake_unfinished) if now.minute % WAKE_EVERY_MINUTES == 0 else ()
        failures = []
        for task in (*hourly, *now_and_then, *EVERY_MINUTE):
            try:
                await task(self._hub)
            except Exception as error:  # noqa: BLE001 - raised below, with the others
                failures.append(error)
        if failures:
            raise ExceptionGroup("not everything that was due is done", failures)


async def tidy(hub: Hub) -> None:
    """Forget webhook ids too old to be accepted again, screened batches, and finished work."""
    async with hub.unit(EVERYONE) as unit:
        await unit.session.execute(
            delete(SeenWebhook).where(col(SeenWebhook.received_at) < unit.now - KEEP_WEBHOOKS)
        )
        await unit.session.execute(
            delete(IntakeBatch).where(col(IntakeBatch.screened_at) < unit.now - KEEP_WEBHOOKS)
        )
        await forget_states(unit.session, unit.now - KEEP_WEBHOOKS)
        await forget_attempts(unit.session, unit.now - KEEP_WEBHOOKS)
        before = unit.now - KEEP_WORK
    await hub.engine.forget_finished(before)
