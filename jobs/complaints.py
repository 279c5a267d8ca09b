"""Complaints at work: listings are read over their marketplace's wire, and results are told."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from aacabot.domain.complaints import RowProblem
from aacabot.domain.viewers import EVERYONE
from aacabot.engine import Payload
from aacabot.locales import Catalogues
from aacabot.logs import log
from aacabot.marketplaces.connector import (
    Connector,
    ListingStatus,
    MarketplaceRefused,
    MarketplaceUnreachable,
)
from aacabot.services import complaint_results, complaint_rows, complaint_seconds
from aacabot.services.complaint_ends import TELLER
from aacabot.services.complaint_rows import OwedRow
from aacabot.services.hub import Hub
from aacabot.slack.client import ChannelBroken, Slack
from aacabot.slack.files import post_file
from aacabot.slack.views.complaints import result_file
from aacabot.store import drains

_PASSES = {"ratelimited", "internal_error", "fatal_error", "request_timeout", "service_unavailable"}
"""What Slack says of troubles of its own: tried again. Anything else it would say again."""


async def read_reported(hub: Hub, connector: Connector, rows: Sequence[OwedRow]) -> None:
    """Read the listings of rows, one after the other at the marketplace's pace, and settle each.

    Raises MarketplaceUnreachable where it is to be tried again later; what was settled stays settled. A row
    that fails for a reason nobody foresaw holds up no other: ExceptionGroup, when the others are done.
    """
    failures = []
    for row in rows:
        try:
            await _read(hub, connector, row)
        except MarketplaceRefused as error:
            log(__name__).warning("listing not read", listing=row.listing_id, status=error.status)
            await complaint_rows.settle(hub, row, RowProblem.UNREADABLE)
        except MarketplaceUnreachable:
            await complaint_rows.not_answered(hub, row)
            raise
        except Exception as error:  # noqa: BLE001 - raised below, with the others
            await complaint_rows.not_answered(hub, row)
            failures.append(error)
    if failures:
        raise ExceptionGroup("not every listing could be reported", failures)


async def _read(hub: Hub, connector: Connector, row: OwedRow) -> None:
    read = await connector.read_listing(row.listing_id)
    if read.status is ListingStatus.REMOVED:
        # Not every address ends with the id: the listing may be known by its address.
        other = await complaint_rows.known_elsewhere(hub, row)
        if other is not None:
            read = await connector.read_listing(other)
    await complaint_rows.was_read(hub, row, read)


class ComplaintTeller:
    """Posts the result file of a finished complaint to whoever made it."""

    def __init__(self, hub: Hub, slack: Slack, catalogues: Catalogues) -> None:
        self._hub = hub
        self._slack = slack
        self._catalogues = catalogues

    async def run(self, payload: Payload) -> None:
        """Tell of the complaint `payload["key"]`, unless that was done. What Slack refuses is tried again."""
        complaint_id = str(payload["key"])
        async with self._hub.unit(EVERYONE) as unit:
            await drains.begin(unit.session, TELLER, complaint_id)
        told = await complaint_results.to_tell(self._hub, complaint_id)
        if told is None:
            return
        words = self._catalogues.words(locale=told.locale, timezone=told.timezone)
        content = result_file(told.rows, words)
        said = words("Your complaint, row by row")
        for team_id, user_id in told.places:
            try:
                client = await self._slack.client_of(team_id)
                await post_file(client, user_id, f"complaint-{told.day}.csv", content, said)
            except ChannelBroken as error:
                log(__name__).warning("result not told", complaint=complaint_id, problem=error.problem)
            except SlackApiError as error:
                if error.response.status_code >= 429 or error.response.get("error") in _PASSES:
                    raise
                # Such as a workspace that has not granted files:write yet: the card's list is there still.
                log(__name__).warning("result not told", complaint=complaint_id, problem=str(error))
        await complaint_results.told(self._hub, complaint_id)


@dataclass(frozen=True)
class ComplaintApprover:
    """Approves a complaint's cases for the second person who asked for it."""

    hub: Hub

    async def run(self, payload: Payload) -> None:
        """Approve what waits of the complaint `payload["key"]`, each case in a commit of its own."""
        complaint_id = str(payload["key"])
        async with self.hub.unit(EVERYONE) as unit:
            await drains.begin(unit.session, complaint_seconds.APPROVER, complaint_id)
        await complaint_seconds.approve_rest(self.hub, complaint_id)
