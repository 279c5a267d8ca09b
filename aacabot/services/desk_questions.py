"""The desk asks the brand before it decides, and the brand answers; the handle clock stands still between."""

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.errors import IllegalMove
from aacabot.domain.notes import NoteKind
from aacabot.domain.people import Person
from aacabot.services import alerts, cases, messages
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import already_decided, require_decider
from aacabot.services.hub import Hub, Unit
from aacabot.services.notes import case_note
from aacabot.services.reviewing import reviewable
from aacabot.services.reviews import required_words


async def ask_brand(hub: Hub, person: Person, case_id: str, question: str) -> CaseFile:
    """A reviewer asks the brand: its card shows the question, and who confirmed is told in the thread."""
    said = required_words("desk_question", question)
    async with hub.unit(person.viewer) as unit:
        file = await reviewable(unit, person, case_id, "review_ask")
        data = {"question": said}
        await cases.record(unit, file.case, CaseEventKind.DESK_ASKED, person=person, data=data)
        note = await case_note(unit, file, NoteKind.DESK_ASKED, text=said)
        await messages.note_in_thread(unit, file.case, note)
        return file


async def answer_desk(hub: Hub, person: Person, case_id: str, answer: str) -> CaseFile:
    """Somebody who decides for the brand answers the desk: the review goes on.

    Raises CaseNotFound, NotAllowed, FieldProblem without words, AlreadyDecided where it was answered.
    """
    said = required_words("desk_answer", answer)
    async with hub.unit(person.viewer) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        await require_answerable(unit, person, file)
        data = {"answer": said}
        await cases.record(unit, file.case, CaseEventKind.BRAND_ANSWERED, person=person, data=data)
        await _tell_desk(unit, file, said)
        return file


async def require_answerable(unit: Unit, person: Person, file: CaseFile) -> None:
    """Raise unless the person decides for the brand, and the desk waits for its answer."""
    await require_decider(unit, person, file, "desk_answer")
    if file.state is CaseState.ANSWER_NEEDED:
        return
    events = await cases.history(unit, unit.viewer, file.case.id)
    if not any(event.kind == CaseEventKind.BRAND_ANSWERED for event in events):
        raise IllegalMove(file.case.number, file.case.state, CaseEventKind.BRAND_ANSWERED)
    raise await already_decided(unit, file, CaseEventKind.BRAND_ANSWERED)


async def _tell_desk(unit: Unit, file: CaseFile, said: str) -> None:
    """Under the desk's card, so that it is not an edit nobody sees."""
    note = await case_note(unit, file, NoteKind.BRAND_ANSWERED, text=said)
    await messages.note_under_review(unit, file.case, note)


async def asked_case(hub: Hub, person: Person, case_id: str) -> Alert:
    """A case the desk asks the brand about, for the form. Raises as `answer_desk`."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        alert, file = await alerts.read_alert(unit, case_id)
        await require_answerable(unit, person, file)
    return alert
