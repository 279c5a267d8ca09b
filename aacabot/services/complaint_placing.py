"""Finding each reported address's marketplace and listing, before anything is read."""

from collections.abc import Mapping, Sequence

from aacabot.domain.complaints import MOST_LISTINGS, Reported, RowProblem, RowState
from aacabot.domain.complaints.addresses import MOST_ADDRESS, checked_address, host_of, listing_id_of
from aacabot.domain.untrusted import storable
from aacabot.services.hub import Unit
from aacabot.store.models import Complaint, ComplaintRow, Marketplace


def placed(
    complaint: Complaint, reported: Sequence[Reported], marketplaces: Sequence[Marketplace], unit: Unit
) -> list[ComplaintRow]:
    """Each address as a row: at its marketplace and waiting, or settled with what is wrong with it."""
    at = {host: one for one in marketplaces if one.withdrawn_at is None for host in one.hosts}
    seen: set[tuple[str, str]] = set()
    rows = []
    for position, one in enumerate(reported, 1):
        row = ComplaintRow(
            complaint_id=complaint.id, position=position, member_id=complaint.member_id,
            url=storable(one.url)[:MOST_ADDRESS], note=one.note, state=RowState.WAITING.value,
        )  # fmt: skip
        problem = _place(row, at, seen, one.url)
        if problem is None and len(seen) > MOST_LISTINGS:
            problem = RowProblem.TOO_MANY
        if problem is not None:
            row.state, row.problem = RowState.NOT_REPORTED.value, problem.value
            row.settled_at = unit.now
        rows.append(row)
    return rows


def _place(
    row: ComplaintRow, at: Mapping[str, Marketplace], seen: set[tuple[str, str]], given: str
) -> RowProblem | None:
    url = checked_address(given)
    if url is None:
        return RowProblem.BAD_ADDRESS
    row.url = url
    marketplace = at.get(host_of(url))
    if marketplace is None:
        return RowProblem.NO_MARKETPLACE
    row.marketplace_id = marketplace.id
    row.listing_id = listing_id_of(url, marketplace.listing_pattern)
    if row.listing_id is None:
        return RowProblem.NO_LISTING_ID
    if (marketplace.id, row.listing_id) in seen:
        return RowProblem.TWICE
    seen.add((marketplace.id, row.listing_id))
    return None
