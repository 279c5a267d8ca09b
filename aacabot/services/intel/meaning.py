"""What is meant by what somebody wrote: a seller or listing by its ids at the marketplace, as in cases."""

from collections.abc import Collection
from dataclasses import replace

from aacabot.domain.complaints.addresses import host_of, listing_id_of
from aacabot.domain.errors import FieldProblem
from aacabot.domain.intel.blind import address_in, seller_in
from aacabot.domain.intel.items import VALUE_LIMIT, Draft
from aacabot.domain.intel.keys import listing_text, seller_text
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.untrusted import one_line
from aacabot.services.hub import Unit
from aacabot.store.intel.sellers import known_seller, seller_of_own_listing
from aacabot.store.marketplaces import all_marketplaces
from aacabot.store.models import Marketplace

MEANT_BY_IDS = frozenset({IntelKind.SELLER, IntelKind.LISTING})


async def meant(
    unit: Unit,
    member_id: str,
    draft: Draft,
    account: str | None = None,
    marketplaces: Collection[Marketplace] | None = None,
) -> Draft:
    """The draft, compared as cases and blind questions are; unchanged where that is known, or cannot be.

    A listing is meant by its address. A seller is meant by the address of a listing of theirs that a case of
    the member is on, by their id at `draft.marketplace_id`, or by a marketplace's name and their id.
    `account` is their id where a file gives it beside a name, `marketplaces` are all of the alliance's where
    the caller has them at hand.
    Raises FieldProblem for a marketplace that is none of them.
    """
    if draft.match or draft.kind not in MEANT_BY_IDS:
        return draft
    markets = await all_marketplaces(unit.session) if marketplaces is None else marketplaces
    address = address_in(draft.value)
    at = next((one for one in markets if address is not None and host_of(address) in one.hosts), None)
    if at is not None and address is not None and (draft.kind is IntelKind.LISTING or not account):
        return await _at_address(unit, member_id, draft, at, address)
    return await _seller(unit, draft, account, markets) if draft.kind is IntelKind.SELLER else draft


async def _at_address(unit: Unit, member_id: str, draft: Draft, market: Marketplace, address: str) -> Draft:
    ident = listing_id_of(address, market.listing_pattern)
    if ident is None:
        return replace(draft, marketplace_id=market.id)
    if draft.kind is IntelKind.LISTING:
        return replace(draft, marketplace_id=market.id, match=listing_text(market.id, ident))
    seller = await seller_of_own_listing(unit.session, member_id, market.id, ident)
    if seller is None:
        return replace(draft, marketplace_id=market.id)
    return await _known(unit, draft, market.id, seller)


async def _seller(unit: Unit, draft: Draft, account: str | None, markets: Collection[Marketplace]) -> Draft:
    if draft.marketplace_id is not None:
        if draft.marketplace_id not in {one.id for one in markets}:
            raise FieldProblem("intel_marketplace", "unknown")
        said = one_line(account or draft.value, VALUE_LIMIT)
        return await _known(unit, draft, draft.marketplace_id, said) if said else draft
    found = seller_in(draft.value, [(name, one.id) for one in markets for name in (one.key, one.name)])
    return await _known(unit, draft, *found) if found else draft


async def _known(unit: Unit, draft: Draft, marketplace_id: str, seller_id: str) -> Draft:
    """About a seller by id, and about their row where the hub has one: that is what clusters are made of."""
    row_id = await known_seller(unit.session, marketplace_id, seller_id)
    return replace(
        draft,
        marketplace_id=marketplace_id,
        match=seller_text(marketplace_id, seller_id),
        seller_ids=draft.seller_ids or ((row_id,) if row_id else ()),
    )
