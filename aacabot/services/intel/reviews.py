"""Counsel's answers: what waits for them, and releasing or refusing it, once, by another than its author."""

from aacabot.domain.audit import Deed
from aacabot.domain.errors import FieldProblem, IntelNotFound, NeedsRole, OwnWords, ReviewSettled
from aacabot.domain.ids import is_id
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.reviews import NOTE_LIMIT, Outcome, WaitingList, Waits
from aacabot.domain.people import Person
from aacabot.domain.roles import Permission
from aacabot.domain.viewers import EVERYONE
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel import guard
from aacabot.services.intel.indexing import index_item
from aacabot.store.intel import reviews as store
from aacabot.store.intel.items import lock_item, origin_of
from aacabot.store.models import IntelItem, IntelOrigin, IntelReview, Member

PER_PAGE = 5


def decides_some(person: Person) -> bool:
    """Whether the person is counsel or admin of their own member, or of a brand of it."""
    return any(
        grant.gives(Permission.ANSWER, grant.member_id, grant.brand_id)
        for grant in person.grants
        if grant.member_id is not None and grant.member_id == person.of_member
    )


async def waiting_with_counsel(hub: Hub, person: Person, page: int = 1) -> WaitingList:
    """A page of what waits for the person, the longest waiting first; empty for who decides nothing."""
    if person.of_member is None or not decides_some(person):
        return WaitingList()
    offset = (max(page, 1) - 1) * PER_PAGE
    async with hub.database.read(EVERYONE) as session:
        rows = await store.waiting(session, person.of_member, limit=PER_PAGE + 1, offset=offset)
    waits = [
        Waits(
            item_id=row.id,
            asked_at=review.asked_at,
            values=guard.held_values(row, review),
            mine=review.author_id == person.id,
        )
        for review, row, origin in rows[:PER_PAGE]
        if person.may(Permission.ANSWER, origin.member_id, origin.brand_id)
    ]
    return WaitingList(waits=tuple(waits), more=len(rows) > PER_PAGE)


async def release(hub: Hub, person: Person, item_id: str) -> None:
    """Share what waited, from today on. Raises IntelNotFound, NeedsRole, OwnWords, or ReviewSettled."""
    async with hub.unit(EVERYONE) as unit:
        row, origin, review = await _open(unit, person, item_id)
        row.state, row.shared_on, row.last_seen_on = ItemState.SHARED.value, unit.now.date(), unit.now.date()
        await _decide(unit, person, (row, origin, review), Outcome.RELEASED, "")
        await guard.pass_on(unit, row, origin)


async def refuse(hub: Hub, person: Person, item_id: str, note: str) -> None:
    """Share it never, and tell its author why. Raises as `release` does, and FieldProblem without a note."""
    note = note.strip()[:NOTE_LIMIT]
    if not note:
        raise FieldProblem("intel_review_note", "required")
    async with hub.unit(EVERYONE) as unit:
        row, origin, review = await _open(unit, person, item_id)
        row.state = ItemState.REFUSED.value
        await _decide(unit, person, (row, origin, review), Outcome.REFUSED, note)


async def look(hub: Hub, person: Person, item_id: str) -> None:
    """Whether the person may decide it now, before a form is shown. Raises as `release` does."""
    async with hub.unit(EVERYONE) as unit:
        await _open(unit, person, item_id)


_File = tuple[IntelItem, IntelOrigin, IntelReview]


async def _open(unit: Unit, person: Person, item_id: str) -> _File:
    """The item, whose it is, and the question, held until the unit ends."""
    row = await lock_item(unit.session, item_id) if is_id(item_id) else None
    origin = await origin_of(unit.session, item_id) if row else None
    review = await store.review_of(unit.session, item_id) if origin else None
    # What another member was asked does not exist for this person; its agencies' people are not its counsel.
    if row is None or origin is None or review is None or person.of_member != origin.member_id:
        raise IntelNotFound
    if not person.may(Permission.ANSWER, origin.member_id, origin.brand_id):
        raise NeedsRole("release_intel", (await unit.session.get_one(Member, origin.member_id)).name)
    if review.decided_at is not None or row.state != ItemState.WITH_COUNSEL.value:
        name = await store.name_of(unit.session, review.decided_by)
        raise ReviewSettled(name, review.outcome or row.state, review.decided_at)
    if person.id == review.author_id:
        raise OwnWords
    return row, origin, review


async def _decide(unit: Unit, person: Person, file: _File, outcome: Outcome, note: str) -> None:
    row, origin, review = file
    row.rev += 1
    review.decided_by, review.decided_at = person.id, unit.now
    review.outcome, review.note = outcome.value, note
    index_item(unit, row)
    note_deed(
        unit, Deed.INTEL_RELEASED, "intel", by=person, member_id=origin.member_id, subject_id=row.id,
        details={"outcome": outcome.value, "kind": row.kind, "label": row.label},
    )  # fmt: skip
    settled = {"outcome": outcome.value, "decided_by": person.name, "decided_at": unit.now.isoformat()}
    await guard.settle_cards(unit, review, settled)
    await guard.tell_author(unit, row, review, outcome, note)
