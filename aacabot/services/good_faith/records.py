"""Reading records: a member's own people for the whole member see theirs, the operator's people all."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.good_faith import (
    NONE_YET,
    Counts,
    GoodFaithStatus,
    Standing,
    judged,
    thresholds_of,
    what_if,
    window,
)
from aacabot.domain.good_faith.shown import (
    Cost,
    CostCase,
    CostCases,
    MemberRecords,
    MemberStanding,
    Record,
    RecordLine,
    WhatIf,
)
from aacabot.domain.people import Person
from aacabot.domain.portfolio import Reach
from aacabot.services.good_faith.overrides import may_override, overrides_shown
from aacabot.services.good_faith.standings import with_overall
from aacabot.services.hub import Hub, Unit
from aacabot.services.lookup import link_to
from aacabot.store import good_faith as store
from aacabot.store import good_faith_costs
from aacabot.store.good_faith import OVERALL
from aacabot.store.marketplaces import all_marketplaces
from aacabot.store.members import count_members_like, members_like
from aacabot.store.models import CaseRow, GoodFaith, Marketplace, Member
from aacabot.store.waiting import cards_of

RECORDS_PER_PAGE = 6
CASES_PER_PAGE = 20
MEMBERS_PER_PAGE = 20
MOST_IN_A_WHAT_IF = 100_000


def members_seen(person: Person) -> frozenset[str] | None:
    """The members whose whole record a person may see; None is every member's."""
    reach = Reach.of(person)
    return None if reach.everything else reach.member_ids


async def require_seen(session: AsyncSession, person: Person, member_id: str) -> Member:
    """The member, to people who may see its record. Raises NeedsRole, for others and other ids alike."""
    seen = members_seen(person)
    member = await session.get(Member, member_id) if seen is None or member_id in seen else None
    if member is None:
        raise NeedsRole("see_good_faith", "")
    return member


async def list_members(
    hub: Hub, person: Person, typed: str = "", page: int = 1
) -> tuple[list[MemberStanding], int]:
    """A page of the members whose records the person may see, by name, and how many there are."""
    seen = members_seen(person)
    async with hub.database.read(person.viewer) as session:
        viewer = person.viewer if seen is None else type(person.viewer)(seen, waits=True)
        skip = (page - 1) * MEMBERS_PER_PAGE
        members = await members_like(session, viewer, typed, MEMBERS_PER_PAGE, skip)
        total = await count_members_like(session, viewer, typed)
        found = [await _standing_of(session, member) for member in members]
    return found, total


async def _standing_of(session: AsyncSession, member: Member) -> MemberStanding:
    statuses: dict[GoodFaithStatus, int] = {}
    for row in await store.standings_of(session, member.id):
        if row.reason_code == OVERALL:
            status = GoodFaithStatus(row.status)
            statuses[status] = statuses.get(status, 0) + 1
    return MemberStanding(member_id=member.id, member=member.name, statuses=statuses)


async def open_records(hub: Hub, person: Person, member_id: str, page: int = 1) -> MemberRecords:
    """A page of a member's records, one for each marketplace, by name. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        member = await require_seen(session, person, member_id)
        marketplaces = sorted(await all_marketplaces(session), key=lambda one: (one.name, one.id))
        first = (page - 1) * RECORDS_PER_PAGE
        records = [
            await _record(unit, person, member, marketplace)
            for marketplace in marketplaces[first : first + RECORDS_PER_PAGE]
        ]
    return MemberRecords(
        member_id=member.id, member=member.name, records=tuple(records), total=len(marketplaces)
    )


async def open_record(hub: Hub, person: Person, member_id: str, marketplace_id: str) -> Record:
    """A member's record at one marketplace. Raises NeedsRole, or FieldProblem for an unknown marketplace."""
    async with hub.database.read(person.viewer) as session:
        member = await require_seen(session, person, member_id)
        marketplace = await marketplace_of(session, marketplace_id)
        return await _record(Unit(session, person.viewer, hub.clock()), person, member, marketplace)


async def _record(unit: Unit, person: Person, member: Member, marketplace: Marketplace) -> Record:
    lines = await lines_of(unit, member.id, marketplace)
    thresholds = thresholds_of(marketplace.good_faith)
    return Record(
        member_id=member.id,
        marketplace_id=marketplace.id,
        marketplace=marketplace.name,
        thresholds=thresholds,
        days=window(unit.now.date(), thresholds.months),
        overall=lines[OVERALL],
        reasons=tuple(line for reason, line in sorted(lines.items()) if reason != OVERALL),
        overrides=await overrides_shown(unit, person, member.id, marketplace.id),
        in_file=marketplace.key in member.fast_lane,
        may_override=may_override(person, member.id),
    )


