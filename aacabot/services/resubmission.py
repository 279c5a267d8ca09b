"""Sending a declined request again: the same case goes the normal way once more, its history with it."""

from dataclasses import dataclass

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.errors import FieldProblem, IllegalMove
from aacabot.domain.features import Feature
from aacabot.domain.people import Person
from aacabot.domain.resubmissions import left, new_files
from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode, Right
from aacabot.services import alerts, cases, linting
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import already_decided, require_decider
from aacabot.services.hub import Hub, Unit
from aacabot.services.phases import require_open
from aacabot.services.reviews import required_words
from aacabot.services.second_person import go_on, reasons_for_second
from aacabot.store import cases as store


@dataclass(frozen=True)
class Again:
    """A request as it would be sent again: under which right, for which reason, and what is new."""

    right_id: str
    reason: ReasonCode
    news: str


async def send_again(hub: Hub, person: Person, case_id: str, again: Again) -> CaseFile:
    """Send a declined request again, with new evidence, another right or another reason: at most twice.

    A second person, the fast lane or the desk, as for a confirm. Raises FieldProblem where nothing is new or
    the right is not in force, IllegalMove where it was sent again twice, and as a confirm does.
    """
    said = required_words("again_news", again.news)
    async with hub.unit(person.viewer) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        await require_declined(unit, person, file)
        await require_open(unit, Feature.CONFIRM, file.member)
        right = await _right(unit, file, again)
        files = await _require_news(unit, file, right, again.reason)
        linting.require_complete(unit, file, right, again.reason)
        case = file.case
        changed = (case.right_id, case.reason_code) != (right.id, again.reason.value)
        why = await reasons_for_second(hub, unit, person, file, right, again.reason)
        case.decided_by, case.decided_at, case.decided_version = person.id, unit.now, case.version
        case.right_id, case.reason_code = right.id, again.reason.value
        data = {"news": said, "files": files, "changed": changed, "right": right.label}
        await cases.record(
            unit, case, CaseEventKind.RESUBMITTED, person=person, reason=again.reason.value, data=data
        )
        await go_on(unit, file, why)
        return file


async def require_declined(unit: Unit, person: Person, file: CaseFile) -> None:
    """Raise unless the person decides for the brand, and the request was declined and can be sent again."""
    await require_decider(unit, person, file, "send_again")
    if file.state is not CaseState.DECLINED:
        raise await already_decided(unit, file, CaseEventKind.RESUBMITTED)
    spent = not left(await store.events_of(unit.session, unit.viewer, file.case.id))
    if spent or await store.has_later_round(unit.session, file.case):
        raise IllegalMove(file.case.number, file.case.state, CaseEventKind.RESUBMITTED)


async def _right(unit: Unit, file: CaseFile, again: Again) -> Right:
    rights = {right.id: right for right in await cases.rights_of(unit, file.brand.id)}
    right = rights.get(again.right_id)
    if right is None or not right.in_force(unit.now.date()):
        raise FieldProblem("again_right", "not_in_force")
    if again.reason not in REASONS_BY_RIGHT[right.kind]:
        raise FieldProblem("again_reason", "does_not_fit_right")
    return right


async def _require_news(unit: Unit, file: CaseFile, right: Right, reason: ReasonCode) -> int:
    """How many files are new. Raises FieldProblem where there are none and nothing else changed."""
    files = new_files(await store.events_of(unit.session, unit.viewer, file.case.id))
    same = (file.case.right_id, file.case.reason_code) == (right.id, reason.value)
    if not files and same:
        raise FieldProblem("again_news", "nothing_new")
    return files


async def declined_case(hub: Hub, person: Person, case_id: str) -> tuple[Alert, tuple[Right, ...]]:
    """A declined case as its card shows it, with its brand's rights in force, for the form."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        alert, file = await alerts.read_alert(unit, case_id)
        await require_declined(unit, person, file)
        rights = await cases.rights_of(unit, file.brand.id)
    return alert, tuple(right for right in rights if right.in_force(unit.now.date()))
