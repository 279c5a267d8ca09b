"""A brand's marks: the words that are looked for. Screening takes each change up with its next batch."""

from dataclasses import dataclass
from typing import Any

from aacabot.domain.alliance_file import MarkEntry
from aacabot.domain.errors import FieldProblem
from aacabot.domain.ids import new_id
from aacabot.domain.people import Person
from aacabot.domain.written_lists import spellings_read, spellings_written
from aacabot.screening.forms import spellings
from aacabot.screening.marks import UnscreenableMark, WatchedMark
from aacabot.services.hub import Hub
from aacabot.services.portfolio.changes import add, brand_to_keep, checked, holding_to_keep, settle, written
from aacabot.store import keeping as store
from aacabot.store.models import Mark

_FIELDS = {
    "text": ("mark_text", "not_a_mark"),
    "forms": ("mark_spellings", "not_spellings"),
    "common": ("mark_common", "unknown"),
}


@dataclass(frozen=True, kw_only=True)
class MarkAsked:
    """A mark as a form gives it. `spellings` has a line for each (`zh: 泽菲琳`); None leaves them alone."""

    text: str
    spellings: str | None = None
    common: bool = False


async def add_mark(hub: Hub, person: Person, brand_id: str, asked: MarkAsked) -> None:
    """A brand has one more mark; one withdrawn before is reinstated.

    Raises HoldingNotFound, NeedsRole, or FieldProblem as the alliance file would refuse it.
    """
    async with hub.unit(person.viewer) as unit:
        brand = await brand_to_keep(unit, person, brand_id)
        values = _values(asked, {})
        text = values.pop("text")
        known = await store.find_one_of_a_kind(unit.session, Mark, brand.id, text=text)
        if known is None:
            add(
                unit,
                person,
                Mark(id=new_id(), member_id=brand.member_id, brand_id=brand.id, text=text, **values),
            )
        elif known.withdrawn_at is None:
            raise FieldProblem("mark_text", "already_there")
        else:
            settle(unit, person, known, {**values, "withdrawn_at": None})
        await written(unit, "mark_text")


async def change_mark(
    hub: Hub, person: Person, mark_id: str, asked: MarkAsked | None, *, withdraw: bool = False
) -> None:
    """Change a mark's spellings and whether it is a common word, or withdraw it. Its text stays what it is.

    Raises HoldingNotFound, NeedsRole, or FieldProblem.
    """
    async with hub.unit(person.viewer) as unit:
        mark, _ = await holding_to_keep(unit, person, Mark, mark_id)
        if withdraw:
            settle(unit, person, mark, {"withdrawn_at": unit.now})
        elif asked is not None:
            values = _values(asked, mark.forms, text=mark.text)
            del values["text"]
            settle(unit, person, mark, values)


def _values(asked: MarkAsked, forms: dict[str, list[str]], text: str | None = None) -> dict[str, Any]:
    """The columns that a form asks for. What it shows of `forms` unchanged leaves them as they are."""
    if asked.spellings is not None and asked.spellings.strip() != spellings_written(forms):
        forms = _read(asked.spellings)
    given = {"text": text or asked.text, "forms": forms, "common": asked.common}
    entry = checked(MarkEntry, _FIELDS, given)
    _screenable(entry)
    kept = {script: list(texts) for script, texts in (entry.forms or {}).items()}
    return {"text": entry.text, "forms": kept, "common": asked.common}


def _read(written_spellings: str) -> dict[str, list[str]]:
    try:
        return spellings_read(written_spellings)
    except ValueError:
        raise FieldProblem("mark_spellings", "not_spellings") from None


def _screenable(mark: MarkEntry) -> None:
    """Raise FieldProblem for a spelling so short that it would be found in almost every listing."""
    try:
        list(spellings(WatchedMark(id="", text=mark.text, forms=mark.forms or {})))
    except UnscreenableMark as short:
        at = "mark_text" if short.text == mark.text else "mark_spellings"
        raise FieldProblem(at, "too_short_to_find") from None
