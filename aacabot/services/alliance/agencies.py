"""Agencies: firms that act for brands by grants."""

from collections.abc import Iterable

from aacabot.domain.alliance_file import AgencyEntry
from aacabot.domain.ids import new_id
from aacabot.services.alliance.ledger import Ledger, mentioned
from aacabot.store.models import Agency

AGENCY = {"name": "name", "workspace": "team_id"}


def apply_agencies(entries: Iterable[AgencyEntry], rows: list[Agency], ledger: Ledger) -> dict[str, Agency]:
    """Bring the agencies to what the file says; returns those it mentions, by key."""
    by_key = {row.key: row for row in rows}
    kept = {entry.key: _apply(entry, by_key.get(entry.key), ledger) for entry in entries}
    ledger.withdraw_unmentioned(rows, kept.values(), lambda row: f"agency {row.key}")
    return kept


def _apply(entry: AgencyEntry, row: Agency | None, ledger: Ledger) -> Agency:
    subject = f"agency {entry.key}"
    values = mentioned(entry, AGENCY)
    if row is not None:
        ledger.reinstate(subject, row)
        ledger.change(subject, row, values, AGENCY)
        return row
    ledger.require(entry, ["name"])
    row = Agency(id=new_id(), key=entry.key, **values)
    ledger.add(f"{subject}: added", row)
    return row
