"""What every change to a brand has in common: who may, what differs, and that it is written down."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, NoReturn, TypeVar

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.alliance_file.entry import Entry
from aacabot.domain.audit import Deed
from aacabot.domain.cases import WAITING_STATES
from aacabot.domain.errors import FieldProblem, HoldingNotFound, NeedsRole
from aacabot.domain.ids import is_id
from aacabot.domain.people import Person
from aacabot.domain.portfolio import Reach
from aacabot.domain.roles import Permission
from aacabot.services.audit import note_deed
from aacabot.services.hub import Unit
from aacabot.services.messages import CHANNEL_WORKER
from aacabot.store import keeping as store
from aacabot.store import reshowing
from aacabot.store.models import AuthorisedSeller, Brand, Mark, Member, RegisteredRight

E = TypeVar("E", bound=Entry)
H = TypeVar("H", Mark, RegisteredRight, AuthorisedSeller)
Kept = Brand | Mark | RegisteredRight | AuthorisedSeller
Find = Callable[[AsyncSession, Reach, str], Awaitable[tuple[Brand, Member] | None]]
DEED = "portfolio"
DEEDS: Mapping[type[Kept], tuple[Deed, str]] = {
    Brand: (Deed.BRAND_CHANGED, "brand"),
    Mark: (Deed.MARK_CHANGED, "mark"),
    RegisteredRight: (Deed.RIGHT_CHANGED, "right"),
    AuthorisedSeller: (Deed.SELLER_CHANGED, "authorised seller"),
}


async def brand_to_keep(unit: Unit, person: Person, brand_id: str) -> Brand:
    """The brand, held, for a person who may change what it holds. Raises HoldingNotFound or NeedsRole."""
    return await _permitted(unit, person, brand_id, store.hold_brand)


async def brand_to_look_at(unit: Unit, person: Person, brand_id: str) -> Brand:
    """The same for a form that is only opened: nothing is held. Raises HoldingNotFound or NeedsRole."""
    return await _permitted(unit, person, brand_id, store.find_brand)


async def _permitted(unit: Unit, person: Person, brand_id: str, find: Find) -> Brand:
    found = await find(unit.session, Reach.of(person), brand_id) if is_id(brand_id) else None
    if found is None:
        raise HoldingNotFound
    brand, member = found
    if not person.may(Permission.KEEP, member.id, brand.id):
        await refuse(unit, member, brand.id)
    return brand


async def holding_to_keep(unit: Unit, person: Person, table: type[H], holding_id: str) -> tuple[H, Brand]:
    """A mark, right or seller with its brand, held. Raises HoldingNotFound or NeedsRole."""
    row = await store.find_holding(unit.session, table, holding_id) if is_id(holding_id) else None
    if row is None:
        raise HoldingNotFound
    brand = await brand_to_keep(unit, person, row.brand_id)
    await unit.session.refresh(row)
    if row.withdrawn_at is not None:
        raise HoldingNotFound
    return row, brand


async def refuse(unit: Unit, member: Member, brand_id: str | None) -> NoReturn:
    """Say who looks after the brand: to people of the member only, as the viewer decides."""
    known = await store.keepers(unit.session, member.id, brand_id, unit.now)
    names = dict.fromkeys(name for _, name, _ in known)
    raise NeedsRole(DEED, member.name, tuple(names)[:5] if unit.viewer.member_ids is not None else ())


def checked(entry: type[E], fields: Mapping[str, tuple[str, str]], values: Mapping[str, Any]) -> E:
    """The values as the alliance file takes them, which is the rule for both.

    `fields` says which input each came from, and what is wrong there when it is refused (FieldProblem).
    """
    try:
        return entry.model_validate(dict(values))
    except ValidationError as error:
        name = str(error.errors(include_url=False)[0]["loc"][0])
        field, problem = fields[name]
        raise FieldProblem(field, problem if values.get(name) else "required") from None


def add(unit: Unit, person: Person, row: Kept) -> None:
    """Add a row, and write down what it says."""
    unit.session.add(row)
    after = row.model_dump(
        exclude={"id", "member_id", "brand_id", "withdrawn_at", "warned_of", "warned_days"}
    )
    _note(unit, person, row, {}, after)


def settle(unit: Unit, person: Person, row: Kept, values: Mapping[str, Any]) -> bool:
    """Set what differs and write it down; False where nothing does: the same form sent twice is done once."""
    differing = {column: value for column, value in values.items() if getattr(row, column) != value}
    if not differing:
        return False
    before = {column: getattr(row, column) for column in differing}
    for column, value in differing.items():
        setattr(row, column, value)
    _note(unit, person, row, before, differing)
    return True


def _note(unit: Unit, person: Person, row: Kept, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    deed, subject = DEEDS[type(row)]
    details = {"before": _as_json(before), "after": _as_json(after)}
    note_deed(unit, deed, subject, by=person, member_id=row.member_id, subject_id=row.id, details=details)


def _as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


async def written(unit: Unit, field: str) -> None:
    """Write what was added. Raises FieldProblem where somebody else just added the same."""
    try:
        await unit.session.flush()
    except IntegrityError:
        raise FieldProblem(field, "already_there") from None


async def show_cases_anew(unit: Unit, brand: Brand) -> None:
    """What the brand's undecided cases can be reported under has changed: their cards show it.

    There may be thousands: they follow after everything that somebody waits for.
    """
    await unit.session.flush()
    for channel in await reshowing.want_undecided(unit.session, WAITING_STATES, brand.id, unit.now):
        unit.wake(CHANNEL_WORKER, channel)
