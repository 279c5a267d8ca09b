"""Strikes: kept with the outcome of a case, counted every minute, shown on cards, told to marketplaces."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aacabot.domain.cases import CaseEventKind
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.strikes import (
    TELLABLE_MEMBERS,
    WINDOW,
    Record,
    Standing,
    StrikeKind,
    StrikesShown,
    Struck,
    record_of,
    strike_for,
)
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub, Unit
from aacabot.store import strikes as store
from aacabot.store.models import CaseRow, Marketplace, SellerRow, SellerStanding, Strike

SELLERS_AT_ONCE = 200
RELIEVED_EVERY = timedelta(hours=12)
_E = CaseEventKind
_UPHELD = frozenset({_E.VERIFIED, _E.EDITED})
_UNDONE = frozenset({_E.RESTORED, _E.COUNTER_ACCEPTED, _E.COUNTER_LAPSED, _E.RETRACTED})


async def keep(unit: Unit, case: CaseRow, event: CaseEventKind, at: datetime) -> None:
    """Strike the seller of a case that is upheld, void the strike of one that came back."""
    if case.seller_row_id is None:
        return
    if event in _UPHELD:
        kind, points = strike_for(case.reason_code)
        await store.strike(
            unit.session,
            {
                "case_id": case.id,
                "seller_row_id": case.seller_row_id,
                "member_id": case.member_id,
                "kind": kind.value,
                "points": points,
                "struck_at": at,
                "voided_at": None,
                "counted": False,
            },
        )
    elif event in _UNDONE and case.restored_at is not None:
        await store.void(unit.session, case.id, at)


async def count_strikes(hub: Hub) -> int:
    """Compute the standing of sellers whose strikes changed, or whose old ones lapse; returns how many.

    The desk is told once of each seller who becomes a repeat infringer.
    """
    async with hub.unit(EVERYONE) as unit:
        changed = await store.uncounted_sellers(unit.session, SELLERS_AT_ONCE)
        lapsing = await store.sellers_to_relieve(unit.session, unit.now - RELIEVED_EVERY, SELLERS_AT_ONCE)
        sellers = sorted({*changed, *lapsing})
        if not sellers:
            return 0
        before = await store.lock_standings(unit.session, sellers)
        await store.mark_counted(unit.session, sellers)
        found = await store.standing_strikes(unit.session, sellers, unit.now - WINDOW)
        named = await store.sellers_named(unit.session, sellers)
        for seller_id in sellers:
            await _settle(unit, named[seller_id], before.get(seller_id), found[seller_id])
        return len(sellers)


async def _settle(
    unit: Unit, seller: SellerRow, row: SellerStanding | None, strikes: Sequence[Strike]
) -> None:
    record = record_of([_struck(one) for one in strikes], unit.now)
    standing, was = record.standing, row.standing if row else Standing.NONE
    if row is None:
        row = SellerStanding(
            seller_row_id=seller.id,
            standing=Standing.NONE.value,
            since=unit.now,
            serious=0,
            points=0,
            members=0,
            computed_at=unit.now,
        )
        unit.session.add(row)
    if standing != was:
        row.since = unit.now
    row.standing, row.serious, row.points = standing.value, record.serious, record.points
    row.members, row.computed_at = len({one.member_id for one in strikes}), unit.now
    if standing is Standing.REPEAT and was != Standing.REPEAT:
        await _tell_desk(unit, seller, record)


def _struck(row: Strike) -> Struck:
    return Struck(kind=StrikeKind(row.kind), points=row.points, at=row.struck_at)


async def _tell_desk(unit: Unit, seller: SellerRow, record: Record) -> None:
    marketplace = await unit.session.get_one(Marketplace, seller.marketplace_id)
    notice = Notice(
        kind=NoticeKind.REPEAT_INFRINGER,
        values={
            "marketplace": marketplace.name,
            "seller": seller.seller_id,
            "serious": record.serious,
            "points": record.points,
        },
    )
    await messages.tell_desk(unit, notice, f"{seller.id}:{unit.now.date().isoformat()}")


async def strikes_shown(unit: Unit, cases: Sequence[CaseRow]) -> dict[str, StrikesShown]:
    """What the cards of cases say of their sellers, by case: two statements for any number of cards."""
    sellers = {case.seller_row_id for case in cases if case.seller_row_id}
    if not sellers:
        return {}
    found = await store.standing_strikes(unit.session, sellers, unit.now - WINDOW)
    standings = await store.get_standings(unit.session, sellers)
    return {
        case.id: _shown(case, found[case.seller_row_id], standings.get(case.seller_row_id))
        for case in cases
        if case.seller_row_id
    }


def _shown(case: CaseRow, strikes: Sequence[Strike], standing: SellerStanding | None) -> StrikesShown:
    own = [one for one in strikes if one.member_id == case.member_id and one.case_id != case.id]
    tellable = standing is not None and standing.members >= TELLABLE_MEMBERS
    return StrikesShown(
        own=len(own),
        is_repeat=standing.standing == Standing.REPEAT if standing is not None and tellable else None,
    )


async def advice_on(unit: Unit, cases: Sequence[CaseRow]) -> dict[str, SellerStanding]:
    """The repeat infringers among the sellers of cases, by case: what a marketplace is advised of."""
    sellers = {case.seller_row_id for case in cases if case.seller_row_id}
    if not sellers:
        return {}
    standings = await store.get_standings(unit.session, sellers)
    return {
        case.id: standings[case.seller_row_id]
        for case in cases
        if case.seller_row_id in standings and standings[case.seller_row_id].standing == Standing.REPEAT
    }
