"""Which reviewer is on a case: for half an hour nobody else decides it, unless they say they take over."""

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.errors import NotOnIt
from aacabot.domain.people import Person
from aacabot.domain.reviews import AT_THE_DESK, claim_holds
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.services.reviewing import claimed_by_another, done_with, reviewable
from aacabot.services.sweeps import each
from aacabot.store import people
from aacabot.store import reviews as store

_AT_ONCE = 200


async def claim(hub: Hub, person: Person, case_id: str, *, over: bool = False) -> CaseFile:
    """The reviewer is on the case from now on, for half an hour; again starts the half hour anew.

    Raises ReviewClaimed where another is and `over` does not say that they take over, and as
    `require_reviewable`.
    """
    async with hub.unit(person.viewer) as unit:
        file = await reviewable(unit, person, case_id, "review_claim")
        claimed = await claimed_by_another(unit, person, file)
        if claimed is not None and not over:
            raise claimed
        data = {"from": file.case.reviewer_id} if claimed else None
        file.case.reviewer_id, file.case.reviewer_since = person.id, unit.now
        await cases.record(unit, file.case, CaseEventKind.REVIEW_CLAIMED, person=person, data=data)
        return file


async def release(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """Nobody is on the case any more. Raises NotOnIt for others than who is on it."""
    async with hub.unit(person.viewer) as unit:
        file = await reviewable(unit, person, case_id, "review_claim")
        holder = file.case.reviewer_id
        if holder != person.id:
            names = await people.names(unit.session, {holder}) if holder else {}
            raise NotOnIt(file.case.number, names.get(holder or ""))
        done_with(file)
        await cases.record(unit, file.case, CaseEventKind.REVIEW_RELEASED, person=person)
        return file


async def release_lapsed(hub: Hub) -> None:
    """Claims of more than half an hour ago end; several nodes may do this at once."""
    async with hub.database.read(EVERYONE) as session:
        lapsed = await store.lapsed_claims(session, hub.clock(), _AT_ONCE)
    await each(lapsed, lambda case_id: _look_at(hub, case_id))


async def _look_at(hub: Hub, case_id: str) -> None:
    async with hub.unit(EVERYONE) as unit:
        await _lapse(unit, await cases.open_file(unit, case_id, lock=True))


async def _lapse(unit: Unit, file: CaseFile) -> None:
    if file.case.reviewer_id is None or claim_holds(file.case.reviewer_since, unit.now):
        return
    done_with(file)
    if CaseState(file.case.state) in AT_THE_DESK:
        await cases.record(unit, file.case, CaseEventKind.REVIEW_RELEASED, data={"lapsed": True})
