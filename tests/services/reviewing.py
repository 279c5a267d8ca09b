"""Cases before the desk, for tests of its part."""

from typing import Any

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.ids import new_id
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases, enforcement
from aacabot.services.hub import Unit
from aacabot.store.models import Evidence
from tests.journeys.alliance import ANN, GIL
from tests.services.casework import Casework


async def for_review(work: Casework, **listing: Any) -> str:
    """Gil has confirmed for Gamma, which has no fast lane."""
    case_id = await work.suspect("gamma", **listing)
    file = await enforcement.confirm(work.hub, await work.person(GIL), case_id)
    assert file.state is CaseState.PLATFORM_REVIEW
    return case_id


async def asked(work: Casework, question: str = "Is it new?") -> str:
    """Ann has asked the desk about a case of Acme's."""
    case_id = await work.suspect()
    await enforcement.ask_info(work.hub, await work.person(ANN), case_id, question)
    return case_id


async def add_evidence(work: Casework, case_id: str, user: str) -> None:
    """A file is added to a case, as far as its events and rows tell."""

    person = await work.person(user)
    async with work.hub.unit(EVERYONE) as unit:
        file = await cases.open_file(unit, case_id, lock=True)
        await cases.record(unit, file.case, CaseEventKind.EVIDENCE_ADDED, person=person)
        _row(unit, file.case.member_id, case_id, new_id())


def _row(unit: Unit, member_id: str, case_id: str, evidence_id: str) -> None:
    unit.session.add(
        Evidence(
            id=evidence_id, case_id=case_id, member_id=member_id, kind="photo", path=f"x/{evidence_id}",
            sha256="0" * 64, size=1, content_type="image/png", taken_at=unit.now,
        )
    )  # fmt: skip
