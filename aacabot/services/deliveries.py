"""What to tell a Slack channel next, and keeping how far it has been told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from aacabot.domain.alert_groups import AlertGroupShown
from aacabot.domain.alerts import Alert, LaneShown
from aacabot.domain.bulk_acts import BulkShown
from aacabot.domain.complaints import ComplaintShown
from aacabot.domain.help import Conversation
from aacabot.domain.intel.met import MetShown
from aacabot.domain.intel.passed_on import ItemPassed
from aacabot.domain.messages import MessageKind
from aacabot.domain.notes import Note, NoteKind
from aacabot.domain.notices import Notice
from aacabot.domain.viewers import EVERYONE
from aacabot.services import (
    alerts,
    bulk_progress,
    complaint_cards,
    conversations,
    group_cards,
    lanes,
    messages,
)
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel import passing_on
from aacabot.store import messages as store
from aacabot.store import unsent
from aacabot.store.models import SlackChannel, SlackMessageRow

Content = (
    ComplaintShown
    | BulkShown
    | Alert
    | AlertGroupShown
    | Note
    | Notice
    | LaneShown
    | Conversation
    | ItemPassed
)
_BROKEN_NOTES = {
    "channel_not_found": NoteKind.CHANNEL_NOT_FOUND,
    "not_in_channel": NoteKind.NOT_IN_CHANNEL,
    "is_archived": NoteKind.CHANNEL_ARCHIVED,
    "token_revoked": NoteKind.TOKEN_REVOKED,
}
_ABOUT_CASES = {MessageKind.CASE.value, MessageKind.REVIEW.value, MessageKind.INFO.value}
_FOR_DESK = {MessageKind.REVIEW, MessageKind.INFO, MessageKind.LANE, MessageKind.HELP}
_DESK = ("en", "UTC")
"""The language and zone of what is said to the desk, and of what is nobody's."""
LOOK_AGAIN_AFTER = timedelta(minutes=5)
"""How long a channel that cannot be reached is left alone before it is tried again."""


@dataclass(frozen=True)
class Delivery:
    """One message to post or update: what it should show at revision `rev`, for whom, and where.

    `maybe_posted` means an earlier post may have reached Slack: look for it before posting again.
    """

    message_id: str
    kind: MessageKind
    team_id: str
    channel_id: str
    rev: int
    ts: str | None
    thread_ts: str | None
    maybe_posted: datetime | None
    content: Content
    locale: str
    timezone: str
    member_id: str | None = None


async def next_delivery(hub: Hub, channel: str) -> Delivery | None:
    """The next message this channel has not been told, or None where it shows all it should."""
    return (await next_deliveries(hub, [channel])).get(channel)


async def next_deliveries(hub: Hub, channels: Sequence[str]) -> dict[str, Delivery]:
    """The next message each channel has not been told; without those that show all they should.

    Before a first post, writes down that one may be under way, so that a crash between the post and its
    record is looked into and never posts twice.
    """
    async with hub.database.read(EVERYONE) as session:
        rows = await unsent.first_unsent(session, channels)
        found = await _deliveries(hub, Unit(session, EVERYONE, hub.clock()), rows) if rows else []
    first = {row.id for row in rows if row.ts is None and row.posting_since is None}
    claimed = await _claim_first_posts(hub, found, first) if first else set()
    return {
        store.channel_key(one.team_id, one.channel_id): one
        for one in found
        if one.message_id not in first or one.message_id in claimed
    }


async def _claim_first_posts(hub: Hub, found: Sequence[Delivery], first: set[str]) -> set[str]:
    """Write down that first posts may be under way; without those another did before, or that have moved."""
    async with hub.unit(EVERYONE) as unit:
        held = await unsent.hold_messages(unit.session, sorted(first))
        claimed = set()
        for one in found:
            row = held.get(one.message_id)
            if row is None or row.ts is not None or row.posting_since is not None or _has_moved(one, row):
                continue
            row.posting_since = unit.now
            claimed.add(row.id)
        return claimed


def _has_moved(delivery: Delivery, row: SlackMessageRow) -> bool:
    return row.channel != store.channel_key(delivery.team_id, delivery.channel_id)


