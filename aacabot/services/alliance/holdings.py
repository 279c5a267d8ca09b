"""What a brand holds: its marks, its rights, and the sellers it has allowed."""

from collections.abc import Hashable
from typing import Any

from aacabot.domain.alliance_file import BrandEntry, MarkEntry, SellerEntry
from aacabot.domain.ids import new_id
from aacabot.screening.forms import spellings
from aacabot.screening.marks import UnscreenableMark, WatchedMark
from aacabot.services.alliance.ledger import Columns, Ledger, mentioned
from aacabot.store.alliance import AllianceRecords
from aacabot.store.models import AuthorisedSeller, Brand, Mark, RegisteredRight

MARK = {"forms": "forms", "common": "common"}
RIGHT = {"classes": "classes", "territories": "territories", "expires": "expires"}

Holding = Mark | RegisteredRight | AuthorisedSeller
_ONE_OF_A_KIND: dict[type[Holding], tuple[str, ...]] = {
    Mark: ("text",),
    RegisteredRight: ("kind", "office", "number"),
    AuthorisedSeller: ("marketplace_key", "seller_id"),
}


class Holdings:
    """The holdings of all brands, each found by what makes it one of a kind within its brand."""

    def __init__(self, records: AllianceRecords, marketplaces: frozenset[str], ledger: Ledger) -> None:
        self._marketplaces = marketplaces
        self._ledger = ledger
        self._brand_keys = {brand.id: brand.key for brand in records.brands}
        self._rows: list[Holding] = [*records.marks, *records.rights, *records.sellers]
        self._known = {_identity(row): row for row in self._rows}
        self._kept: list[Holding] = []

    def apply(self, entry: BrandEntry, brand: Brand) -> None:
        """Bring the holdings of one brand to what the file says."""
        self._brand_keys[brand.id] = brand.key
        for mark in entry.marks:
            if self._hold(Mark, brand, (mark.text,), mentioned(mark, MARK), MARK):
                self._screenable(mark)
        for right in entry.rights:
            number = (right.kind.value, right.office, right.number)
            self._hold(RegisteredRight, brand, number, mentioned(right, RIGHT), RIGHT)
        for seller in entry.authorised_sellers:
            self._known_marketplace(seller)
            self._hold(AuthorisedSeller, brand, (seller.marketplace, seller.seller_id), {}, {})

    def withdraw_unmentioned(self) -> None:
        self._ledger.withdraw_unmentioned(self._rows, self._kept, self._subject)

    def _hold(
        self,
        kind: type[Holding],
        brand: Brand,
        identity: tuple[str, ...],
        values: dict[str, Any],
        columns: Columns,
    ) -> bool:
        """Add what is new, or change what is known; returns whether there was anything to do."""
        row = self._known.get((kind, brand.id, *identity))
        if row is None:
            named: dict[str, Any] = dict(zip(_ONE_OF_A_KIND[kind], identity, strict=True))
            new = kind(id=new_id(), member_id=brand.member_id, brand_id=brand.id, **named, **values)
            self._ledger.add(f"{self._subject(new)}: added", new)
            return True
        self._kept.append(row)
        self._ledger.reinstate(self._subject(row), row)
        return self._ledger.change(self._subject(row), row, values, columns)

    def _screenable(self, mark: MarkEntry) -> None:
        forms = mark.forms or {}
        try:
            list(spellings(WatchedMark(id="", text=mark.text, forms=forms)))
        except UnscreenableMark as short:
            at = next(
                (("forms", script) for script, texts in forms.items() if short.text in texts), ("text",)
            )
            self._ledger.refuse(
                (*mark.path, *at), "expected two letters or more: less is found in almost every listing"
            )

    def _known_marketplace(self, seller: SellerEntry) -> None:
        if seller.marketplace not in self._marketplaces:
            self._ledger.refuse(
                (*seller.path, "marketplace"), "expected the key of a marketplace of the alliance"
            )

    def _subject(self, row: Holding) -> str:
        brand = self._brand_keys[row.brand_id]
        if isinstance(row, Mark):
            return f"mark {row.text} of {brand}"
        if isinstance(row, RegisteredRight):
            return f"right {row.office} {row.number} of {brand}"
        return f"authorised seller {row.seller_id} at {row.marketplace_key} of {brand}"


def _identity(row: Holding) -> tuple[Hashable, ...]:
    return (type(row), row.brand_id, *(getattr(row, column) for column in _ONE_OF_A_KIND[type(row)]))
