"""Announcements from the operator to members, and their people's answers."""

from collections.abc import Collection
from datetime import datetime, timedelta

from aacabot.domain.announcements import TEXT, TITLE, AnnouncementListed, MemberAnswered, RsvpAnswer
from aacabot.domain.audit import Deed
from aacabot.domain.errors import FieldProblem, NotInvited
from aacabot.domain.ids import is_id
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub
from aacabot.services.operators import require_operator, require_operator_admin
from aacabot.store import announcements as store
from aacabot.store.models import Announcement

PER_PAGE = 15
ANSWERS_PER_PAGE = 40
AT_ONCE = 50
"""Members told in one commit: other writers wait meanwhile."""
SPREAD_FOR = timedelta(days=1)
"""How long members that get a channel only now are still told."""


async def announce(
    hub: Hub,
    person: Person,
    announcement_id: str,
    title: str,
    text: str,
    *,
    happens_at: datetime | None = None,
    region: str | None = None,
    member_ids: Collection[str] = (),
) -> None:
    """Announce something to the members named, or to all of a region, or to all.

    With `happens_at` it is an event that people answer to. The form brings the id it was opened with: sent
    twice, it is announced once. `spread` tells the members; should it not come to that, the next minute does.
    Raises NeedsRole, or FieldProblem.
    """
    for field, given, most in (("announce_title", title, TITLE), ("announce_text", text, TEXT)):
        if not given.strip() or len(given) > most:
            raise FieldProblem(field, "too_long" if given.strip() else "required")
    if not is_id(announcement_id):
        raise FieldProblem("announce_title", "unknown")
    async with hub.unit(person.viewer) as unit:
        await require_operator_admin(unit.session, person, "announce")
        if await unit.session.get(Announcement, announcement_id) is not None:
            return
        if happens_at is not None and happens_at <= unit.now:
            raise FieldProblem("announce_date", "in_the_past")
        meant = await store.addressed(unit.session, region, member_ids)
        if not meant or (member_ids and len(meant) != len(set(member_ids))):
            raise FieldProblem("announce_members" if member_ids else "announce_region", "unknown")
        row = Announcement(
            id=announcement_id,
            title=title.strip(),
            text=text.strip(),
            happens_at=happens_at,
            made_by=person.id,
            made_at=unit.now,
            member_ids=meant,
        )
        unit.session.add(row)
        details = {"members": len(meant), "event": happens_at is not None}
        note_deed(unit, Deed.ANNOUNCED, "announcement", by=person, subject_id=row.id, details=details)


async def require_announcer(hub: Hub, person: Person) -> None:
    """Raise NeedsRole unless the person may announce to members."""
    async with hub.database.read(person.viewer) as session:
        await require_operator_admin(session, person, "announce")


async def spread(hub: Hub, announcement_id: str) -> None:
    """Put the announcement into every channel it is meant for and does not stand in, some in each commit."""
    after = ""
    while True:
        async with hub.database.read(EVERYONE) as session:
            row = await session.get_one(Announcement, announcement_id)
            subject = f"{NoticeKind.ANNOUNCEMENT}:{row.id}"
            if not await store.untold(session, row, subject, after, 1):
                return
        async with hub.unit(EVERYONE) as unit:
            row = await unit.session.get_one(Announcement, announcement_id)
            notice = _notice(row)
            members = await store.untold(unit.session, row, subject, after, AT_ONCE)
            for member in members:
                await messages.tell_member(unit, member, notice, row.id)
        if len(members) < AT_ONCE:
            return
        after = members[-1].id


async def spread_recent(hub: Hub) -> None:
    """Go on with what a crash left untold, and tell members that got a channel meanwhile."""
    async with hub.database.read(EVERYONE) as session:
        recent = await store.made_since(session, hub.clock() - SPREAD_FOR)
    for announcement_id in recent:
        await spread(hub, announcement_id)


def _notice(row: Announcement) -> Notice:
    at = row.happens_at.isoformat() if row.happens_at else None
    values = {"id": row.id, "title": row.title, "text": row.text, "happens_at": at}
    return Notice(kind=NoticeKind.ANNOUNCEMENT, values=values)


async def answer(hub: Hub, person: Person, announcement_id: str, given: RsvpAnswer) -> AnnouncementListed:
    """The person's answer to an invitation, for the member they act for; the last one counts.

    Raises NotInvited where it is not addressed to a member of theirs, or is no event.
    """
    # Everyone's transaction: an earlier answer may stand for a member the person no longer acts for.
    async with hub.unit(EVERYONE) as unit:
        row = await unit.session.get(Announcement, announcement_id) if is_id(announcement_id) else None
        mine = person.member_ids & set(row.member_ids) if row else frozenset()
        if row is None or row.happens_at is None or not mine:
            raise NotInvited
        member_id = person.of_member if person.of_member in mine else min(mine)
        await store.save_answer(unit.session, row.id, person.id, member_id, given.value, unit.now)
        note_deed(
            unit, Deed.RSVP_GIVEN, "announcement", by=person,
            member_id=member_id, subject_id=row.id, details={"answer": given.value},
        )  # fmt: skip
        return AnnouncementListed(
            id=row.id,
            title=row.title,
            text=row.text,
            happens_at=row.happens_at,
            made_at=row.made_at,
            members=len(row.member_ids),
        )


async def list_announcements(hub: Hub, person: Person, page: int = 1) -> tuple[list[AnnouncementListed], int]:
    """A page of announcements with their answers counted, newest first. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_operator(session, person, "directory")
        return await store.latest(session, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)


async def answers(
    hub: Hub, person: Person, announcement_id: str, page: int = 1
) -> tuple[list[MemberAnswered], int]:
    """Which members' people have answered what: only the operator sees it. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_operator(session, person, "directory")
        offset = (page - 1) * ANSWERS_PER_PAGE
        return await store.answers_of(session, announcement_id, limit=ANSWERS_PER_PAGE, offset=offset)
