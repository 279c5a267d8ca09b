"""Writing down who did what, in the commit that did it."""

from typing import Any

from aacabot.domain.audit import HUB, Deed
from aacabot.domain.ids import new_id
from aacabot.domain.people import Person
from aacabot.services.hub import Unit
from aacabot.store.models import AuditEntryRow


def note_deed(
    unit: Unit,
    deed: Deed,
    subject: str,
    *,
    by: Person | str | None,
    member_id: str | None = None,
    subject_id: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Add an entry to the audit trail: it stands or falls with the unit's commit.

    `by` is a person, the name of a command line's user (`cli:root`), or None for the hub itself. `subject` is
    the kind of thing (`case`, `right`), `subject_id` which one; `member_id` whose data it concerns.
    `details` are JSON and must name no person: they outlive an erasure. People go into them by id.
    """
    person = by if isinstance(by, Person) else None
    unit.session.add(
        AuditEntryRow(
            id=new_id(),
            at=unit.now,
            actor="person" if isinstance(by, Person) else by or HUB,
            person_id=person.id if person else None,
            team_id=person.team_id if person else None,
            member_id=member_id,
            action=deed.value,
            subject=subject,
            subject_id=subject_id,
            details=details or {},
        )
    )
