"""The brands of members."""

from collections.abc import Iterable

from aacabot.domain.alliance_file import AllianceFile, BrandEntry
from aacabot.domain.ids import new_id
from aacabot.services.alliance.holdings import Holdings
from aacabot.services.alliance.ledger import Ledger, mentioned
from aacabot.store.alliance import AllianceRecords
from aacabot.store.models import Brand, Member

BRAND = {"name": "name", "category": "category", "channel": "channel_id"}


class Brands:
    """The brands after the file, by key."""

    def __init__(self, rows: Iterable[Brand]) -> None:
        self._rows = {row.key: row for row in rows}

    def get(self, key: str) -> Brand | None:
        return self._rows.get(key)

    def put(self, brand: Brand) -> None:
        self._rows[brand.key] = brand

    def live(self, key: str) -> Brand | None:
        """The brand of this key, unless it is unknown or withdrawn."""
        brand = self._rows.get(key)
        return brand if brand and brand.withdrawn_at is None else None

    @property
    def keys_by_id(self) -> dict[str, str]:
        return {brand.id: brand.key for brand in self._rows.values()}


def apply_brands(
    file: AllianceFile,
    members: dict[str, Member],
    records: AllianceRecords,
    marketplaces: frozenset[str],
    ledger: Ledger,
) -> Brands:
    """Bring the brands, and what they hold, to what the file says."""
    brands = Brands(records.brands)
    holdings = Holdings(records, marketplaces, ledger)
    owners = {member.id: member.key for member in records.members}
    kept: list[Brand] = []
    for member in file.members:
        for entry in member.brands:
            row = _apply(entry, brands, members[member.key], owners, ledger)
            kept.append(row)
            holdings.apply(entry, row)
    ledger.withdraw_unmentioned(records.brands, kept, lambda row: f"brand {row.key}")
    holdings.withdraw_unmentioned()
    return brands


def _apply(
    entry: BrandEntry, brands: Brands, member: Member, owners: dict[str, str], ledger: Ledger
) -> Brand:
    subject = f"brand {entry.key}"
    values = mentioned(entry, BRAND)
    row = brands.get(entry.key)
    if row is None:
        ledger.require(entry, ["name"])
        row = Brand(id=new_id(), key=entry.key, member_id=member.id, **values)
        brands.put(row)
        ledger.add(f"{subject}: added", row)
        return row
    if row.member_id != member.id:
        # Its cases belong to the first member: they would change hands with it.
        owner = owners.get(row.member_id, "another")
        ledger.refuse((*entry.path, "key"), f"expected another key; member {owner} has this one")
    ledger.reinstate(subject, row)
    ledger.change(subject, row, values, BRAND)
    return row
