"""Cards go where their brand wants them: also those whose channel came later, or had to be left."""

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlmodel import col

from aacabot.domain.cases import WAITING_STATES
from aacabot.domain.messages import MessageKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub, Unit
from aacabot.store.messages import channel_key, ensure_channel
from aacabot.store.models import Brand, CaseRow, Member, SlackChannel, SlackMessageRow

AT_ONCE = 500
"""Cards put in their place in one commit; the rest follow a minute later."""


async def place_cards(hub: Hub) -> int:
    """Show waiting cases that were never shown, or only where Slack can no longer be spoken to.

    A card that stands in a channel that still works stays there. Returns how many were placed.
    """
    async with hub.unit(EVERYONE) as unit:
        found = (await unit.session.execute(_misplaced().limit(AT_ONCE))).all()
        for case, team_id, channel_id, card in found:
            if card is None:
                messages.show_case(unit, case)
            else:
                await _move(unit, card, str(team_id), str(channel_id))
        return len(found)


def _wanted_channel() -> ColumnElement[str | None]:
    return func.coalesce(col(Brand.channel_id), col(Member.channel_id))


def _misplaced() -> Select[CaseRow, str | None, str | None, SlackMessageRow]:
    wanted = _wanted_channel()
    never_shown = and_(col(SlackMessageRow.ts).is_(None), col(SlackMessageRow.posting_since).is_(None))
    elsewhere = col(SlackMessageRow.channel) != col(Member.team_id) + ":" + wanted
    return (
        select(CaseRow, col(Member.team_id), wanted, SlackMessageRow)
        .join(Brand, col(Brand.id) == col(CaseRow.brand_id))
        .join(Member, col(Member.id) == col(CaseRow.member_id))
        .outerjoin(
            SlackMessageRow,
            and_(
                col(SlackMessageRow.subject) == col(CaseRow.id),
                col(SlackMessageRow.kind) == MessageKind.CASE.value,
            ),
        )
        .outerjoin(SlackChannel, col(SlackChannel.id) == col(SlackMessageRow.channel))
        .where(
            col(CaseRow.state).in_([state.value for state in WAITING_STATES]),
            col(Member.team_id).is_not(None),
            wanted.is_not(None),
            or_(
                col(SlackMessageRow.id).is_(None),
                and_(elsewhere, or_(never_shown, col(SlackChannel.problem).is_not(None))),
            ),
        )
        .order_by(col(CaseRow.id))
    )


async def _move(unit: Unit, card: SlackMessageRow, team_id: str, channel_id: str) -> None:
    """Post the card anew in its new channel, and with it what was still to be said in its thread."""
    before = (card.channel, card.ts, card.posting_since)
    await unit.session.refresh(card, with_for_update=True)
    if (card.channel, card.ts, card.posting_since) != before:
        # Posted, or moved by another node, since it was looked for.
        return
    card.channel = await ensure_channel(unit.session, team_id, channel_id)
    card.ts = card.posting_since = card.problem = None
    card.unsent, card.wanted_rev, card.wanted_at = True, card.wanted_rev + 1, unit.now
    await unit.session.execute(
        update(SlackMessageRow)
        .where(col(SlackMessageRow.parent_id) == card.id, col(SlackMessageRow.unsent).is_(True))
        .values(channel=channel_key(team_id, channel_id), posting_since=None)
        .execution_options(synchronize_session=False)
    )
    unit.wake(messages.CHANNEL_WORKER, card.channel)