async def _deliveries(hub: Hub, unit: Unit, rows: Sequence[SlackMessageRow]) -> list[Delivery]:
    about_cases = [row.subject for row in rows if row.kind in _ABOUT_CASES]
    shown = await alerts.read_alerts(unit, about_cases, with_met=True) if about_cases else {}
    places = await unsent.places_of(unit.session, {row.parent_id for row in rows if row.parent_id})
    speak = await unsent.members_spoken_to(unit.session, {row.member_id for row in rows if row.member_id})
    found = []
    for row in rows:
        team_id, channel_id = row.channel.split(":", 1)
        kind = MessageKind(row.kind)
        locale, timezone = _DESK if kind in _FOR_DESK else speak.get(row.member_id or "", _DESK)
        delivery = Delivery(
            message_id=row.id,
            kind=kind,
            team_id=team_id,
            channel_id=channel_id,
            rev=row.wanted_rev,
            ts=row.ts,
            thread_ts=places.get(row.parent_id or ""),
            maybe_posted=row.posting_since if row.ts is None else None,
            content=_alert(kind, shown[row.subject])
            if row.kind in _ABOUT_CASES
            else await _content(hub, unit, row),
            locale=locale,
            timezone=timezone,
            member_id=row.member_id,
        )
        found.append(delivery)
    return found


def _alert(kind: MessageKind, alert: Alert) -> Alert:
    """What others met is told on the member's own card, and not to the desk."""
    return alert if kind is MessageKind.CASE else replace(alert, met=MetShown())


async def _content(hub: Hub, unit: Unit, row: SlackMessageRow) -> Content:
    if row.kind == MessageKind.NOTE:
        return messages.as_note(row.values)
    if row.kind == MessageKind.NOTICE:
        return messages.as_notice(row.values)
    if row.kind == MessageKind.GROUP:
        return await group_cards.read_group(unit, row.subject, with_met=True)
    if row.kind == MessageKind.COMPLAINT:
        return await complaint_cards.shown(unit, row.subject)
    if row.kind == MessageKind.ACT:
        return await bulk_progress.shown(unit, row.subject)
    if row.kind == MessageKind.INTEL:
        return await passing_on.shown(unit, row)
    if row.kind == MessageKind.HELP:
        return await conversations.shown(unit, row.subject)
    return await lanes.shown(hub)


async def delivered(hub: Hub, delivery: Delivery, ts: str) -> bool:
    """Slack shows the message at this revision now; False where it stands elsewhere, or at another `ts`."""
    return (await all_delivered(hub, [(delivery, ts)]))[0]


async def all_delivered(hub: Hub, sent: Sequence[tuple[Delivery, str]]) -> list[bool]:
    """Slack shows these messages at these revisions now; False for those that stand elsewhere.

    Two workers can be at one channel for a moment, where a node was only taken for dead. The later post is
    then one too many, and an update that came late has put an old revision over a newer one.
    """
    async with hub.unit(EVERYONE) as unit:
        held = await unsent.hold_messages(unit.session, sorted(one.message_id for one, _ in sent))
        stand = [_record(unit, held[one.message_id], one, ts) for one, ts in sent]
        heard = {held[one.message_id].channel for (one, _), stands in zip(sent, stand, strict=True) if stands}
        await unsent.clear_problems(unit.session, heard)
        return stand


def _record(unit: Unit, row: SlackMessageRow, delivery: Delivery, ts: str) -> bool:
    if _has_moved(delivery, row) or row.ts not in {None, delivery.ts, ts}:
        return False
    if delivery.rev < row.sent_rev:
        row.wanted_rev += 1
    row.ts, row.posting_since, row.sent_at = ts, None, unit.now
    row.sent_rev = max(row.sent_rev, delivery.rev)
    row.unsent = row.wanted_rev > row.sent_rev
    row.tries, row.problem = 0, None
    if row.unsent:
        unit.wake(messages.CHANNEL_WORKER, row.channel)
    return True


async def _hold(unit: Unit, message_id: str) -> SlackMessageRow:
    row = await store.get_message(unit.session, message_id)
    await unit.session.refresh(row, with_for_update=True)
    return row


