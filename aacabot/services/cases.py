"""Reading a case with all it stands on, and recording what happens to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.audit import Deed
from aacabot.domain.cases import PEOPLES, CaseEventKind, CaseState, affirmation, move_of
from aacabot.domain.counsel import under
from aacabot.domain.errors import CaseNotFound
from aacabot.domain.ids import is_id
from aacabot.domain.listings import Listing
from aacabot.domain.people import Person
from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode, Right, RightKind, propose_right
from aacabot.domain.viewers import Viewer
from aacabot.services import messages, strikes
from aacabot.services.audit import note_deed
from aacabot.services.case_clocks import turn
from aacabot.services.case_events import append
from aacabot.services.case_outcomes import DECLINES, note_outcome
from aacabot.services.good_faith import counting as good_faith
from aacabot.services.hub import Unit
from aacabot.services.intel import encounters
from aacabot.store import cases as store
from aacabot.store.models import (
    Brand,
    CaseEventRow,
    CaseRow,
    ListingRow,
    ListingVersion,
    Marketplace,
    Member,
    RegisteredRight,
    SellerRow,
)


@dataclass(frozen=True)
class CaseFile:
    """A case and all it stands on; `body` is the listing as received, in the version its card shows."""

    case: CaseRow
    row: ListingRow
    brand: Brand
    member: Member
    marketplace: Marketplace
    body: bytes

    @cached_property
    def listing(self) -> Listing:
        return Listing.model_validate_json(self.body)

    @property
    def state(self) -> CaseState:
        return CaseState(self.case.state)


async def open_file(unit: Unit, case_id: str, *, lock: bool = False) -> CaseFile:
    """The case and all it stands on. Raises CaseNotFound where the viewer may not see it."""
    read = store.lock_case if lock else store.get_case
    case = await read(unit.session, unit.viewer, case_id) if is_id(case_id) else None
    if case is None:
        raise CaseNotFound(asked=case_id)
    return await file_of(unit, case)


async def file_of(unit: Unit, case: CaseRow) -> CaseFile:
    """A case that was read already, with all it stands on."""
    return (await files_of(unit, [case]))[case.id]


async def files_of(unit: Unit, cases: Sequence[CaseRow]) -> dict[str, CaseFile]:
    """Cases that were read already, by id, with all they stand on."""
    return await open_files(unit, [case.id for case in cases])


async def open_files(unit: Unit, case_ids: Sequence[str]) -> dict[str, CaseFile]:
    """Cases by id with all they stand on: for the hub's own work."""
    if not case_ids:
        return {}
    found = await unit.session.execute(
        select(CaseRow, ListingRow, Brand, Member, Marketplace, col(ListingVersion.body))
        .join(ListingRow, col(ListingRow.id) == col(CaseRow.listing_id))
        .join(
            ListingVersion,
            (col(ListingVersion.listing_id) == col(ListingRow.id))
            & (col(ListingVersion.version) == col(CaseRow.version)),
        )
        .join(Brand, col(Brand.id) == col(CaseRow.brand_id))
        .join(Member, col(Member.id) == col(CaseRow.member_id))
        .join(Marketplace, col(Marketplace.id) == col(CaseRow.marketplace_id))
        .where(col(CaseRow.id).in_(case_ids))
    )
    files = [CaseFile(*row) for row in found.all()]
    return {file.case.id: file for file in files}


_ASSIGNMENTS = frozenset({CaseEventKind.CLAIMED, CaseEventKind.RELEASED})
"""Who is on a case is no decision: `services.assignments` notes it."""


