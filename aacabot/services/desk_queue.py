"""The desk's queue: all of what its reviewers have before them, what is for one of them, what one is on."""

from dataclasses import dataclass
from enum import StrEnum

from aacabot.domain.alerts import Alert
from aacabot.domain.errors import NeedsRole
from aacabot.domain.people import Person
from aacabot.domain.specialties import needs_kept
from aacabot.services import alerts
from aacabot.services.hub import Hub, Unit
from aacabot.services.lookup import link_to
from aacabot.services.reviewing import DESK
from aacabot.services.specialties import knowledge
from aacabot.store import reviews as store
from aacabot.store.reviews import Desked

PER_PAGE = 15
MOST = 2_000
"""As many routed cases are looked through for one reviewer."""


class Which(StrEnum):
    """Which of the desk's cases are asked for."""

    ALL = "all"
    FOR_ME = "for_me"
    MINE = "mine"


@dataclass(frozen=True, kw_only=True)
class DeskLine:
    """One case before the desk, and the way to the desk's card of it."""

    alert: Alert
    card_url: str | None
    mine: bool


@dataclass(frozen=True, kw_only=True)
class DeskQueue:
    """A page of the desk's cases, those due first first; `total` counts all that were asked for."""

    lines: tuple[DeskLine, ...]
    total: int
    which: Which


async def desk_queue(hub: Hub, person: Person, which: Which = Which.ALL, page: int = 1) -> DeskQueue:
    """A page of the queue. Raises NeedsRole for others than the desk's reviewers."""
    if not person.is_reviewer:
        raise NeedsRole("review", DESK)
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        ids, total = await _asked_for(unit, person, which, page)
        shown = await alerts.read_alerts(unit, ids) if ids else {}
        rows = {case.id: case for case in await store.cases_by_id(session, ids)}
        cards = await store.desk_cards(session, ids)
    lines = tuple(
        DeskLine(
            alert=shown[case_id],
            card_url=link_to(cards[case_id]) if case_id in cards else None,
            mine=rows[case_id].reviewer_id == person.id and shown[case_id].desk.reviewer is not None,
        )
        for case_id in ids
    )
    return DeskQueue(lines=lines, total=total, which=which)


async def _asked_for(unit: Unit, person: Person, which: Which, page: int) -> tuple[list[str], int]:
    if which is Which.FOR_ME:
        found = await _for_one(unit, person)
        first = (_last(page, len(found)) - 1) * PER_PAGE
        return found[first : first + PER_PAGE], len(found)
    asked = Desked(reviewer_id=person.id if which is Which.MINE else None)
    total = await store.count_desked(unit.session, asked)
    offset = (_last(page, total) - 1) * PER_PAGE
    return await store.desk_page(unit.session, asked, PER_PAGE, offset), total


def _last(page: int, total: int) -> int:
    return max(min(page, (total + PER_PAGE - 1) // PER_PAGE), 1)


async def _for_one(unit: Unit, person: Person) -> list[str]:
    """What asks for something this reviewer knows; what any reviewer can do is nobody's in particular."""
    everybody = await store.reviewers(unit.session, "", unit.now)
    mine = next((knowledge(known) for known in everybody if known.person_id == person.id), None)
    if not mine:
        return []
    asked = await store.desk_needs(unit.session, Desked(), MOST)
    return [case_id for case_id, kept in asked if (needs := needs_kept(kept)) and needs.met_by(mine)]
