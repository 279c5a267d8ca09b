"""Everything kept of cases, read for the record: for whoever was found to keep it, a page at a time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.audit import Deed
from aacabot.domain.counsel import Scope
from aacabot.store.models import (
    Agency,
    AuditEntryRow,
    Brand,
    CaseEventRow,
    CaseRow,
    Complaint,
    CounselExport,
    CounterNoticeRow,
    Evidence,
    GoodFaithOverride,
    GrantRow,
    LegalHold,
    ListingRow,
    ListingVersion,
    Marketplace,
    Member,
    PersonRow,
    RegisteredRight,
    SellerRow,
    Strike,
    TakedownRow,
)

R = TypeVar("R")
_GIVES = (Deed.ROLE_GRANTED.value, Deed.AGENCY_GRANTED.value)
_TAKES = (
    Deed.ROLE_REVOKED.value,
    Deed.AGENCY_ENDED.value,
    Deed.PERSON_REMOVED.value,
    Deed.PERSON_DEACTIVATED.value,
    Deed.PERSON_ERASED.value,
)


def _in_scope(scope: Scope) -> Select[Any]:
    question = select(CaseRow).where(col(CaseRow.member_id) == scope.member_id)
    if scope.case_id is not None:
        return question.where(col(CaseRow.id) == scope.case_id)
    if scope.brand_id is not None:
        question = question.where(col(CaseRow.brand_id) == scope.brand_id)
    happened = [col(CaseEventRow.case_id) == col(CaseRow.id), col(CaseEventRow.member_id) == scope.member_id]
    if scope.since is not None:
        happened.append(col(CaseEventRow.recorded_at) >= scope.since)
    if scope.until is not None:
        happened.append(col(CaseEventRow.recorded_at) < scope.until)
    return question.where(exists().where(*happened))


async def cases_after(session: AsyncSession, scope: Scope, after: str | None, limit: int) -> list[CaseRow]:
    """The scope's next cases after the id of the last one read, in the order of their ids."""
    question = _in_scope(scope).order_by(col(CaseRow.id)).limit(limit)
    if after is not None:
        question = question.where(col(CaseRow.id) > after)
    return list((await session.execute(question)).scalars())


async def any_cases_after(session: AsyncSession, after: str | None, limit: int) -> list[CaseRow]:
    """Everybody's next cases after an id: for the check of all chains."""
    question = select(CaseRow).order_by(col(CaseRow.id)).limit(limit)
    if after is not None:
        question = question.where(col(CaseRow.id) > after)
    return list((await session.execute(question)).scalars())


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept of some cases; `by` lists are by case id, people and what they hold by person id."""

    brands: dict[str, Brand]
    members: dict[str, Member]
    marketplaces: dict[str, Marketplace]
    listings: dict[str, ListingRow]
    versions: dict[tuple[str, int], ListingVersion]
    sellers: dict[str, SellerRow]
    rights: dict[str, RegisteredRight]
    complaints: dict[str, Complaint]
    strikes: dict[str, Strike]
    takedowns: dict[str, list[TakedownRow]]
    evidence: dict[str, list[Evidence]]
    counter_notices: dict[str, list[CounterNoticeRow]]
    holds: list[LegalHold]
    entries: dict[str, list[AuditEntryRow]]


async def read_kept(session: AsyncSession, cases: Sequence[CaseRow]) -> Kept:
    """All that stands beside a page of cases, in a dozen statements whatever their number."""
    ids = [case.id for case in cases]
    members = {case.member_id for case in cases}
    listings = {case.listing_id for case in cases}
    return Kept(
        brands=await _by_id(session, Brand, {case.brand_id for case in cases}),
        members=await _by_id(session, Member, members),
        marketplaces=await _by_id(session, Marketplace, {case.marketplace_id for case in cases}),
        listings=await _by_id(session, ListingRow, listings),
        versions=await _versions(session, cases),
        sellers=await _by_id(session, SellerRow, {case.seller_row_id for case in cases}),
        rights=await _by_id(session, RegisteredRight, {case.right_id for case in cases}),
        complaints=await _by_id(session, Complaint, {case.complaint_id for case in cases}),
        strikes={row.case_id: row for row in await _rows(session, Strike, col(Strike.case_id).in_(ids))},
        takedowns=await _by_case(session, TakedownRow, ids, col(TakedownRow.attempt)),
        evidence=await _by_case(session, Evidence, ids, col(Evidence.taken_at)),
        counter_notices=await _by_case(session, CounterNoticeRow, ids, col(CounterNoticeRow.filed_at)),
        holds=await _holds(session, members, ids),
        entries=await _entries(session, members, ids),
    )


async def _rows(session: AsyncSession, table: type[R], *where: Any) -> list[R]:
    return list((await session.execute(select(table).where(*where))).scalars())


async def _by_id(session: AsyncSession, table: type[R], ids: Collection[str | None]) -> dict[str, R]:
    key: Any = table
    wanted = sorted(ident for ident in ids if ident)
    rows = await _rows(session, table, col(key.id).in_(wanted)) if wanted else []
    return {row.id: row for row in rows}  # type: ignore[attr-defined]


async def _by_case(
    session: AsyncSession, table: type[R], ids: Sequence[str], order: Any
) -> dict[str, list[R]]:
    key: Any = table
    question = select(table).where(col(key.case_id).in_(ids)).order_by(order, col(key.id))
    found: dict[str, list[R]] = defaultdict(list)
    for row in (await session.execute(question)).scalars():
        found[row.case_id].append(row)  # type: ignore[attr-defined]
    return found


async def _versions(session: AsyncSession, cases: Sequence[CaseRow]) -> dict[tuple[str, int], ListingVersion]:
    """The versions that the cases show, and those that were decided."""
    wanted = {
        (case.listing_id, version) for case in cases for version in (case.version, case.decided_version)
    }
    rows = await _rows(
        session,
        ListingVersion,
        col(ListingVersion.listing_id).in_(sorted({listing for listing, _ in wanted})),
        col(ListingVersion.version).in_(sorted({version for _, version in wanted if version})),
    )
    return {(row.listing_id, row.version): row for row in rows if (row.listing_id, row.version) in wanted}


async def _holds(session: AsyncSession, members: Collection[str], ids: Sequence[str]) -> list[LegalHold]:
    rows = await _rows(
        session,
        LegalHold,
        col(LegalHold.member_id).in_(sorted(members)),
        or_(col(LegalHold.case_id).is_(None), col(LegalHold.case_id).in_(ids)),
    )
    return sorted(rows, key=lambda row: (row.set_at, row.id))


async def _entries(
    session: AsyncSession, members: Collection[str], ids: Sequence[str]
) -> dict[str, list[AuditEntryRow]]:
    rows = await _rows(
        session,
        AuditEntryRow,
        col(AuditEntryRow.member_id).in_(sorted(members)),
        col(AuditEntryRow.subject) == "case",
        col(AuditEntryRow.subject_id).in_(ids),
    )
    found: dict[str, list[AuditEntryRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        found[row.subject_id or ""].append(row)
    return found


@dataclass(frozen=True, kw_only=True)
class Trusted:
    """People with what they hold now and what was given them and taken, for one member or the operator."""

    people: dict[str, PersonRow]
    houses: dict[str, str]
    grants: dict[str, list[GrantRow]]
    deeds: dict[str, list[AuditEntryRow]]


async def read_trusted(session: AsyncSession, member_id: str, person_ids: Collection[str]) -> Trusted:
    """Their grants of this member and of the operator, and the deeds about them: never another client's."""
    people = await _by_id(session, PersonRow, person_ids)
    agencies = await _by_id(session, Agency, {row.agency_id for row in people.values()})
    members = await _by_id(session, Member, {row.member_id for row in people.values()})
    grants: dict[str, list[GrantRow]] = defaultdict(list)
    theirs = or_(col(GrantRow.member_id) == member_id, col(GrantRow.member_id).is_(None))
    for row in await _rows(session, GrantRow, col(GrantRow.person_id).in_(sorted(people)), theirs):
        grants[row.person_id].append(row)
    houses = {ident: row.name for ident, row in agencies.items()}
    houses |= {ident: row.name for ident, row in members.items()}
    return Trusted(
        people=people, houses=houses, grants=grants, deeds=await _deeds(session, member_id, people, agencies)
    )


