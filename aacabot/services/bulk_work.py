"""Carrying an act out: one case after the other, each in a commit of its own that also settles it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import DBAPIError

from aacabot.domain.bulk_acts import BulkDeed, ItemProblem
from aacabot.domain.cases import DeclineReason, DismissReason
from aacabot.domain.errors import (
    AlreadyClaimed,
    AlreadyDecided,
    CardOutdated,
    CaseNotFound,
    FeatureNotOpen,
    IllegalMove,
    NeedsSecondAnswer,
    NoRightInForce,
    NotAllowed,
    NoticeIncomplete,
    NotOnIt,
    OwnRequest,
    Refusal,
    ReviewClaimed,
    SameAgency,
    SamePerson,
    TooLateToReopen,
    TooLateToUndo,
)
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE, Viewer
from aacabot.logs import log
from aacabot.services import assignments, enforcement, messages, reopening, retraction, reviews, second_person
from aacabot.services.bulk_acts import WORKER
from aacabot.services.hub import Hub, Unit
from aacabot.store import bulk_acts as store
from aacabot.store import people
from aacabot.store.database import have_collided
from aacabot.store.models import BulkAct, BulkItem, CaseRow

_SHOWN_EVERY = 10
"""After so many cases the progress is shown anew: Slack takes about one edit a second."""

TAKEN_BACK_TOGETHER = "Taken back with the other cases of one act."
"""The reason that the record of each case gives."""

PROBLEMS: Mapping[type[Refusal], ItemProblem] = {
    AlreadyDecided: ItemProblem.DECIDED,
    IllegalMove: ItemProblem.MOVED_ON,
    TooLateToReopen: ItemProblem.MOVED_ON,
    NotAllowed: ItemProblem.NOT_YOURS,
    CaseNotFound: ItemProblem.NOT_FOUND,
    NoRightInForce: ItemProblem.NO_RIGHT,
    NeedsSecondAnswer: ItemProblem.AUTHORISED_SELLER,
    CardOutdated: ItemProblem.CHANGED,
    FeatureNotOpen: ItemProblem.NOT_OPEN,
    ReviewClaimed: ItemProblem.SOMEBODY_ON_IT,
    AlreadyClaimed: ItemProblem.SOMEBODY_ON_IT,
    NotOnIt: ItemProblem.SOMEBODY_ON_IT,
    OwnRequest: ItemProblem.OWN_REQUEST,
    SamePerson: ItemProblem.SAME_PERSON,
    SameAgency: ItemProblem.SAME_AGENCY,
    NoticeIncomplete: ItemProblem.NOTICE_INCOMPLETE,
}


class SettledMeanwhile(Exception):
    """The case of the act was settled by somebody else: what was about to be done is not."""


@dataclass(frozen=True)
class HubOfAct(Hub):
    """The hub while it carries out one case of an act: the commit of the decision settles the case too.

    So a crash leaves either both or neither, and two nodes at one case do it once.
    """

    act_id: str
    case_id: str

    @asynccontextmanager
    async def unit(self, viewer: Viewer) -> AsyncIterator[Unit]:
        """A unit of work that also settles the case as done. Raises SettledMeanwhile, and nothing is done."""
        async with super().unit(viewer) as unit:
            yield unit
            if not await store.settle(unit.session, self.act_id, self.case_id, None, unit.now):
                raise SettledMeanwhile()


async def carry_out_next(hub: Hub, person_id: str) -> bool:
    """Carry out the next case of the person's acts; False where nothing waits.

    What is refused is kept with the case. Raises only what is wrong with the database.
    """
    async with hub.database.read(EVERYONE) as session:
        found = await store.next_waiting(session, person_id)
        person = await people.person_by_id(session, person_id, hub.clock()) if found else None
        undone = await session.get(BulkAct, found[0].retracts_id) if found and found[0].retracts_id else None
    if found is None:
        await _finish_all(hub, person_id)
        return False
    act, item = found
    await _settle(hub, act, item, await _outcome(hub, person, act, item, undone))
    return True


async def _outcome(
    hub: Hub, person: Person | None, act: BulkAct, item: BulkItem, undone: BulkAct | None
) -> ItemProblem | None:
    """None once it is done, otherwise why it is not."""
    if person is None:
        return ItemProblem.NOT_YOURS
    of_act = HubOfAct(**_parts(hub), act_id=act.id, case_id=item.case_id)
    who = replace(person, team_id=act.team_id, user_id=act.user_id)
    try:
        await _do_it(of_act, who, act, item, BulkDeed(undone.deed) if undone else None)
    except Refusal as refusal:
        return PROBLEMS.get(type(refusal), ItemProblem.REFUSED)
    except SettledMeanwhile:
        return None
    except Exception:  # noqa: BLE001 - the case is told as broken; the others have their turn
        log(__name__).exception("case of an act failed", act_id=act.id, case_id=item.case_id)
        return ItemProblem.BROKEN
    return None


def _parts(hub: Hub) -> dict[str, Any]:
    return {name: getattr(hub, name) for name in Hub.__dataclass_fields__}


async def _do_it(hub: Hub, person: Person, act: BulkAct, item: BulkItem, undone: BulkDeed | None) -> None:
    """Do it, and once more where it met somebody else's transaction: the case itself is not at fault."""
    try:
        await _do(hub, person, act, item, undone)
    except DBAPIError as error:
        if not have_collided(error):
            raise
        await _do(hub, person, act, item, undone)


