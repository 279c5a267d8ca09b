"""A brand's registered rights: what its listings can be reported under."""

from dataclasses import dataclass
from typing import Any

from aacabot.domain.alliance_file import RightEntry
from aacabot.domain.errors import FieldProblem
from aacabot.domain.ids import new_id
from aacabot.domain.people import Person
from aacabot.domain.written_lists import list_read, listed, numbers_read
from aacabot.services.hub import Hub
from aacabot.services.portfolio.changes import (
    add,
    brand_to_keep,
    checked,
    holding_to_keep,
    settle,
    show_cases_anew,
    written,
)
from aacabot.store import keeping as store
from aacabot.store.models import RegisteredRight

_FIELDS = {
    "kind": ("right_kind", "unknown"),
    "office": ("right_office", "not_one_line"),
    "number": ("right_number", "not_one_line"),
    "classes": ("right_classes", "not_classes"),
    "territories": ("right_territories", "not_one_line"),
    "expires": ("right_expires", "not_a_day"),
}
_IDENTITY = ("kind", "office", "number")


@dataclass(frozen=True, kw_only=True)
class RightAsked:
    """A right as a form gives it: lists as they were written, `expires` as `2030-01-01` or None."""

    kind: str = ""
    office: str = ""
    number: str = ""
    classes: str = ""
    territories: str = ""
    expires: str | None = None


async def add_right(hub: Hub, person: Person, brand_id: str, asked: RightAsked) -> None:
    """A brand has one more right, and waiting cards can offer it; one withdrawn before is reinstated.

    Raises HoldingNotFound, NeedsRole, or FieldProblem as the alliance file would refuse it.
    """
    async with hub.unit(person.viewer) as unit:
        brand = await brand_to_keep(unit, person, brand_id)
        values = _values(asked)
        identity: dict[str, Any] = {name: values.pop(name) for name in _IDENTITY}
        known = await store.find_one_of_a_kind(unit.session, RegisteredRight, brand.id, **identity)
        if known is None:
            owned: dict[str, Any] = {"id": new_id(), "member_id": brand.member_id, "brand_id": brand.id}
            add(unit, person, RegisteredRight(**owned, **identity, **values))
        elif known.withdrawn_at is None:
            raise FieldProblem("right_number", "already_there")
        else:
            settle(unit, person, known, {**values, "withdrawn_at": None})
        await written(unit, "right_number")
        await show_cases_anew(unit, brand)


async def change_right(
    hub: Hub, person: Person, right_id: str, asked: RightAsked | None, *, withdraw: bool = False
) -> None:
    """Change a right's classes, territories and last day, or withdraw it. What it is cited by stays.

    Raises HoldingNotFound, NeedsRole, or FieldProblem.
    """
    async with hub.unit(person.viewer) as unit:
        right, brand = await holding_to_keep(unit, person, RegisteredRight, right_id)
        if withdraw:
            settle(unit, person, right, {"withdrawn_at": unit.now})
        elif asked is None or not settle(unit, person, right, _changed(asked, right)):
            return
        await show_cases_anew(unit, brand)


def _changed(asked: RightAsked, right: RegisteredRight) -> dict[str, Any]:
    """What the form asks to be changed. A list that it shows unchanged stays as it was written down."""
    cited = RightAsked(
        kind=right.kind,
        office=right.office,
        number=right.number,
        classes=asked.classes,
        territories=asked.territories,
        expires=asked.expires,
    )
    values = {name: value for name, value in _values(cited).items() if name not in _IDENTITY}
    for name in ("classes", "territories"):
        if listed(values[name]) == listed(getattr(right, name)):
            del values[name]
    return values


def _values(asked: RightAsked) -> dict[str, Any]:
    try:
        classes = numbers_read(asked.classes)
    except ValueError:
        raise FieldProblem("right_classes", "not_classes") from None
    given = {
        "kind": asked.kind,
        "office": asked.office,
        "number": asked.number,
        "classes": classes,
        "territories": list_read(asked.territories),
        "expires": asked.expires,
    }
    entry = checked(RightEntry, _FIELDS, given)
    return {
        "kind": entry.kind.value,
        "office": entry.office,
        "number": entry.number,
        "classes": list(entry.classes or ()),
        "territories": list(entry.territories or ()),
        "expires": entry.expires,
    }
