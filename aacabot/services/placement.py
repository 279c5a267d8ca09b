"""Cards go where their brand wants them: also those whose channel came later, or had to be left."""

from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub, Unit
from aacabot.store import messages as store
from aacabot.store.models import SlackMessageRow

AT_ONCE = 500
"""Cards put in their place in one commit; the rest follow a minute later."""


async def place_cards(hub: Hub) -> int:
    """Show waiting cases that were never shown, or only where Slack can no longer be spoken to.

    A card that stands in a channel that still works stays there. Returns how many were placed.
    """
    async with hub.unit(EVERYONE) as unit:
        found = await store.misplaced_cards(unit.session, AT_ONCE)
        moved = set()
        for case, team_id, channel_id, card in found:
            if card is not None and card.id in moved:
                continue
            moved.add(card.id if card else None)
            if card is None:
                messages.show_case(unit, case)
            else:
                await _move(unit, card, team_id, channel_id)
        return len(found)


async def _move(unit: Unit, card: SlackMessageRow, team_id: str, channel_id: str) -> None:
    """Post the card anew in its new channel, and with it what was still to be said in its thread."""
    before = (card.channel, card.ts, card.posting_since)
    await unit.session.refresh(card, with_for_update=True)
    if (card.channel, card.ts, card.posting_since) != before:
        # Posted, or moved by another node, since it was looked for.
        return
    card.channel = await store.ensure_channel(unit.session, team_id, channel_id)
    card.ts = card.posting_since = card.problem = None
    card.unsent, card.wanted_rev, card.wanted_at = True, card.wanted_rev + 1, unit.now
    await store.move_unsaid(unit.session, card.id, card.channel)
    unit.wake(messages.CHANNEL_WORKER, card.channel)
