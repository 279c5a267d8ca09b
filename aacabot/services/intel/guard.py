"""Nothing is shared unexamined: it is refused, held for counsel, or let through (docs/sharing-rules.md)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from aacabot.domain.errors import SharingRefused
from aacabot.domain.intel import guard
from aacabot.domain.intel.guard import Examined, Found, Marked, Place
from aacabot.domain.intel.items import Draft, ItemState
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.reviews import Outcome
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.domain.roles import Role
from aacabot.services import messages
from aacabot.services.hub import Unit
from aacabot.services.intel.moves import Move, note_move
from aacabot.services.intel.passing_on import deliver_red, show_again
from aacabot.services.intel.rules import sharing_rules
from aacabot.store.intel import reviews as store
from aacabot.store.models import IntelItem, IntelOrigin, IntelReview, Member


async def examine(unit: Unit, member_id: str, draft: Draft) -> Examined:
    """What counsel should read first. Raises SharingRefused for personal data and criminal labels."""
    found = guard.examine(draft, await sharing_rules(unit))
    if found.refusals:
        raise SharingRefused(tuple(_said(one, draft) for one in found.refusals))
    return found


def _said(found: Found, draft: Draft) -> tuple[str, str, str]:
    written = {Place.VALUE: draft.value, Place.TEXT: draft.text, Place.CATEGORY: draft.category or ""}
    return found.rule.value, found.place.value, written[found.place][found.start : found.end]


async def look_again(unit: Unit, author: Person, row: IntelItem, origin: IntelOrigin) -> None:
    """Examine an item whose text was changed: it is held, or no longer held, as if it were shared anew.

    Raises SharingRefused. For a unit of EVERYONE; the item must be held by the caller.
    """
    draft = Draft(kind=IntelKind(row.kind), value=row.value or "", text=row.text, category=row.category)
    found = await examine(unit, origin.member_id, draft)
    show_again(unit, row.id)
    if found.marked:
        await hold(unit, author, row, origin, found.marked)
    elif row.state == ItemState.WITH_COUNSEL.value:
        row.state = ItemState.SHARED.value
        review = await store.review_of(unit.session, row.id)
        if review is not None:
            review.decided_at, review.decided_by, review.outcome = (
                unit.now,
                author.id,
                Outcome.NOT_NEEDED.value,
            )
            await settle_cards(unit, review, {"outcome": Outcome.NOT_NEEDED.value})
        await pass_on(unit, row, origin)


async def pass_on(unit: Unit, row: IntelItem, origin: IntelOrigin) -> None:
    """An item that waited is shared now: whom it names, and who follows, are told; its messages show it."""
    await deliver_red(unit, row)
    show_again(unit, row.id)
    await note_move(unit, row.id, origin.member_id, Move.SHARED)


async def hold(
    unit: Unit, author: Person, row: IntelItem, origin: IntelOrigin, marked: Sequence[Marked]
) -> None:
    """The item waits for its member's counsel, who is asked in a direct message; nobody else reads it."""
    row.state = ItemState.WITH_COUNSEL.value
    review = await store.review_of(unit.session, row.id)
    if review is None:
        review = IntelReview(
            item_id=row.id, member_id=origin.member_id, author_id=author.id, asked_at=unit.now
        )
        unit.session.add(review)
    elif review.decided_at is None:
        await settle_cards(unit, review, {"outcome": Outcome.NOT_NEEDED.value})
    review.marked, review.asked_at, review.note = [asdict(one) for one in marked], unit.now, None
    review.decided_at = review.decided_by = review.outcome = None
    review.author_id = author.id
    await unit.session.flush()
    await _ask(unit, author, row, origin, review)


async def _ask(unit: Unit, author: Person, row: IntelItem, origin: IntelOrigin, review: IntelReview) -> None:
    member = await unit.session.get_one(Member, origin.member_id)
    values = {"item_id": row.id, "organisation": member.name, **held_values(row, review)}
    notice = Notice(kind=NoticeKind.INTEL_HELD, values=values)
    asked = await deciders_of(unit, origin, author.id)
    for person_id in asked:
        await messages.tell_person(unit, person_id, notice, _subject(review), member_id=member.id)
    if not asked:
        await tell_author(unit, row, review, Outcome.NOBODY, "")


async def tell_author(unit: Unit, row: IntelItem, review: IntelReview, outcome: Outcome, note: str) -> None:
    """What became of the question, or that there is nobody to put it to."""
    values = {
        "item_id": row.id,
        "item_kind": row.kind,
        "label": row.label,
        "outcome": outcome.value,
        "note": note,
    }
    told = Notice(kind=NoticeKind.INTEL_DECIDED, values=values)
    subject = f"{row.id}:{outcome}:{unit.now.isoformat()}"
    await messages.tell_person(unit, review.author_id, told, subject, member_id=review.member_id)


async def deciders_of(unit: Unit, origin: IntelOrigin, author_id: str) -> list[str]:
    """The member's counsel without the author; its admins where there is no other counsel."""
    for role in (Role.COUNSEL, Role.ADMIN):
        found = await store.deciders(unit.session, origin.member_id, origin.brand_id, role, unit.now)
        if others := [one for one in found if one != author_id]:
            return others
    return []


def held_values(row: IntelItem, review: IntelReview) -> dict[str, Any]:
    """What waits, as the views take it: JSON, with the marks counted in the text they stand in."""
    return {
        "item_kind": row.kind,
        "label": row.label,
        "texts": {"value": row.value or "", "text": row.text, "category": row.category or ""},
        "marked": review.marked,
    }


def _subject(review: IntelReview) -> str:
    return f"{review.item_id}:{review.asked_at.isoformat()}"


async def settle_cards(unit: Unit, review: IntelReview, values: dict[str, Any]) -> None:
    """The question is answered: its cards say so, and no longer carry what was asked about."""
    subject = f"{NoticeKind.INTEL_HELD}:{_subject(review)}"
    for card in await store.cards_about(unit.session, [subject]):
        await messages.change_notice(unit, card, {"texts": {}, "marked": [], **values})
