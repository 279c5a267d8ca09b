"""Reading the audit trail: a member's admins and counsel read their member's, the operator's admins all."""

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.audit import Deed
from aacabot.domain.audit_trail import TrailAsked, TrailLine
from aacabot.domain.errors import NeedsRole
from aacabot.domain.people import Person, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub
from aacabot.services.people import Reader
from aacabot.store import audit as store
from aacabot.store.audit import TrailFilter
from aacabot.store.models import Member

PER_PAGE = 20
_BATCH = 1_000
_READERS = frozenset({Role.ADMIN, Role.COUNSEL})
_MEMBERS_OWN = frozenset(one for one in Deed if one.startswith(("intel.", "introduction.", "group.")))
"""Deeds nobody but the member itself reads of: beside an item's kind and day they would tell whose it is, and
two trails side by side who shares a group, or was introduced to whom."""


class NoSuchMember(Exception):
    """No member of the alliance has this key."""


def audits(person: Person) -> frozenset[str] | None:
    """The members whose trail a person reads; None is all of it, the operator's own entries included.

    Who speaks for one brand only does not read the member's.
    """
    if person.is_operator_admin:
        return None
    return frozenset(
        grant.member_id
        for grant in person.grants
        if grant.role in _READERS and grant.member_id == person.of_member and grant.brand_id is None
        if grant.member_id
    )


def may_audit(person: Person) -> bool:
    return audits(person) != frozenset()


async def read_trail(
    hub: Hub, reader: Reader, asked: TrailAsked, *, page: int = 1, per_page: int = PER_PAGE
) -> tuple[list[TrailLine], int]:
    """A page of what the reader may read, newest first, and how many entries there are.

    The day that is asked for is a day in the reader's zone. Raises NeedsRole.
    """
    person, members = reader.person, audits(reader.person)
    if not may_audit(person):
        raise NeedsRole("audit", reader.home_name)
    since, until = asked.span(reader.timezone)
    wanted = TrailFilter(
        members=members, since=since, until=until, action=asked.action, person=asked.person,
        hidden=_MEMBERS_OWN if members is None else (),
    )  # fmt: skip
    # Everyone's transaction: who acted is told by name, whichever organisation they are of.
    async with hub.database.read(EVERYONE) as session:
        total = await store.count_entries(session, person.viewer, wanted)
        offset = (min(page, total // per_page + 1) - 1) * per_page
        lines = await store.latest_entries(session, person.viewer, wanted, limit=per_page, offset=offset)
        return lines, total


async def begin_export(
    hub: Hub,
    by: str,
    *,
    form: str,
    since: datetime | None = None,
    until: datetime | None = None,
    member_key: str | None = None,
) -> TrailFilter:
    """Write down that the trail is exported, before any of it leaves; returns what `exported` takes.

    `by` is the command line's user. Raises NoSuchMember, and then nothing is written.
    """
    async with hub.unit(EVERYONE) as unit:
        member_id = None
        if member_key is not None:
            found = await unit.session.execute(select(col(Member.id)).where(col(Member.key) == member_key))
            member_id = found.scalar_one_or_none()
            if member_id is None:
                raise NoSuchMember(member_key)
        span = {name: at.isoformat() for name, at in (("since", since), ("until", until)) if at}
        note_deed(
            unit, Deed.AUDIT_EXPORTED, "audit", by=by, member_id=member_id, details={"format": form, **span}
        )
    hidden = () if member_id else _MEMBERS_OWN
    return TrailFilter(since=since, until=until, member_id=member_id, hidden=hidden)


async def exported(hub: Hub, wanted: TrailFilter) -> AsyncIterator[TrailLine]:
    """Every entry that is wanted in the order they were written, read in batches."""
    after: tuple[datetime, str] | None = None
    while True:
        async with hub.database.read(EVERYONE) as session:
            lines = await store.entries_after(session, EVERYONE, wanted, after, _BATCH)
        for line in lines:
            yield line
        if len(lines) < _BATCH:
            return
        after = (lines[-1].at, lines[-1].id)
