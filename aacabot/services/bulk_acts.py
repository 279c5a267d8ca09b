"""Acting on many cases at once: shown with its counts, asked for in one commit, taken back as a whole."""

from collections.abc import Sequence
from datetime import timedelta

from aacabot.domain.bulk_acts import (
    BULK_LIMIT,
    TAKEN_BACK,
    BulkDeed,
    BulkPreview,
    ItemProblem,
    ItemState,
)
from aacabot.domain.cases import DeclineReason, DismissReason
from aacabot.domain.errors import (
    ActNotFound,
    ActNotTakenBack,
    FieldProblem,
    NothingChosen,
    TooManyChosen,
)
from aacabot.domain.ids import is_id, new_id
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases, messages
from aacabot.services.bulk_forecasts import Chosen, counted, exceptions_of, foresee
from aacabot.services.cases import CaseFile
from aacabot.services.discretion import is_known
from aacabot.services.enforcement import NOTE_LIMIT
from aacabot.services.hub import Hub, Unit
from aacabot.store import bulk_acts as store
from aacabot.store.models import BulkAct, BulkItem

WORKER = "carry_out_acts"
"""The durable worker; its key is the person whose acts it carries out, one case after the other."""
UNSENT_FOR = timedelta(days=1)
"""How long a confirmation that was shown and never sent can still be sent."""


async def begin(
    hub: Hub, person: Person, deed: BulkDeed, chosen: Chosen, *, left_out: int = 0
) -> BulkPreview:
    """Write down what was chosen, and foretell what would become of it. Nothing is done yet.

    Cases the person knows nothing of are left out without a word. Raises NothingChosen or TooManyChosen.
    """
    if len(chosen) > BULK_LIMIT:
        raise TooManyChosen(len(chosen), BULK_LIMIT)
    async with hub.unit(person.viewer) as unit:
        files = await _known(unit, person, [case_id for case_id in chosen if is_id(case_id)])
        if not files:
            raise NothingChosen()
        foreseen = await foresee(hub, unit, person, deed, files, chosen)
        act = _act(unit, person, deed, len(files))
        items = [
            _item(act, position, file.case.id, file.member.id, foreseen.seen[file.case.id])
            for position, file in enumerate(files)
        ]
        await store.add_act(unit.session, act, items)
        return BulkPreview(
            act_id=act.id,
            deed=deed,
            total=len(files),
            forecasts=counted(foreseen.outcomes),
            exceptions=await exceptions_of(unit, deed, files, foreseen.outcomes),
            left_out=left_out,
        )


async def _known(unit: Unit, person: Person, case_ids: Sequence[str]) -> list[CaseFile]:
    found = await cases.open_files(unit, case_ids)
    return [found[case_id] for case_id in case_ids if case_id in found and is_known(person, found[case_id])]


def _act(unit: Unit, person: Person, deed: BulkDeed, total: int) -> BulkAct:
    return BulkAct(
        id=new_id(),
        person_id=person.id,
        team_id=person.team_id,
        user_id=person.user_id,
        deed=deed.value,
        asked_at=unit.now,
        total=total,
    )


def _item(act: BulkAct, position: int, case_id: str, member_id: str, seen: str | None) -> BulkItem:
    return BulkItem(
        act_id=act.id,
        case_id=case_id,
        member_id=member_id,
        position=position,
        state=ItemState.WAITS.value,
        seen=seen,
    )


async def submit(
    hub: Hub, person: Person, act_id: str, reason: str | None = None, note: str | None = None
) -> None:
    """The person asks for the act they were shown: it is owed from now on; sent again it is one act.

    `reason` is the code of a dismissal or a decline. Raises ActNotFound for acts of others and for those
    shown too long ago, FieldProblem for what was filled in.
    """
    async with hub.unit(person.viewer) as unit:
        act = await _own(unit, person, act_id)
        _require_reason(BulkDeed(act.deed), reason, note)
        if act.submitted_at is not None:
            return
        if unit.now - act.asked_at > UNSENT_FOR:
            raise ActNotFound()
        act.submitted_at, act.reason, act.note = unit.now, reason, note or None
        await _owe(unit, person, act)


async def _owe(unit: Unit, person: Person, act: BulkAct) -> None:
    await unit.session.flush()
    await messages.show_act(unit, act, _speaks_as(person))
    unit.wake(WORKER, act.person_id)


def _speaks_as(person: Person) -> str | None:
    """The member in whose language the progress is told; None for the operator's people."""
    if person.is_operator:
        return None
    return person.of_member or min(person.member_ids, default=None)


async def _own(unit: Unit, person: Person, act_id: str) -> BulkAct:
    act = await store.hold_act(unit.session, act_id) if is_id(act_id) else None
    if act is None or act.person_id != person.id:
        raise ActNotFound()
    return act


def _require_reason(deed: BulkDeed, reason: str | None, note: str | None) -> None:
    known = {BulkDeed.DISMISS: DismissReason, BulkDeed.DECLINE: DeclineReason}.get(deed)
    if known is not None and reason not in set(known):
        raise FieldProblem("bulk_reason", "unknown" if reason else "required")
    if note and len(note) > NOTE_LIMIT:
        raise FieldProblem("bulk_note", "too_long")
    if reason == DeclineReason.EVIDENCE_INSUFFICIENT and deed is BulkDeed.DECLINE and not note:
        raise FieldProblem("bulk_note", "say_what_is_missing")


async def take_back(hub: Hub, person: Person, act_id: str) -> None:
    """Take a whole act back: what has not had its turn never will, what was done is undone case by case.

    Raises ActNotFound for acts of others, ActNotTakenBack where that was done already, or cannot be.
    """
    async with hub.unit(person.viewer) as unit:
        act = await _own(unit, person, act_id)
        if act.submitted_at is None:
            raise ActNotFound()
        if act.retracted_at is not None or BulkDeed(act.deed) not in TAKEN_BACK:
            raise ActNotTakenBack(again=act.retracted_at is not None)
        act.retracted_at = unit.now
        await store.settle_the_rest(unit.session, act.id, ItemProblem.TAKEN_BACK, unit.now)
        act.finished_at = act.finished_at or unit.now
        done = await store.items_done(unit.session, act.id)
        await messages.show_act(unit, act, _speaks_as(person))
        if done:
            await _take_back(unit, person, act, done)


async def _take_back(unit: Unit, person: Person, act: BulkAct, done: Sequence[BulkItem]) -> None:
    back = _act(unit, person, BulkDeed.TAKE_BACK, len(done))
    back.retracts_id, back.submitted_at = act.id, unit.now
    items = [_item(back, item.position, item.case_id, item.member_id, None) for item in done]
    await store.add_act(unit.session, back, items)
    await _owe(unit, person, back)


async def forget_unsent(hub: Hub) -> None:
    """Forget what was shown and never sent."""
    async with hub.unit(EVERYONE) as unit:
        await store.forget_unsent(unit.session, unit.now - UNSENT_FOR * 2)
