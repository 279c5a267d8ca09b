"""Who may decide a case, and who was first."""

from aacabot.domain.cases import OPEN_STATES, CaseEventKind
from aacabot.domain.errors import AlreadyDecided, IllegalMove, NotAllowed, Refusal
from aacabot.domain.people import Person
from aacabot.services import cases
from aacabot.services.cases import CaseFile
from aacabot.services.discretion import require_known
from aacabot.services.hub import Unit
from aacabot.store import cases as store
from aacabot.store import people


async def open_to_decide(unit: Unit, person: Person, case_id: str, action: str) -> CaseFile:
    """The case, held, for who may decide it. Raises as `require_open_to_decide`, or CaseNotFound."""
    file = await cases.open_file(unit, case_id, lock=True)
    await require_open_to_decide(unit, person, file, action)
    return file


async def require_open_to_decide(unit: Unit, person: Person, file: CaseFile, action: str) -> None:
    """Raise NotAllowed or AlreadyDecided unless the person decides for the brand, and it is undecided."""
    await require_decider(unit, person, file, action)
    if file.state not in OPEN_STATES:
        raise await already_decided(unit, file)


async def require_decider(unit: Unit, person: Person, file: CaseFile, action: str) -> None:
    """Raise NotAllowed, naming who may, unless the person decides for the case's brand.

    CaseNotFound for people who act for other brands of the member: they are not its own.
    """
    require_known(person, file)
    if not person.may_decide(file.member.id, file.brand.id):
        who = await people.who_may_decide(unit.session, unit.viewer, file.member.id, file.brand.id, unit.now)
        raise NotAllowed(action, file.brand.name, who)


async def already_decided(unit: Unit, file: CaseFile, *answers: CaseEventKind) -> Refusal:
    """Who was first, and when: the last to decide, or to give one of `answers`.

    IllegalMove where nobody did, and the case waits for something else.
    """
    case = file.case
    events = await store.events_of(unit.session, unit.viewer, case.id)
    last = next((event for event in reversed(events) if event.kind in {*answers, *_DECISIONS}), None)
    undone = last is None or (last.kind not in {*answers, _E.RETRACTED} and case.decided_by is None)
    if last is None or last.person_id is None or undone:
        if file.state in OPEN_STATES:
            return IllegalMove(case.number, case.state, str(next(iter(answers), "")))
        return AlreadyDecided(case.number, case.state, None, None)
    names = await people.names(unit.session, {last.person_id})
    return AlreadyDecided(case.number, case.state, names.get(last.person_id), last.occurred_at)


_E = CaseEventKind
_DECISIONS = frozenset({_E.CONFIRMED, _E.DISMISSED, _E.RETRACTED})
