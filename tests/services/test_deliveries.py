"""What to tell a channel next, and how far it has been told, whatever came between."""

import pytest

from aacabot.domain.messages import MessageKind
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import TakedownStatus
from aacabot.services import deliveries, messages
from aacabot.services.deliveries import Delivery
from aacabot.services.hub import Hub
from aacabot.store.models import SlackChannel, SlackMessageRow
from tests.services.casework import NOON, Casework
from tests.services.confirmed import desk_notes, submitted

ACME, BETA, DESK = "T0OPS:C0ACME", "T0OPS:C0BETA", "T0OPS:C0OPS"


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def next_for(work: Casework, channel: str = ACME) -> Delivery:
    delivery = await deliveries.next_delivery(work.hub, channel)
    assert delivery is not None
    return delivery


async def want(work: Casework, case_id: str) -> None:
    """Something about the case changed."""
    async with work.hub.unit(EVERYONE) as unit:
        messages.show_case(unit, await work.case(case_id))


async def row_of(work: Casework, delivery: Delivery) -> SlackMessageRow:
    (row,) = await work.rows(SlackMessageRow, id=delivery.message_id)
    assert isinstance(row, SlackMessageRow)
    return row


async def test_a_first_post_is_written_down_before_it_is_made(work: Casework) -> None:
    await work.suspect()
    first = await next_for(work)
    assert (first.ts, first.maybe_posted) == (None, None)
    assert (await row_of(work, first)).posting_since == NOON
    assert (await next_for(work)).maybe_posted == NOON
    await deliveries.not_posted(work.hub, first)
    assert (await next_for(work)).maybe_posted is None


async def test_what_was_found_in_slack_is_updated_and_never_posted_again(work: Casework) -> None:
    await work.suspect()
    first = await next_for(work)
    await deliveries.found(work.hub, first, "1.1")
    again = await next_for(work)
    assert (again.message_id, again.ts, again.maybe_posted) == (first.message_id, "1.1", None)


async def test_a_change_while_a_message_is_being_sent_is_sent_after_it(work: Casework) -> None:
    case_id = await work.suspect()
    first = await next_for(work)
    for _ in range(3):
        await want(work, case_id)
    await deliveries.delivered(work.hub, first, "1.1")
    second = await next_for(work)
    assert second.rev == first.rev + 3
    await want(work, case_id)
    await deliveries.refused(work.hub, second, "invalid_blocks")
    third = await next_for(work)
    await deliveries.delivered(work.hub, third, "1.1")
    assert await deliveries.next_delivery(work.hub, ACME) is None
    assert len(await desk_notes(work, "dead_letter")) == 1


async def test_outcomes_go_before_notes_and_notes_before_new_cards(work: Casework) -> None:
    decided = await submitted(work, TakedownStatus.PENDING)
    card = await next_for(work)
    await deliveries.delivered(work.hub, card, "1.1")
    work.later(seconds=-30)
    newer = await work.suspect()
    work.later(seconds=60)
    await work.answer(decided, TakedownStatus.DECLINED, "WRONG_CLASS")

    order = []
    while (delivery := await deliveries.next_delivery(work.hub, ACME)) is not None:
        order.append((delivery.kind, delivery.ts, delivery.thread_ts))
        await deliveries.delivered(work.hub, delivery, delivery.ts or f"2.{len(order)}")
    assert order == [
        (MessageKind.CASE, "1.1", None),
        (MessageKind.NOTE, None, "1.1"),
        (MessageKind.CASE, None, None),
    ]
    (last,) = await work.messages(newer, "case")
    assert last.ts == "2.3"


async def test_a_note_waits_for_its_card_also_when_the_card_was_deleted(work: Casework) -> None:
    decided = await submitted(work, TakedownStatus.DECLINED, "WRONG_CLASS")
    card = await next_for(work)
    assert card.kind is MessageKind.CASE
    await deliveries.delivered(work.hub, card, "1.1")
    note = await next_for(work)
    assert (note.kind, note.thread_ts) == (MessageKind.NOTE, "1.1")
    await deliveries.message_gone(work.hub, note)

    again = await next_for(work)
    assert (again.kind, again.ts) == (MessageKind.CASE, None)
    await deliveries.delivered(work.hub, again, "2.1")
    note = await next_for(work)
    assert (note.thread_ts, note.maybe_posted) == ("2.1", None)
    assert len(await work.messages(decided, "case")) == 1


async def test_a_broken_channel_is_told_to_the_desk_once_until_it_breaks_again(work: Casework) -> None:
    await work.suspect()
    for _ in range(2):
        await deliveries.channel_broken(work.hub, ACME, "is_archived")
    (note,) = await desk_notes(work, "channel_archived")
    assert note.values["channel"] == "C0ACME"
    card = await next_for(work)
    await deliveries.delivered(work.hub, card, "1.1")
    assert [row.problem for row in await work.rows(SlackChannel, id=ACME)] == [None]
    work.later(hours=1)
    await deliveries.channel_broken(work.hub, ACME, "is_archived")
    assert len(await desk_notes(work, "channel_archived")) == 2


async def test_a_removed_app_is_one_thing_to_tell_for_all_channels(work: Casework) -> None:
    await work.suspect("acme")
    await work.suspect("beta")
    for channel in (ACME, BETA, ACME):
        await deliveries.channel_broken(work.hub, channel, "token_revoked")
    assert len(await desk_notes(work, "token_revoked")) == 1


async def test_a_problem_nobody_foresaw_is_told_in_slacks_word(work: Casework) -> None:
    await work.suspect()
    await deliveries.channel_broken(work.hub, ACME, "restricted_action")
    (note,) = await desk_notes(work, "dead_letter")
    assert note.values["text"] == "restricted_action"
