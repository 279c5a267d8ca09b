"""The alliance as a whole: read at once, compared in memory, written back in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import delete, insert, inspect, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.models import (
    Agency,
    Alliance,
    AuthorisedSeller,
    Brand,
    FeatureOpening,
    GrantRow,
    Mark,
    Marketplace,
    Member,
    PersonRow,
    Phase,
    RegisteredRight,
    SlackIdentity,
    Table,
)

Row = TypeVar("Row", bound=Table)

_OWNERS_FIRST: tuple[type[Table], ...] = (
    Alliance,
    Marketplace,
    Member,
    Brand,
    Mark,
    RegisteredRight,
    AuthorisedSeller,
    Agency,
    PersonRow,
    SlackIdentity,
    GrantRow,
    Phase,
    FeatureOpening,
)
_ONE_APPLY_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('aacabot alliance apply'))")


@dataclass(frozen=True, kw_only=True)
class AllianceRecords:
    """Every row of the alliance, withdrawn ones included, each list in the order the rows were made."""

    alliance: Alliance | None
    marketplaces: list[Marketplace]
    members: list[Member]
    brands: list[Brand]
    marks: list[Mark]
    rights: list[RegisteredRight]
    sellers: list[AuthorisedSeller]
    agencies: list[Agency]
    people: list[PersonRow]
    identities: list[SlackIdentity]
    grants: list[GrantRow]
    phases: list[Phase]
    openings: list[FeatureOpening]


async def wait_for_turn(session: AsyncSession) -> None:
    """Let one writer of the alliance work at a time, until its transaction ends; SQLite does so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_ONE_APPLY_AT_A_TIME)


async def load_alliance(session: AsyncSession) -> AllianceRecords:
    """Read the alliance. The rows are values: changing them writes nothing.

    All members' rows are read, so the transaction must be everyone's.
    """
    identities = (
        select(SlackIdentity)
        .join(PersonRow, col(PersonRow.id) == col(SlackIdentity.person_id))
        .order_by(col(PersonRow.id), col(SlackIdentity.team_id), col(SlackIdentity.user_id))
    )
    alliances = await _all(session, Alliance)
    records = AllianceRecords(
        alliance=alliances[0] if alliances else None,
        marketplaces=await _all(session, Marketplace),
        members=await _all(session, Member),
        brands=await _all(session, Brand),
        marks=await _all(session, Mark),
        rights=await _all(session, RegisteredRight),
        sellers=await _all(session, AuthorisedSeller),
        agencies=await _all(session, Agency),
        people=await _all(session, PersonRow),
        identities=list((await session.execute(identities)).scalars()),
        grants=await _all(session, GrantRow),
        phases=list((await session.execute(select(Phase).order_by(col(Phase.number)))).scalars()),
        openings=list(
            (await session.execute(select(FeatureOpening).order_by(col(FeatureOpening.feature)))).scalars()
        ),
    )
    session.expunge_all()
    return records


async def _all(session: AsyncSession, kind: type[Row]) -> list[Row]:
    # Ids are UUIDv7: their order is the order of making.
    return list((await session.execute(select(kind).order_by(text("id")))).scalars())


async def insert_rows(session: AsyncSession, rows: Iterable[Table]) -> None:
    """Insert rows of several tables, owners before what they own."""
    by_kind: dict[type[Table], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_kind[type(row)].append(row.model_dump())
    for kind in _OWNERS_FIRST:
        if by_kind[kind]:
            await session.execute(insert(kind), by_kind[kind])


async def update_rows(session: AsyncSession, changes: Iterable[tuple[Table, Mapping[str, Any]]]) -> None:
    """Write the changed columns of rows, and no others: a switch somebody throws meanwhile stays thrown."""
    batches: dict[tuple[type[Table], frozenset[str]], list[dict[str, Any]]] = defaultdict(list)
    for row, values in changes:
        batches[type(row), frozenset(values)].append({**_primary_key(row), **values})
    for (kind, _), parameters in batches.items():
        await session.execute(update(kind), parameters)


def _primary_key(row: Table) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in inspect(type(row)).primary_key}


async def delete_grants(session: AsyncSession, grants: Iterable[GrantRow]) -> None:
    ids = [grant.id for grant in grants]
    # SQLite takes 32,766 parameters in one statement (https://sqlite.org/limits.html).
    for start in range(0, len(ids), 10_000):
        await session.execute(delete(GrantRow).where(col(GrantRow.id).in_(ids[start : start + 10_000])))


async def delete_phases(session: AsyncSession, rows: Iterable[Phase | FeatureOpening]) -> None:
    for row in rows:
        if isinstance(row, Phase):
            await session.execute(delete(Phase).where(col(Phase.number) == row.number))
        else:
            await session.execute(delete(FeatureOpening).where(col(FeatureOpening.feature) == row.feature))


async def delete_identities(session: AsyncSession, identities: Iterable[SlackIdentity]) -> None:
    for identity in identities:
        await session.execute(
            delete(SlackIdentity).where(
                col(SlackIdentity.team_id) == identity.team_id, col(SlackIdentity.user_id) == identity.user_id
            )
        )
