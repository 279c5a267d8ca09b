"""Writing notes on cases: what people are told beside the card."""

from datetime import datetime

from aacabot.domain.notes import Note, NoteKind
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Unit
from aacabot.store import people


async def case_note(
    unit: Unit,
    file: CaseFile,
    kind: NoteKind,
    *,
    reason: str | None = None,
    text: str | None = None,
    at: datetime | None = None,
    due: datetime | None = None,
) -> Note:
    """A note on a case, naming who decided it and mentioning them where they are known in that workspace."""
    case = file.case
    names = await people.names(unit.session, {case.decided_by}) if case.decided_by else {}
    known = await people.slack_ids_of(unit.session, case.decided_by) if case.decided_by else []
    user = next((user_id for team_id, user_id in known if team_id == file.member.team_id), None)
    return Note(
        kind=kind,
        number=case.number,
        brand=file.brand.name,
        member=file.member.name,
        marketplace=file.marketplace.name,
        person=names.get(case.decided_by or ""),
        slack_user=user,
        reason=reason,
        text=text,
        at=at or unit.now,
        due=due,
    )