async def record(
    unit: Unit,
    case: CaseRow,
    event: CaseEventKind,
    *,
    person: Person | None = None,
    reason: str | None = None,
    data: dict[str, Any] | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Move the case, append the event, and want its card anew: all in the unit's commit.

    What a person did is written down in the audit trail too. `occurred_at` is the source's own time where
    it has one. Raises IllegalMove, and then nothing changed.
    """
    before = CaseState(case.state)
    move = move_of(case.number, before, event)
    if person is None and PEOPLES.issuperset(move.who):
        raise ValueError(f"{event} is a person's: say whose")
    after, stood = move.to or before, encounters.standing_of(case)
    case.state = after.value
    for clock in move.clocks:
        turn(case, clock, unit.now)
    counted = good_faith.share_of(case)
    note_outcome(case, event, after, occurred_at or unit.now)
    good_faith.note(unit, case, counted, reason if event in DECLINES else None)
    await strikes.keep(unit, case, event, occurred_at or unit.now)
    encounters.follow(unit, case, stood)
    append(
        unit,
        case,
        event,
        before=before.value,
        person_id=person.id if person else None,
        reason=reason,
        data=data,
        occurred_at=occurred_at,
    )
    if person is not None and event not in _ASSIGNMENTS:
        _note_decision(unit, case, event, person, reason)
    messages.show_case(unit, case)


_IN_OWN_WORDS = frozenset({CaseEventKind.RETRACTED, CaseEventKind.REOPENED})


def _note_decision(
    unit: Unit, case: CaseRow, event: CaseEventKind, person: Person, reason: str | None
) -> None:
    """The deed of a decision. A reason is left out where it is in the person's own words, not a code."""
    code = reason if event not in _IN_OWN_WORDS else None
    note_deed(
        unit,
        Deed.CASE_DECIDED,
        "case",
        by=person,
        member_id=case.member_id,
        subject_id=case.id,
        details={
            "number": case.number,
            "event": event.value,
            **({"reason": code} if code else {}),
            # Roles are taken and files applied: what somebody acted under is kept with the act.
            "under": under(person, case.member_id, case.brand_id),
        },
    )


async def rights_of(unit: Unit, brand_id: str) -> list[Right]:
    """A brand's registrations, whether in force or not."""
    return (await rights_of_brands(unit, [brand_id])).get(brand_id, [])


async def rights_of_brands(unit: Unit, brand_ids: Collection[str]) -> dict[str, list[Right]]:
    """The registrations of brands, by brand, whether in force or not."""
    rows = await unit.session.execute(
        select(RegisteredRight)
        .where(
            col(RegisteredRight.brand_id).in_(sorted(brand_ids)), col(RegisteredRight.withdrawn_at).is_(None)
        )
        .order_by(col(RegisteredRight.id))
    )
    rights: dict[str, list[Right]] = {}
    for row in rows.scalars():
        rights.setdefault(row.brand_id, []).append(as_right(row))
    return rights


def as_right(row: RegisteredRight) -> Right:
    return Right(
        id=row.id,
        kind=RightKind(row.kind),
        office=row.office,
        number=row.number,
        classes=tuple(row.classes),
        territories=tuple(row.territories),
        expires=row.expires,
    )


def confirmed_right(case: CaseRow, rights: Sequence[Right], today: date) -> Right | None:
    """The registration the brand confirmed under, if it is still in force: no other may stand in a notice."""
    return next((right for right in rights if right.id == case.right_id and right.in_force(today)), None)


async def right_in_force(unit: Unit, case: CaseRow, today: date) -> Right | None:
    """The registration the case would be reported under now: its own while in force, otherwise another."""
    return effective_right(case, await rights_of(unit, case.brand_id), today)


def effective_right(case: CaseRow, rights: Sequence[Right], today: date) -> Right | None:
    """The case's own right while it is in force; where it lapsed, or came later, what a new card proposes."""
    own = next((right for right in rights if right.id == case.right_id and right.in_force(today)), None)
    return own or propose_right(rights, today)


def effective_reason(case: CaseRow, right: Right) -> ReasonCode:
    """The case's reason where the right supports it, otherwise the first that it does."""
    supported = REASONS_BY_RIGHT[right.kind]
    return next((reason for reason in supported if reason == case.reason_code), supported[0])


def affirmed(case: CaseRow, rights: Sequence[Right], today: date) -> str:
    """The short name for what a confirm of the case would affirm now (`domain.cases.affirmation`)."""
    right = effective_right(case, rights, today)
    return affirmation(
        case.version, right.id if right else None, effective_reason(case, right) if right else None
    )


async def seller_of(unit: Unit, row: ListingRow) -> SellerRow | None:
    return await unit.session.get(SellerRow, row.seller_row_id) if row.seller_row_id else None


async def cases_on_listing(unit: Unit, listing_id: str) -> list[CaseRow]:
    """Every member's cases on a listing, held: the hub's own work only."""
    return await store.lock_by_listing(unit.session, listing_id)


async def history(unit: Unit, viewer: Viewer, case_id: str) -> list[CaseEventRow]:
    return await store.events_of(unit.session, viewer, case_id)


def listing_json(listing: Listing) -> bytes:
    return orjson.dumps(listing.model_dump(mode="json", exclude_none=True))
