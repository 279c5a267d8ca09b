"""Every decision of a brand, called alike."""

from collections.abc import Awaitable, Callable

from aacabot.domain.cases import DismissReason
from aacabot.domain.people import Person
from aacabot.domain.rights import ReasonCode
from aacabot.services import enforcement, retraction, second_person
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub
from aacabot.store.models import FeedbackRow, TakedownRow
from tests.services.casework import Casework

Decide = Callable[[Hub, Person, str], Awaitable[CaseFile]]


def dismiss(hub: Hub, person: Person, case_id: str) -> Awaitable[CaseFile]:
    return enforcement.dismiss(hub, person, case_id, DismissReason.GENUINE)


def ask(hub: Hub, person: Person, case_id: str) -> Awaitable[CaseFile]:
    return enforcement.ask_info(hub, person, case_id, None)


def report_as(hub: Hub, person: Person, case_id: str) -> Awaitable[CaseFile]:
    return enforcement.report_as(hub, person, case_id, "no such right", ReasonCode.COUNTERFEIT)


EVERY_DECISION = [
    enforcement.confirm,
    dismiss,
    ask,
    report_as,
    second_person.approve,
    second_person.refuse,
    retraction.retract,
]


async def nothing_was_written(work: Casework, case_id: str) -> None:
    assert [event.kind for event in await work.events(case_id)] == ["opened"]
    assert await work.rows(TakedownRow) == []
    assert await work.rows(FeedbackRow) == []
