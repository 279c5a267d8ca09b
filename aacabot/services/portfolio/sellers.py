"""Sellers a brand has authorised: flagged on the card, asked about again before a takedown."""

from dataclasses import dataclass
from typing import Any

from aacabot.domain.alliance_file import SellerEntry
from aacabot.domain.errors import FieldProblem
from aacabot.domain.ids import new_id
from aacabot.domain.people import Person
from aacabot.services import messages
from aacabot.services.hub import Hub, Unit
from aacabot.services.portfolio.changes import add, brand_to_keep, checked, holding_to_keep, settle, written
from aacabot.store import keeping as store
from aacabot.store.marketplaces import find_marketplace
from aacabot.store.models import AuthorisedSeller

_FIELDS = {
    "marketplace": ("seller_marketplace", "unknown"),
    "seller_id": ("seller_id", "not_one_line"),
}


@dataclass(frozen=True, kw_only=True)
class SellerAsked:
    """A seller as a form gives it: a marketplace's key, and the seller's id there."""

    marketplace: str
    seller_id: str


async def add_seller(hub: Hub, person: Person, brand_id: str, asked: SellerAsked) -> None:
    """A brand allows one more seller; waiting cases on what they offer are flagged.

    Raises HoldingNotFound, NeedsRole, or FieldProblem as the alliance file would refuse it.
    """
    async with hub.unit(person.viewer) as unit:
        brand = await brand_to_keep(unit, person, brand_id)
        entry = checked(
            SellerEntry, _FIELDS, {"marketplace": asked.marketplace, "seller_id": asked.seller_id}
        )
        if await find_marketplace(unit.session, entry.marketplace) is None:
            raise FieldProblem("seller_marketplace", "unknown")
        identity: dict[str, Any] = {"marketplace_key": entry.marketplace, "seller_id": entry.seller_id}
        known = await store.find_one_of_a_kind(unit.session, AuthorisedSeller, brand.id, **identity)
        if known is None:
            known = AuthorisedSeller(id=new_id(), member_id=brand.member_id, brand_id=brand.id, **identity)
            add(unit, person, known)
        elif known.withdrawn_at is None:
            raise FieldProblem("seller_id", "already_there")
        else:
            settle(unit, person, known, {"withdrawn_at": None})
        await written(unit, "seller_id")
        await _flag(unit, known, authorised=True)


async def withdraw_seller(hub: Hub, person: Person, seller_id: str) -> None:
    """The brand allows a seller no more. Raises HoldingNotFound or NeedsRole."""
    async with hub.unit(person.viewer) as unit:
        seller, _ = await holding_to_keep(unit, person, AuthorisedSeller, seller_id)
        settle(unit, person, seller, {"withdrawn_at": unit.now})
        await _flag(unit, seller, authorised=False)


async def _flag(unit: Unit, seller: AuthorisedSeller, *, authorised: bool) -> None:
    cases = await store.hold_cases_of_seller(
        unit.session, seller.brand_id, seller.marketplace_key, seller.seller_id
    )
    for case in cases:
        case.authorised_seller = authorised
        messages.show_case(unit, case)
