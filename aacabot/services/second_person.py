"""The two-person rule: who else must agree before a confirm goes on."""

from datetime import timedelta

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.errors import SamePerson
from aacabot.domain.features import Feature
from aacabot.domain.people import Person
from aacabot.services import cases
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import already_decided, require_decider
from aacabot.services.hub import Hub, Unit
from aacabot.services.phases import require_open
from aacabot.services.proceeding import proceed
from aacabot.store import cases as store

_E = CaseEventKind


async def is_braked(hub: Hub, unit: Unit, person: Person) -> bool:
    since = unit.now - timedelta(minutes=hub.settings.brake_minutes)
    confirms = await store.confirms_since(unit.session, person.id, since)
    return confirms >= hub.settings.brake_confirms


async def approve(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """A second person lets a braked confirm go on.

    Raises SamePerson for the one who confirmed, FeatureNotOpen where confirming has been closed meanwhile.
    """
    async with hub.unit(person.viewer) as unit:
        file = await _pending_second(unit, person, case_id, "case_approve")
        if person.id == file.case.decided_by:
            raise SamePerson(file.case.number)
        await require_open(unit, Feature.CONFIRM, file.member)
        await cases.record(unit, file.case, CaseEventKind.SECOND_APPROVED, person=person)
        await proceed(unit, file)
        return file


async def refuse(hub: Hub, person: Person, case_id: str) -> CaseFile:
    """A second person stops a braked confirm: the case waits for a decision again."""
    async with hub.unit(person.viewer) as unit:
        file = await _pending_second(unit, person, case_id, "case_refuse")
        file.case.decided_by = file.case.decided_at = file.case.decided_version = None
        await cases.record(unit, file.case, CaseEventKind.SECOND_REFUSED, person=person)
        return file


async def _pending_second(unit: Unit, person: Person, case_id: str, action: str) -> CaseFile:
    file = await cases.open_file(unit, case_id, lock=True)
    await require_decider(unit, person, file, action)
    if file.state is not CaseState.PENDING_SECOND:
        raise await already_decided(unit, file, _E.SECOND_APPROVED, _E.SECOND_REFUSED)
    return file
