"""Reading conversations between members and the desk as cards and the home show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.help import Conversation, HelpKind, Said
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.store import correspondents, people
from aacabot.store import help as store
from aacabot.store.marketplaces import get_alliance
from aacabot.store.models import CaseRow, HelpReply, HelpRequest, Member

PER_PAGE = 5


@dataclass(frozen=True)
class Manager:
    """A member's account manager: their name where they are known, and their Slack id at the operator."""

    name: str | None
    slack: str | None


async def shown(unit: Unit, request_id: str) -> Conversation:
    """One conversation for the desk's card."""
    row = await unit.session.get_one(HelpRequest, request_id)
    return (await as_shown(unit, [row]))[0]


async def as_shown(unit: Unit, rows: Sequence[HelpRequest]) -> list[Conversation]:
    """Conversations with their words and the names in them."""
    replies = await store.replies_to(unit.session, unit.viewer, [row.id for row in rows])
    ids = {reply.person_id for said in replies.values() for reply in said}
    ids |= {row.asked_by for row in rows if row.asked_by}
    names = await people.names(unit.session, ids)
    members = await _members(unit, {row.member_id for row in rows})
    numbers = await _case_numbers(unit, {row.case_id for row in rows if row.case_id})
    return [
        Conversation(
            id=row.id,
            kind=HelpKind(row.kind),
            member=members[row.member_id].name,
            text=row.text,
            opened_at=row.opened_at,
            reply_by=row.reply_by,
            asked_by=names.get(row.asked_by or "", "") if row.asked_by else None,
            case_number=numbers.get(row.case_id or ""),
            first_reply_at=row.first_reply_at,
            closed_at=row.closed_at,
            account_manager=(manager := await manager_of(unit, members[row.member_id])).name,
            manager_slack=manager.slack,
            facts=tuple(sorted(row.facts.items())),
            said=tuple(_said(reply, names) for reply in replies[row.id]),
        )
        for row in rows
    ]


def _said(reply: HelpReply, names: Mapping[str, str]) -> Said:
    person = names.get(reply.person_id, "")
    return Said(person=person, from_desk=reply.from_desk, text=reply.text, at=reply.at)


async def _members(unit: Unit, ids: set[str]) -> dict[str, Member]:
    found = await unit.session.execute(select(Member).where(col(Member.id).in_(sorted(ids))))
    return {row.id: row for row in found.scalars()}


async def _case_numbers(unit: Unit, ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    found = await unit.session.execute(
        select(col(CaseRow.id), col(CaseRow.number)).where(col(CaseRow.id).in_(sorted(ids)))
    )
    return dict(found.all())


async def manager_of(unit: Unit, member: Member) -> Manager:
    """The member's account manager: named by a Slack user id of the operator's workspace."""
    alliance = await get_alliance(unit.session)
    if member.account_manager is None or alliance is None:
        return Manager(None, None)
    known = await correspondents.person_at(unit.session, alliance.operator_team_id, member.account_manager)
    return Manager(known[1] if known else None, member.account_manager)


def may_read(person: Person, row: HelpRequest) -> bool:
    """The desk reads all; of a member whoever asked and its admins, and what the desk has begun to say."""
    if person.is_operator:
        return True
    if row.member_id not in person.member_ids:
        return False
    begun = row.asked_by is not None or row.first_reply_at is not None
    return begun and (row.asked_by == person.id or person.administers(row.member_id))


async def page(hub: Hub, person: Person, number: int) -> tuple[list[Conversation], int]:
    """A page of the conversations a person may read, open ones with the oldest clock first; and how many.

    The desk's page holds the open ones of all members.
    """
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        question = store.seen_by(person.viewer)
        if person.is_operator:
            question = question.where(col(HelpRequest.closed_at).is_(None))
        else:
            question = question.where(store.of_person(person))
        rows, total = await store.page_of(session, question, number, PER_PAGE)
        return await as_shown(unit, rows), total


async def read(hub: Hub, person: Person, request_id: str) -> Conversation | None:
    """A conversation, whole, for somebody who may read it."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        row = await store.get_request(session, person.viewer, request_id)
        return (await as_shown(unit, [row]))[0] if row is not None and may_read(person, row) else None
