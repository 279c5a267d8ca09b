"""A member's brands: added, renamed, withdrawn."""

import re
import unicodedata
from dataclasses import dataclass

from aacabot.domain.alliance_file import BrandEntry
from aacabot.domain.errors import FieldProblem, HoldingNotFound
from aacabot.domain.finding import folded
from aacabot.domain.ids import is_id, new_id
from aacabot.domain.people import Person
from aacabot.domain.portfolio import Reach
from aacabot.domain.roles import Permission
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.portfolio.changes import (
    add,
    brand_to_keep,
    checked,
    refuse,
    settle,
    show_cases_anew,
    written,
)
from aacabot.store import keeping as store
from aacabot.store.models import Brand, Member

_FIELDS = {"name": ("brand_name", "not_one_line"), "category": ("brand_category", "not_one_line")}
_LONGEST_KEY = 60
"""Room for a number behind it: the alliance file takes 64 letters."""


@dataclass(frozen=True, kw_only=True)
class BrandAsked:
    name: str
    category: str | None = None


async def add_brand(hub: Hub, person: Person, member_id: str, asked: BrandAsked) -> str:
    """A member has one more brand; one withdrawn before is reinstated with all it held. Returns its id.

    Raises HoldingNotFound, NeedsRole, or FieldProblem.
    """
    entry = _checked(asked)
    async with hub.unit(person.viewer) as unit:
        member = await _member_to_keep(unit, person, member_id)
        known = await _named(unit, member.id, entry.name or "")
        if known is None:
            key = await _free_key(hub, member, entry.name or "")
            known = Brand(
                id=new_id(), key=key, member_id=member.id, name=entry.name or "", category=entry.category
            )
            add(unit, person, known)
        elif known.withdrawn_at is None:
            raise FieldProblem("brand_name", "already_there")
        else:
            settle(
                unit, person, known, {"name": entry.name, "category": entry.category, "withdrawn_at": None}
            )
        await written(unit, "brand_name")
        return known.id


async def change_brand(
    hub: Hub, person: Person, brand_id: str, asked: BrandAsked | None, *, withdraw: bool = False
) -> None:
    """Change a brand's name and category, or withdraw it: its marks are then looked for no more.

    Its cases can still be decided. Raises HoldingNotFound, NeedsRole, or FieldProblem.
    """
    async with hub.unit(person.viewer) as unit:
        brand = await brand_to_keep(unit, person, brand_id)
        if withdraw:
            settle(unit, person, brand, {"withdrawn_at": unit.now})
            return
        if asked is None:
            return
        entry = _checked(asked)
        other = await _named(unit, brand.member_id, entry.name or "")
        if other is not None and other.id != brand.id:
            raise FieldProblem("brand_name", "already_there")
        if settle(unit, person, brand, {"name": entry.name, "category": entry.category}):
            await show_cases_anew(unit, brand)


def _checked(asked: BrandAsked) -> BrandEntry:
    given = {"key": "new", "name": asked.name, "category": asked.category or None}
    return checked(BrandEntry, _FIELDS, given)


async def _member_to_keep(unit: Unit, person: Person, member_id: str) -> Member:
    reach = Reach.of(person)
    within = reach.everything or member_id in person.member_ids
    member = await store.hold_member(unit.session, member_id) if within and is_id(member_id) else None
    if member is None:
        raise HoldingNotFound
    if not person.may(Permission.KEEP, member.id):
        await refuse(unit, member, None)
    return member


async def _named(unit: Unit, member_id: str, name: str) -> Brand | None:
    """The member's brand of this name, whatever its case and accents; one that stands before another."""
    same = [
        brand
        for brand in await store.brands_of_member(unit.session, member_id)
        if folded(brand.name) == folded(name)
    ]
    return min(same, key=lambda brand: (brand.withdrawn_at is not None, brand.id), default=None)


async def _free_key(hub: Hub, member: Member, name: str) -> str:
    """A key no brand of the alliance has. It begins with the member's, so that it tells nothing of others."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    spelt = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "brand"
    start = f"{member.key}-{spelt}"[:_LONGEST_KEY].strip("-")
    async with hub.database.read(EVERYONE) as session:
        taken = await store.taken_keys(session, start)
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return start if start not in taken else next(key for key in numbered if key not in taken)
