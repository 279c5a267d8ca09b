"""The timetable: each hour is due once, however the ticks fall; and what may be forgotten."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store.models import IntakeBatch, SeenWebhook
from jobs import timetable
from jobs.timetable import KEEP_WEBHOOKS, due_slots, tidy
from tests.services.casework import NOON, Casework

moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2026, 1, 8),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(ticks=st.lists(moments, min_size=2, max_size=12).map(sorted))
def test_every_hour_that_begins_is_due_once_however_the_ticks_fall(ticks: list[datetime]) -> None:
    slots = [slot for since, now in pairwise(ticks) for slot in due_slots(since, now)]
    assert slots == due_slots(ticks[0], ticks[-1])
    assert len(set(slots)) == len(slots)
    hours = int(ticks[-1].timestamp() // 3600) - int(ticks[0].timestamp() // 3600)
    assert len(slots) == hours


def test_a_slot_is_due_on_the_hour_and_not_before() -> None:
    hour = datetime(2026, 11, 22, 13, tzinfo=UTC)
    assert due_slots(hour - timedelta(minutes=1), hour - timedelta(microseconds=1)) == []
    assert due_slots(hour - timedelta(minutes=1), hour) == ["2026-11-22T13"]
    assert due_slots(hour, hour + timedelta(minutes=59)) == []


async def test_tidying_forgets_what_cannot_matter_any_more_and_nothing_else(hub: Hub) -> None:
    work = await Casework.begun(hub)
    marketplace = (await work.marketplace()).id
    await work.suspect()
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(
            IntakeBatch(id="unscreened", marketplace_id=marketplace, listing_ids=b"[]", received_at=NOON)
        )
    work.now += KEEP_WEBHOOKS - timedelta(minutes=1)
    await tidy(work.hub)
    assert len(await work.rows(SeenWebhook)) == 1
    assert len(await work.rows(IntakeBatch)) == 2
    work.later(minutes=2)
    await tidy(work.hub)
    assert await work.rows(SeenWebhook) == []
    assert [batch.id for batch in await work.rows(IntakeBatch)] == ["unscreened"]


async def test_what_fails_holds_nothing_else_up_and_is_told_at_the_end(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    async def fails(hub: Hub) -> None:
        raise LookupError("no such row")

    async def works(hub: Hub) -> None:
        done.append(hub)

    monkeypatch.setattr(timetable, "EVERY_MINUTE", (fails, works, fails, works))
    with pytest.raises(ExceptionGroup) as failed:
        await timetable.Timetable(hub).tick()
    assert len(failed.value.exceptions) == 2
    assert done == [hub, hub]
