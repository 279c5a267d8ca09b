"""What is kept about one person, wherever it stands: found, read out, and erased. Everyone's transactions."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.domain.messages import MessageKind
from aacabot.store.messages import channel_key
from aacabot.store.models import (
    Absence,
    AccessRequest,
    Alliance,
    AuditEntryRow,
    BulkAct,
    CaseEventRow,
    Drain,
    DutyShift,
    GrantRow,
    Installation,
    IntelFollow,
    Member,
    PersonRow,
    SlackChannel,
    SlackIdentity,
    SlackMessageRow,
)

Identity = tuple[str, str]
"""A Slack team and user."""


async def find_people(session: AsyncSession, words: str, limit: int) -> list[PersonRow]:
    """People whose name has all of these words in it, whether active, withdrawn or erased."""
    question = select(PersonRow).order_by(col(PersonRow.name), col(PersonRow.id)).limit(limit)
    for word in words.split():
        question = question.where(col(PersonRow.name).icontains(word, autoescape=True))
    return list((await session.execute(question)).scalars())


async def hold_person(session: AsyncSession, person_id: str) -> PersonRow | None:
    """The person, held until the transaction ends."""
    found = await session.execute(
        select(PersonRow).where(col(PersonRow.id) == person_id).with_for_update(key_share=True)
    )
    return found.scalar_one_or_none()


async def person_of(session: AsyncSession, identity: Identity) -> str | None:
    """The id of the person known by a Slack identity."""
    found = await session.execute(
        select(col(SlackIdentity.person_id)).where(
            col(SlackIdentity.team_id) == identity[0], col(SlackIdentity.user_id) == identity[1]
        )
    )
    return found.scalar_one_or_none()


async def is_taken(session: AsyncSession, name: str) -> bool:
    found = await session.execute(select(col(PersonRow.id)).where(col(PersonRow.name) == name).limit(1))
    return found.first() is not None


async def forget_identities(
    session: AsyncSession, person_id: str, identities: Sequence[Identity]
) -> list[str]:
    """Slack identities, roles, absences, shifts, what they follow, and where their acts over many cases are
    shown; returns the members whose account manager they were."""
    for table in (SlackIdentity, GrantRow, Absence, DutyShift, IntelFollow):
        await session.execute(delete(table).where(col(table.person_id) == person_id))
    await session.execute(update(Absence).where(col(Absence.deputy_id) == person_id).values(deputy_id=None))
    await session.execute(
        update(BulkAct).where(col(BulkAct.person_id) == person_id).values(team_id="", user_id="")
    )
    if not identities:
        return []
    users = [user for _, user in identities]
    await session.execute(
        update(Installation)
        .where(tuple_(col(Installation.team_id), col(Installation.installed_by)).in_(identities))
        .values(installed_by=None)
    )
    operator = select(col(Alliance.operator_team_id)).scalar_subquery()
    if not await session.scalar(select(operator.in_([team for team, _ in identities]))):
        return []
    managed = await session.execute(
        update(Member)
        .where(col(Member.account_manager).in_(users))
        .values(account_manager=None)
        .returning(col(Member.id))
    )
    return list(managed.scalars())


async def forget_requests(
    session: AsyncSession, person_id: str, identities: Sequence[Identity], pseudonym: str
) -> None:
    """What was asked under these identities to be let in: the questions stay, without who asked."""
    asked = tuple_(col(AccessRequest.team_id), col(AccessRequest.user_id)).in_(identities)
    for row in (await session.execute(select(AccessRequest).where(asked))).scalars():
        row.name, row.user_id = pseudonym, f"erased:{person_id}"


async def forget_direct_messages(session: AsyncSession, identities: Sequence[Identity]) -> None:
    """What the hub said to the person alone, and the channels that bear their Slack id."""
    keys = [channel_key(*identity) for identity in identities]
    theirs = select(col(SlackMessageRow.id)).where(col(SlackMessageRow.channel).in_(keys))
    await session.execute(
        update(SlackMessageRow).where(col(SlackMessageRow.parent_id).in_(theirs)).values(parent_id=None)
    )
    await session.execute(delete(SlackMessageRow).where(col(SlackMessageRow.channel).in_(keys)))
    await session.execute(delete(SlackChannel).where(col(SlackChannel.id).in_(keys)))
    await session.execute(delete(Drain).where(col(Drain.key).in_(keys)))


async def forget_on_switches(session: AsyncSession, name: str, pseudonym: str) -> bool:
    """Who stopped takedowns, where it still says so; returns whether the control card names them."""
    named = False
    for table in (Alliance, Member):
        done = await session.execute(
            update(table)
            .where(col(table.lane_stopped_by) == name)
            .values(lane_stopped_by=pseudonym)
            .returning(col(table.id))
        )
        named = bool(done.all()) or named
    return named


async def forget_in_values(
    session: AsyncSession, name: str, user_ids: Sequence[str], pseudonym: str, member_ids: Collection[str]
) -> list[SlackMessageRow]:
    """Put the pseudonym where a note or notice has the name for a value; returns the changed messages.

    Those of these members are looked at, and those of nobody's, such as the desk's.
    """
    rows = await session.execute(
        select(SlackMessageRow)
        .where(
            col(SlackMessageRow.kind).in_([MessageKind.NOTE.value, MessageKind.NOTICE.value]),
            col(SlackMessageRow.member_id).in_(sorted(member_ids)) | col(SlackMessageRow.member_id).is_(None),
            or_(*(_may_say(text) for text in (name, *user_ids))),
        )
        .order_by(col(SlackMessageRow.id))
        .with_for_update()
    )
    replaced = {name: pseudonym, **dict.fromkeys(user_ids, "")}
    changed = []
    for row in rows.scalars():
        values = _with(row.values, replaced)
        if values != row.values:
            row.values = values
            changed.append(row)
    return changed


def _may_say(text: str) -> ColumnElement[bool]:
    """SQLite keeps JSON with everything beyond ASCII escaped, Postgres without."""
    column = cast(col(SlackMessageRow.values), String)
    spelled = {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
    return or_(*(column.contains(one, autoescape=True) for one in sorted(spelled)))


def _with(value: Any, replaced: dict[str, str]) -> Any:
    """The same document, with whole strings replaced at any depth: a name within a sentence is left."""
    if isinstance(value, dict):
        return {key: _with(one, replaced) for key, one in value.items()}
    if isinstance(value, list):
        return [_with(one, replaced) for one in value]
    return replaced.get(value, value) if isinstance(value, str) else value


async def members_named_for(session: AsyncSession, name: str) -> list[str]:
    """The keys of members whose notices name this person as their contact."""
    rows = await session.execute(
        select(col(Member.key)).where(col(Member.contact_name) == name).order_by(col(Member.key))
    )
    return list(rows.scalars())


async def members_served(session: AsyncSession, person_id: str) -> set[str]:
    """The members in whose cases or settings the person has ever done something, or holds a role."""
    found: set[str] = set()
    for table in (GrantRow, CaseEventRow, AuditEntryRow):
        rows = await session.execute(
            select(col(table.member_id)).where(col(table.person_id) == person_id).distinct()
        )
        found |= {member_id for member_id in rows.scalars() if member_id}
    return found
