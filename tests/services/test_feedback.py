"""Every decision goes back to the marketplace that asked, in batches, unless it takes none."""

import pytest

from aacabot.domain.cases import DismissReason
from aacabot.services import enforcement, feedback, retraction
from aacabot.services.hub import Hub
from aacabot.store.models import FeedbackRow
from tests.journeys.alliance import ANN
from tests.services.casework import NOON, Casework
from tests.services.confirmed import confirmed, desk_notes


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def test_what_was_decided_is_owed_oldest_first_until_it_was_heard(work: Casework) -> None:
    marketplace = (await work.marketplace()).id
    first = await confirmed(work, listing_id="L1")
    work.later(minutes=1)
    second = await work.suspect(listing_id="L2")
    ann = await work.person(ANN)
    await enforcement.dismiss(work.hub, ann, second, DismissReason.CANNOT_TELL)
    work.later(minutes=1)
    await retraction.retract(work.hub, ann, first)

    owed = await feedback.owed(work.hub, marketplace)
    assert [(told.listing_id, told.outcome) for _, told in owed] == [
        ("L1", "confirmed"),
        ("L2", "undecided"),
        ("L1", "undecided"),
    ]
    assert owed[0][1].decided_at == NOON
    assert owed[0][1].case_number == (await work.case(first)).number
    await feedback.told(work.hub, [ident for ident, _ in owed[:2]])
    assert await feedback.owed(work.hub, marketplace) == owed[2:]


async def test_a_batch_is_bounded(work: Casework, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "BATCH", 2)
    for _ in range(3):
        await confirmed(work)
    marketplace = (await work.marketplace()).id
    batch = await feedback.owed(work.hub, marketplace)
    assert len(batch) == 2
    await feedback.told(work.hub, [ident for ident, _ in batch])
    assert len(await feedback.owed(work.hub, marketplace)) == 1


async def test_a_marketplace_that_takes_none_is_told_nothing_and_the_desk_once(work: Casework) -> None:
    await confirmed(work)
    marketplace = (await work.marketplace()).id
    for _ in range(2):
        await feedback.turn_off(work.hub, marketplace)
    assert await feedback.owed(work.hub, marketplace) == []
    assert len(await desk_notes(work, "feedback_off")) == 1
    assert [row.sent_at for row in await work.rows(FeedbackRow)] == [None]