async def lines_of(unit: Unit, member_id: str, marketplace: Marketplace) -> Mapping[str, RecordLine]:
    """By reason code and overall: the standing kept, with the counts of the window that ends today."""
    thresholds = thresholds_of(marketplace.good_faith)
    days = window(unit.now.date(), thresholds.months)
    found = await store.counts_in(unit.session, [member_id], [marketplace.id], days)
    counts = with_overall({reason: one for (_, _, reason), one in found.items()})
    kept = {
        row.reason_code: row
        for row in await store.standings_of(unit.session, member_id)
        if row.marketplace_id == marketplace.id
    }
    return {
        reason: RecordLine(
            reason_code=reason,
            standing=_standing(kept.get(reason), unit),
            counts=counts.get(reason, NONE_YET),
        )
        for reason in {*counts, *kept}
    }


def _standing(row: GoodFaith | None, unit: Unit) -> Standing:
    if row is None:
        return Standing(GoodFaithStatus.PROVISIONAL, unit.now)
    return Standing(GoodFaithStatus(row.status), row.since, row.readmit_at)


async def marketplace_of(session: AsyncSession, marketplace_id: str) -> Marketplace:
    """Raises FieldProblem where there is none: the id came back from a button."""
    found = await session.get(Marketplace, marketplace_id)
    if found is None:
        raise FieldProblem("good_faith_marketplace", "unknown")
    return found


async def cost_cases(
    hub: Hub, person: Person, member_id: str, marketplace_id: str, page: int = 1
) -> CostCases:
    """A page of the cases that cost the record in its window, the last first. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_seen(session, person, member_id)
        marketplace = await marketplace_of(session, marketplace_id)
        days = window(hub.clock().date(), thresholds_of(marketplace.good_faith).months)
        reach, skip = Reach.of(person), (page - 1) * CASES_PER_PAGE
        asked = (session, member_id, marketplace_id, days, reach)
        total = await good_faith_costs.count_costs(*asked)
        rows = await good_faith_costs.costs(*asked, limit=CASES_PER_PAGE, offset=skip)
        cards = await cards_of(session, [case.id for case, *_ in rows])
        links = {case_id: link_to(card) for case_id, card in cards.items()}
    return CostCases(
        member_id=member_id,
        marketplace_id=marketplace_id,
        marketplace=marketplace.name,
        cases=tuple(cost_case(*row, links.get(row[0].id)) for row in rows),
        total=total,
    )


def cost_case(case: CaseRow, brand: str, body: bytes, card_url: str | None = None) -> CostCase:
    decided_at = case.outcome_at or case.opened_at
    return CostCase(
        case_id=case.id,
        number=case.number,
        brand=brand,
        title=str(orjson.loads(body)["title"]),
        reason_code=case.outcome_reason or "",
        cost=Cost.DECLINED if case.outcome == Cost.DECLINED else Cost.RESTORED,
        at=case.restored_at or decided_at,
        counts_on=decided_at,
        card_url=card_url,
    )


@dataclass(frozen=True)
class More:
    """So many more declines, takedowns that stay, and restores."""

    declines: int
    takedowns: int
    restores: int


async def try_out(
    hub: Hub, person: Person, member_id: str, marketplace_id: str, reason_code: str, more: More
) -> WhatIf:
    """What would follow from so many more of each, today. Raises NeedsRole, or FieldProblem."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        await require_seen(session, person, member_id)
        marketplace = await marketplace_of(session, marketplace_id)
        lines = await lines_of(unit, member_id, marketplace)
    thresholds = thresholds_of(marketplace.good_faith)
    line = lines.get(reason_code) or lines[OVERALL]
    try:
        after: Counts = what_if(
            line.counts, declines=more.declines, takedowns=more.takedowns, restores=more.restores
        )
    except ValueError:
        raise FieldProblem("what_if_restores", "more_than_down") from None
    standing = judged(line.standing, after, thresholds, hub.clock())
    return WhatIf(line=line, after=after, standing=standing, thresholds=thresholds)