async def _deeds(
    session: AsyncSession, member_id: str, people: dict[str, PersonRow], agencies: Collection[str]
) -> dict[str, list[AuditEntryRow]]:
    about = sorted({*people, *agencies})
    rows = await _rows(
        session,
        AuditEntryRow,
        col(AuditEntryRow.action).in_([*_GIVES, *_TAKES]),
        col(AuditEntryRow.subject_id).in_(about),
        or_(col(AuditEntryRow.member_id) == member_id, col(AuditEntryRow.member_id).is_(None)),
    )
    by_subject: dict[str, list[AuditEntryRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        by_subject[row.subject_id or ""].append(row)
    return {
        ident: [*by_subject[ident], *(by_subject[row.agency_id] if row.agency_id else [])]
        for ident, row in people.items()
    }


def gives(row: AuditEntryRow) -> bool:
    """Whether a deed about a role gave it."""
    return row.action in _GIVES


async def good_faith_of(
    session: AsyncSession, member_id: str
) -> tuple[list[AuditEntryRow], list[GoodFaithOverride]]:
    """Every change of a member's good-faith statuses, oldest first, and what was set by hand."""
    changed = Deed.GOOD_FAITH_CHANGED.value
    rows = await _rows(
        session,
        AuditEntryRow,
        col(AuditEntryRow.member_id) == member_id,
        col(AuditEntryRow.action) == changed,
    )
    by_hand = await _rows(session, GoodFaithOverride, col(GoodFaithOverride.member_id) == member_id)
    return sorted(rows, key=lambda row: (row.at, row.id)), by_hand


async def member_by_key(session: AsyncSession, key: str) -> Member | None:
    return (await session.execute(select(Member).where(col(Member.key) == key))).scalar_one_or_none()


async def brand_by_key(session: AsyncSession, member_id: str, key: str) -> Brand | None:
    question = select(Brand).where(col(Brand.key) == key, col(Brand.member_id) == member_id)
    return (await session.execute(question)).scalar_one_or_none()


async def brands_like(
    session: AsyncSession, members: Collection[str] | None, typed: str, limit: int
) -> list[tuple[Brand, str]]:
    """Brands of these members (None is all) with their member's name, withdrawn ones too: they have cases."""
    question = (
        select(Brand, col(Member.name))
        .join(Member, col(Member.id) == col(Brand.member_id))
        .where(col(Brand.name).icontains(typed, autoescape=True))
        .order_by(col(Brand.name), col(Brand.id))
        .limit(limit)
    )
    if members is not None:
        question = question.where(col(Brand.member_id).in_(sorted(members)))
    return [(brand, name) for brand, name in (await session.execute(question)).all()]


async def export_of(session: AsyncSession, export_id: str) -> CounselExport | None:
    return await session.get(CounselExport, export_id)
