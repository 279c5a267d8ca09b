"""What a group is called, and what it is for: read by every member in it, and examined before it is made."""

from aacabot.domain.errors import FieldProblem, SharingRefused
from aacabot.domain.intel.guard import Place
from aacabot.domain.intel.items import Draft
from aacabot.domain.intel.kinds import IntelKind
from aacabot.services.hub import Unit
from aacabot.services.intel.guard import examine

_FIELDS = {Place.VALUE: "group_name", Place.TEXT: "group_purpose"}


async def require_sayable(unit: Unit, member_id: str, name: str, purpose: str) -> None:
    """Both are examined as a note is; no counsel is asked, so what would wait for counsel is refused too.

    Raises SharingRefused for what is in no text, and FieldProblem for what only counsel may let through.
    """
    try:
        found = await examine(unit, member_id, Draft(kind=IntelKind.NOTE, value=name, text=purpose))
    except SharingRefused as refused:
        placed = tuple((rule, _FIELDS[Place(place)], piece) for rule, place, piece in refused.found)
        raise SharingRefused(placed) from None
    for mark in found.marked:
        raise FieldProblem(f"intel_{_FIELDS[mark.place]}", "for_counsel")
