"""Where the alliance's listings live."""

from collections.abc import Iterable

from aacabot.domain.alliance_file import MarketplaceEntry
from aacabot.domain.ids import new_id
from aacabot.services.alliance.ledger import Ledger, mentioned
from aacabot.store.models import Marketplace

_REQUIRED = ("name", "connector", "base_url", "secret_env", "hosts")
MARKETPLACE = {
    field: field for field in (*_REQUIRED, "requests_per_second", "concurrency", "counter_notice_days")
} | {
    "listing_pattern": "listing_pattern",
    "counter_notices": "counter_notice_rules",
    "good_faith": "good_faith",
}


def apply_marketplaces(
    entries: Iterable[MarketplaceEntry], rows: list[Marketplace], ledger: Ledger
) -> frozenset[str]:
    """Bring the marketplaces to what the file says; returns the keys that may be named now."""
    by_key = {row.key: row for row in rows}
    kept = [_apply(entry, by_key.get(entry.key), ledger) for entry in entries]
    ledger.withdraw_unmentioned(rows, kept, lambda row: f"marketplace {row.key}")
    return frozenset(row.key for row in (*rows, *kept) if row.withdrawn_at is None)


def _apply(entry: MarketplaceEntry, row: Marketplace | None, ledger: Ledger) -> Marketplace:
    subject = f"marketplace {entry.key}"
    values = mentioned(entry, MARKETPLACE)
    if "hosts" in values:
        values["hosts"] = list(dict.fromkeys(values["hosts"]))
    if row is not None:
        ledger.reinstate(subject, row)
        ledger.change(subject, row, values, MARKETPLACE)
        return row
    ledger.require(entry, _REQUIRED)
    row = Marketplace(id=new_id(), key=entry.key, **values)
    ledger.add(f"{subject}: added", row)
    return row
