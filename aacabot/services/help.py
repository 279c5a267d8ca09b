"""A member asks the desk, the desk answers, and a clock says by when: each word is one commit."""

from aacabot.domain.audit import Deed
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.help import (
    ASKED,
    HelpKind,
    reply_within,
)
from aacabot.domain.ids import new_id
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.untrusted import one_line
from aacabot.domain.viewers import EVERYONE, Viewer
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.conversations import manager_of, may_read
from aacabot.services.hub import Hub, Unit
from aacabot.store import correspondents
from aacabot.store import help as store
from aacabot.store.marketplaces import get_alliance
from aacabot.store.models import HelpReply, HelpRequest, Member

MOST_TEXT = 3_000
"""As much as Slack's field takes; the command is held to it too."""
SUBJECT = 80
_ANYBODYS = Viewer(None, waits=True)
"""The desk's messages are no member's rows: who may read and write what is asked here."""


async def askable(hub: Hub, person: Person) -> dict[str, str]:
    """The members a person can ask for, names by id: their own, or those their agency acts for."""
    async with hub.database.read(EVERYONE) as session:
        rows = [await session.get(Member, one) for one in sorted(person.member_ids)]
    return {row.id: row.name for row in rows if row is not None and row.withdrawn_at is None}


async def ask(hub: Hub, person: Person, member_id: str | None, kind: HelpKind, text: str) -> str:
    """A question to the desk for a member, with a first-reply clock; returns the conversation's id.

    Without a member it is for the only one the person acts for. Raises FieldProblem, or NeedsRole for
    somebody who acts for no member.
    """
    text = _checked(text, "help_text")
    if kind not in ASKED:
        raise FieldProblem("help_kind", "unknown")
    async with hub.unit(_ANYBODYS) as unit:
        chosen = member_id or (next(iter(person.member_ids)) if len(person.member_ids) == 1 else None)
        if not person.member_ids:
            raise NeedsRole("ask_help", await _desk(unit))
        if chosen is None or chosen not in person.member_ids:
            raise FieldProblem("help_member", "required" if member_id is None else "unknown")
        request = HelpRequest(
            id=new_id(),
            member_id=chosen,
            kind=kind.value,
            asked_by=person.id,
            subject=one_line(text, SUBJECT),
            text=text,
            opened_at=unit.now,
            reply_by=unit.now + reply_within(kind),
        )
        unit.session.add(request)
        await unit.session.flush()
        _note(unit, Deed.HELP_ASKED, person, request, {"kind": kind.value})
        await messages.show_help(unit, request.id)
        return request.id


async def desk_name(hub: Hub) -> str:
    async with hub.database.read(EVERYONE) as session:
        return await _desk(Unit(session, EVERYONE, hub.clock()))


def _checked(text: str, field: str) -> str:
    if not text.strip():
        raise FieldProblem(field, "required")
    if len(text) > MOST_TEXT:
        raise FieldProblem(field, "too_long")
    return text.strip()


async def _desk(unit: Unit) -> str:
    alliance = await get_alliance(unit.session)
    return alliance.operator_name if alliance else ""


async def _open_to(unit: Unit, person: Person, request_id: str) -> HelpRequest:
    """A conversation the person takes part in, held. Raises NeedsRole, whether there is one or not."""
    row = await store.get_request(unit.session, person.viewer, request_id, lock=True)
    if row is None or not may_read(person, row):
        raise NeedsRole("answer_help", await _desk(unit))
    return row


async def say(hub: Hub, person: Person, request_id: str, text: str) -> None:
    """Say something in a conversation: the other side is told, and a closed one is open again.

    The desk's first word stops the clock. Raises NeedsRole or FieldProblem.
    """
    text = _checked(text, "help_reply_text")
    async with hub.unit(_ANYBODYS) as unit:
        request = await _open_to(unit, person, request_id)
        from_desk = person.is_operator
        reply = HelpReply(
            id=new_id(),
            request_id=request.id,
            member_id=request.member_id,
            person_id=person.id,
            from_desk=from_desk,
            text=text,
            at=unit.now,
        )
        unit.session.add(reply)
        request.closed_at = None
        if from_desk and request.first_reply_at is None:
            request.first_reply_at, request.first_reply_by = unit.now, person.id
        _note(unit, Deed.HELP_ANSWERED, person, request, {"side": "desk" if from_desk else "member"})
        await messages.show_help(unit, request.id)
        values = {"request_id": request.id, "person": person.name, "text": text}
        if from_desk:
            await _tell_member(unit, request, Notice(kind=NoticeKind.HELP_ANSWERED, values=values), reply.id)
        await _tell_desk(unit, request, values | {"from_desk": from_desk}, reply.id)


async def _tell_member(unit: Unit, request: HelpRequest, notice: Notice, subject: str) -> None:
    """Whoever asked, while they act for the member; otherwise its admins, and without any its channel."""
    today = unit.now.date()
    asker = request.asked_by
    if asker and await correspondents.acts_for(unit.session, asker, request.member_id, today):
        told = [asker]
    else:
        told = await correspondents.admins_of(unit.session, request.member_id, today)
    for person_id in told:
        await messages.tell_person(unit, person_id, notice, subject, member_id=request.member_id)
    if not told:
        member = await unit.session.get_one(Member, request.member_id)
        await messages.tell_member(unit, member, notice, subject)


async def _tell_desk(unit: Unit, request: HelpRequest, values: dict[str, object], subject: str) -> None:
    """In the card's thread; what the member says mentions the account manager."""
    manager = await manager_of(unit, await unit.session.get_one(Member, request.member_id))
    named = None if values["from_desk"] else manager.slack
    notice = Notice(kind=NoticeKind.HELP_SAID, values={**values, "manager": named})
    await messages.tell_under_help(unit, request.id, notice, subject)


async def close(hub: Hub, person: Person, request_id: str) -> None:
    """The conversation is over, until somebody says something again. Raises NeedsRole."""
    async with hub.unit(_ANYBODYS) as unit:
        request = await _open_to(unit, person, request_id)
        if request.closed_at is not None:
            return
        request.closed_at = unit.now
        _note(unit, Deed.HELP_ANSWERED, person, request, {"side": "closed"})
        await messages.show_help(unit, request.id)
        if person.is_operator and (request.asked_by or request.first_reply_at):
            values = {"request_id": request.id, "person": person.name, "subject": request.subject}
            notice = Notice(kind=NoticeKind.HELP_CLOSED, values=values)
            await _tell_member(unit, request, notice, f"{request.id}:{int(unit.now.timestamp())}")


def _note(unit: Unit, deed: Deed, person: Person, request: HelpRequest, details: dict[str, str]) -> None:
    note_deed(
        unit,
        deed,
        "help_request",
        by=person,
        member_id=request.member_id,
        subject_id=request.id,
        details=details,
    )