async def found(hub: Hub, delivery: Delivery, ts: str) -> None:
    """An earlier post, never recorded, stands in Slack at `ts`; what it shows may be out of date."""
    async with hub.unit(EVERYONE) as unit:
        row = await _hold(unit, delivery.message_id)
        row.ts, row.posting_since = ts, None


async def not_posted(hub: Hub, delivery: Delivery) -> None:
    """Slack said for certain that nothing was posted: the next try need not look for it."""
    async with hub.unit(EVERYONE) as unit:
        (await _hold(unit, delivery.message_id)).posting_since = None


async def drop(hub: Hub, delivery: Delivery) -> bool:
    """Forget a message that was never posted and has nothing to show any more; False where it was posted."""
    async with hub.unit(EVERYONE) as unit:
        row = await _hold(unit, delivery.message_id)
        if row.ts is None:
            await unit.session.delete(row)
        return row.ts is None


async def message_gone(hub: Hub, delivery: Delivery) -> None:
    """Somebody deleted the message in Slack: it is posted anew. So is a card before a note in its thread."""
    async with hub.unit(EVERYONE) as unit:
        row = await _hold(unit, delivery.message_id)
        row.posting_since = None
        if delivery.ts is None and delivery.thread_ts is not None and row.parent_id is not None:
            row = await _hold(unit, row.parent_id)
            if row.ts != delivery.thread_ts:
                return
        row.ts = row.posting_since = None
        await store.want_again(unit.session, row.id, row.priority, unit.now)


async def show_again(hub: Hub, message_ids: Collection[str]) -> None:
    """More may be shown in these messages than was: they are rendered anew, those that are still there."""
    async with hub.unit(EVERYONE) as unit:
        for row in (await unsent.hold_messages(unit.session, sorted(message_ids))).values():
            await store.want_again(unit.session, row.id, row.priority, unit.now)
            unit.wake(messages.CHANNEL_WORKER, row.channel)


async def refused(hub: Hub, delivery: Delivery, detail: str) -> None:
    """Slack refuses this rendering: the desk is told once, and the message waits for its next change."""
    async with hub.unit(EVERYONE) as unit:
        row = await _hold(unit, delivery.message_id)
        row.posting_since, row.problem = None, detail[:500]
        row.sent_rev = max(row.sent_rev, delivery.rev)
        row.unsent = row.wanted_rev > row.sent_rev
        note = Note(
            kind=NoteKind.DEAD_LETTER, work="slack_message", log_id=row.id, text=detail[:500], at=unit.now
        )
        await messages.note_to_desk(unit, note, f"{row.id}:{delivery.rev}")


async def channel_broken(hub: Hub, channel: str, problem: str) -> None:
    """Nothing can be said in this channel: its messages wait, and the desk is told what to do, once."""
    async with hub.unit(EVERYONE) as unit:
        row = await store.get_channel(unit.session, channel)
        # One removal of the app breaks every channel of the workspace: that is one thing to tell.
        told = problem == messages.TOKEN_REVOKED and await store.any_channel_has(
            unit.session, row.team_id, problem
        )
        first = row.problem != problem and not told
        row.problem, row.problem_at = problem, unit.now
        await hub.owe_drain_later(unit, messages.CHANNEL_WORKER, channel, _next_look(unit.now))
        if first:
            await _tell_desk(unit, row, problem)


def _next_look(now: datetime) -> datetime:
    """On a grid, so that however often a channel fails, one look is owed for each span."""
    span = LOOK_AGAIN_AFTER.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // span + 2) * span, UTC)


async def _tell_desk(unit: Unit, channel: SlackChannel, problem: str) -> None:
    kind = _BROKEN_NOTES.get(problem, NoteKind.DEAD_LETTER)
    note = Note(
        kind=kind,
        channel=channel.channel_id,
        work="slack_channel" if kind is NoteKind.DEAD_LETTER else None,
        text=problem if kind is NoteKind.DEAD_LETTER else None,
        log_id=channel.id if kind is NoteKind.DEAD_LETTER else None,
        at=unit.now,
    )
    await messages.note_to_desk(unit, note, f"{channel.id}:{int(unit.now.timestamp())}")
