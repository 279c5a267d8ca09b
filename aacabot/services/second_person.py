"""The two-person rule: who else must agree before a confirm goes on, and what they say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.errors import NotAllowed, OwnRequest, SameAgency, SamePerson
from aacabot.domain.features import Feature
from aacabot.domain.messages import MessageKind
from aacabot.domain.people import Person
from aacabot.domain.rights import ReasonCode, Right
from aacabot.domain.second_person import (
    FOR_COUNSEL,
    NAMED,
    Decider,
    SecondNeeded,
    SecondReason,
    reasons_kept,
    seconds,
)
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import already_decided, require_decider
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.services.phases import require_open
from aacabot.services.proceeding import proceed
from aacabot.store import second_person as store

_E = CaseEventKind
OPERATOR_ADMIN = "operator_admin"


async def reasons_for_second(
    hub: Hub,
    unit: Unit,
    person: Person,
    file: CaseFile,
    right: Right,
    reason: ReasonCode,
    *,
    at_once: int = 1,
) -> tuple[SecondReason, ...]:
    """Why this confirm, not yet made, needs a second person; `at_once` counts the listings of its act."""
    since = unit.now - timedelta(minutes=hub.settings.brake_minutes)
    known = await store.circumstances(unit.session, file.case, reason.value, person.id, unit.now, since)
    return replace(
        known,
        brake=hub.settings.brake_confirms,
        at_once=at_once,
        right=right.kind,
        authorised_elsewhere=await _authorised_elsewhere(hub, file),
    ).reasons


async def _authorised_elsewhere(hub: Hub, file: CaseFile) -> bool:
    """Whether another member allows the seller: the member's own transaction cannot see, nor learn whose."""
    seller = file.listing.seller
    if seller is None:
        return False
    async with hub.database.read(EVERYONE) as session:
        return await store.authorised_elsewhere(session, file.member.id, file.marketplace.key, seller.id)


async def go_on(unit: Unit, file: CaseFile, why: Sequence[SecondReason]) -> None:
    """A confirmed case proceeds, or waits for a second person: the desk, where nobody else is there."""
    file.case.second_why = [reason.value for reason in why]
    if not why:
        await proceed(unit, file)
        return
    await cases.record(unit, file.case, _E.SECOND_ASKED, data={"why": file.case.second_why})
    if (await seconds_needed(unit, [file]))[file.case.id].desk:
        await messages.ask_desk(unit, MessageKind.REVIEW, file.case)


async def seconds_needed(unit: Unit, files: Iterable[CaseFile]) -> dict[str, SecondNeeded]:
    """Who is missing on each of these cases that waits for a second person, by case: two statements."""
    waiting = [file for file in files if file.state is CaseState.PENDING_SECOND]
    if not waiting:
        return {}
    deciders = await store.deciders_of_members(unit.session, {file.member.id for file in waiting}, unit.now)
    first = {file.case.decided_by for file in waiting if file.case.decided_by}
    agencies = await store.agencies_of(unit.session, first)
    return {
        file.case.id: _needed(file, deciders[file.member.id], agencies.get(file.case.decided_by or ""))
        for file in waiting
    }


def _needed(file: CaseFile, deciders: Sequence[Decider], agency: str | None) -> SecondNeeded:
    why = reasons_kept(file.case.second_why)
    who = seconds(
        deciders,
        first_id=file.case.decided_by,
        first_agency=agency,
        member_id=file.member.id,
        brand_id=file.brand.id,
        why=why,
    )
    return SecondNeeded(
        why=why,
        counsel=bool(FOR_COUNSEL.intersection(why)),
        who=tuple(one.name for one in who[:NAMED]),
        until=file.case.second_by,
        desk=not who,
    )


async def approve(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """A second person lets a confirm go on.

    Raises SamePerson for the one who confirmed, SameAgency for their colleagues, NotAllowed where the
    reasons ask for counsel, FeatureNotOpen where confirming has been closed meanwhile. An admin of the
    operator who does not act for the member stands in where nobody of the member's may.
    """
    async with hub.unit(person.viewer) as unit:
        file = await _pending_second(unit, person, case_id, "case_approve")
        stands_in = not person.may_decide(file.member.id, file.brand.id)
        if not stands_in:
            await _require_second(unit, person, file)
        await require_open(unit, Feature.CONFIRM, file.member)
        data = {"for": "desk"} if stands_in else None
        await cases.record(unit, file.case, _E.SECOND_APPROVED, person=person, data=data)
        await proceed(unit, file)
        return file


async def refuse(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """Somebody who decides for the brand stops a confirm: the case waits for a decision again."""
    async with hub.unit(person.viewer) as unit:
        file = await _pending_second(unit, person, case_id, "case_refuse")
        await cases.record(unit, file.case, _E.SECOND_REFUSED, person=person)
        undecide(file)
        return file


def undecide(file: CaseFile) -> None:
    """The case waits for a decision again, as nobody's."""
    case = file.case
    case.decided_by = case.decided_at = case.decided_version = None
    case.second_why = []


async def _pending_second(unit: Unit, person: Person, case_id: str, action: str) -> CaseFile:
    file = await cases.open_file(unit, case_id, lock=True)
    require_known(person, file)
    if person.is_operator and not person.may_decide(file.member.id, file.brand.id):
        await _require_stand_in(unit, person, file, action)
    else:
        await require_decider(unit, person, file, action)
    if file.state is not CaseState.PENDING_SECOND:
        raise await already_decided(unit, file, _E.SECOND_APPROVED, _E.SECOND_REFUSED, _E.SECOND_EXPIRED)
    return file


async def _require_stand_in(unit: Unit, person: Person, file: CaseFile, action: str) -> None:
    """The operator's admins stand in only where nobody of the member's may, and not for their own firm."""
    if person.acts_for(file.member.id):
        raise OwnRequest(file.case.number)
    needed = (await seconds_needed(unit, [file])).get(file.case.id)
    if not person.is_operator_admin or (needed and not needed.desk):
        raise NotAllowed(action, file.brand.name, needed.who if needed else ())


async def _require_second(unit: Unit, person: Person, file: CaseFile) -> None:
    first_id = file.case.decided_by
    if person.id == first_id:
        raise SamePerson(file.case.number)
    agencies = await store.agencies_of(unit.session, {first_id} if first_id else set())
    if person.of_agency is not None and person.of_agency == agencies.get(first_id or ""):
        raise SameAgency(file.case.number)
    needed = (await seconds_needed(unit, [file]))[file.case.id]
    own = Decider(person_id=person.id, name=person.name, agency_id=person.of_agency, grants=person.grants)
    fitting = seconds(
        [own],
        first_id=first_id,
        first_agency=None,
        member_id=file.member.id,
        brand_id=file.brand.id,
        why=needed.why,
    )
    if not fitting:
        raise NotAllowed("case_approve_as_counsel", file.brand.name, needed.who)