async def _do(hub: Hub, person: Person, act: BulkAct, item: BulkItem, undone: BulkDeed | None) -> None:
    match BulkDeed(act.deed):
        case BulkDeed.CONFIRM:
            await enforcement.confirm(hub, person, item.case_id, seen=item.seen, at_once=act.total)
        case BulkDeed.DISMISS:
            reason = DismissReason(act.reason or "")
            await enforcement.dismiss(hub, person, item.case_id, reason, act.note)
        case BulkDeed.APPROVE:
            await second_person.approve(hub, person, item.case_id)
        case BulkDeed.CLAIM:
            await assignments.claim(hub, person, item.case_id)
        case BulkDeed.ACCEPT:
            await reviews.accept(hub, person, item.case_id)
        case BulkDeed.DECLINE:
            await reviews.decline(hub, person, item.case_id, DeclineReason(act.reason or ""), act.note)
        case BulkDeed.TAKE_BACK if undone is BulkDeed.CLAIM:
            await assignments.release(hub, person, item.case_id)
        case BulkDeed.TAKE_BACK if case := await _decided_by_another(hub, person, item.case_id):
            raise AlreadyDecided(case.number, case.state, None, case.decided_at)
        case BulkDeed.TAKE_BACK if undone is BulkDeed.DISMISS:
            await reopening.reopen(hub, person, item.case_id, TAKEN_BACK_TOGETHER)
        case BulkDeed.TAKE_BACK:
            await _unconfirm(hub, person, item.case_id)


async def _decided_by_another(hub: Hub, person: Person, case_id: str) -> CaseRow | None:
    """The case, where somebody else has decided it anew since: their decision is not taken back."""
    async with hub.database.read(person.viewer) as session:
        case = await session.get(CaseRow, case_id)
    return case if case is not None and case.decided_by not in {None, person.id} else None


async def _unconfirm(hub: Hub, person: Person, case_id: str) -> None:
    """The case waits again where nothing went out and it is not long ago; otherwise it is retracted."""
    try:
        await retraction.undo(hub, person, case_id)
    except (TooLateToUndo, AlreadyDecided):
        await retraction.retract(hub, person, case_id, TAKEN_BACK_TOGETHER)


async def _settle(hub: Hub, act: BulkAct, item: BulkItem, problem: ItemProblem | None) -> None:
    """Keep why the case was not done, and show the progress now and then, and at the end."""
    async with hub.unit(EVERYONE) as unit:
        # The act before its cases, as who takes it back does.
        await store.hold_act(unit.session, act.id)
        if problem is not None:
            await store.settle(unit.session, act.id, item.case_id, problem, unit.now)
        if not await store.any_waiting(unit.session, act.id):
            await _finish(unit, act.id)
        elif (item.position + 1) % _SHOWN_EVERY == 0:
            await messages.show_act(unit, act, None)


async def _finish(unit: Unit, act_id: str) -> None:
    act = await store.hold_act(unit.session, act_id)
    if act is not None and act.finished_at is None:
        act.finished_at = unit.now
        await unit.session.flush()
        await messages.show_act(unit, act, None)


async def _finish_all(hub: Hub, person_id: str) -> None:
    """Acts whose last case was settled just before a crash end here."""
    async with hub.unit(EVERYONE) as unit:
        for act_id in await store.acts_under_way(unit.session, person_id):
            if not await store.any_waiting(unit.session, act_id):
                await _finish(unit, act_id)


async def wake_unfinished(hub: Hub) -> None:
    """Wake the workers of acts that are not finished."""
    async with hub.unit(EVERYONE) as unit:
        for person_id in await store.people_with_acts_under_way(unit.session):
            unit.wake(WORKER, person_id)
