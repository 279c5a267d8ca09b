"""Taking back and sharing again is no way around the second person: not wider than it was."""

from aacabot.domain.errors import FieldProblem
from aacabot.domain.intel.items import Draft
from aacabot.domain.people import Person
from aacabot.services.hub import Unit
from aacabot.store.intel import taken_back as store


async def require_no_wider(unit: Unit, person: Person, member_id: str, draft: Draft, key: str | None) -> None:
    """Raise FieldProblem where the member took the same back that was for fewer than it would be now."""
    before = await store.taken_back(
        unit.session, member_id, person.id,
        key=key, kind=draft.kind.value, value=draft.value, text=draft.text,
    )  # fmt: skip
    for label, group_id in before:
        if draft.label.is_wider_than(label) or (group_id is not None and draft.group_id != group_id):
            raise FieldProblem("intel_label", "narrower_before")
