"""What the source's own people do with an item: open it for change, and take it back."""

from aacabot.domain.audit import Deed
from aacabot.domain.errors import FieldProblem, IntelNotFound, NeedsRole
from aacabot.domain.ids import is_id
from aacabot.domain.intel.items import TEXT_LIMIT, ItemState
from aacabot.domain.intel.kinds import TRAITS, IntelKind
from aacabot.domain.people import Person
from aacabot.domain.roles import Permission
from aacabot.domain.viewers import EVERYONE
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.guard import look_again
from aacabot.services.intel.indexing import index_item
from aacabot.services.intel.label_requests import replace_open
from aacabot.services.intel.passing_on import show_again
from aacabot.services.intel.readers import reader_of
from aacabot.store.intel import items as store
from aacabot.store.intel.around import own_among
from aacabot.store.models import IntelItem, IntelOrigin, Member

LIVE = frozenset({ItemState.SHARED, ItemState.WITH_COUNSEL})


async def withdraw(hub: Hub, person: Person, item_id: str) -> None:
    """Take an item back: nobody else reads it from now on. Done already, it is done.

    Raises IntelNotFound for what is not the person's own, or NeedsRole.
    """
    async with hub.unit(EVERYONE) as unit:
        row, origin = await own_item(unit, person, item_id)
        if ItemState(row.state) not in LIVE:
            return
        row.state, row.rev = ItemState.WITHDRAWN.value, row.rev + 1
        await replace_open(unit, row.id)
        index_item(unit, row)
        show_again(unit, row.id)
        note_deed(
            unit, Deed.INTEL_CHANGED, "intel", by=person, member_id=origin.member_id, subject_id=row.id,
            details={"withdrawn": True, "kind": row.kind, "label": row.label},
        )  # fmt: skip


async def text_of(hub: Hub, person: Person, item_id: str) -> str:
    """The text of an item somebody may change. Raises as `change_text` does."""
    async with hub.unit(EVERYONE) as unit:
        row, _ = await _own_and_live(unit, person, item_id)
        return row.text


async def change_text(hub: Hub, person: Person, item_id: str, text: str) -> ItemState:
    """Other words for an item, examined as if it were shared anew; returns where it stands then.

    What was asked for its label is over: nobody approves words they were not shown.

    Raises IntelNotFound for what is not the person's own or was taken back, NeedsRole, SharingRefused, or
    FieldProblem where nothing would be left to read.
    """
    async with hub.unit(EVERYONE) as unit:
        row, origin = await _own_and_live(unit, person, item_id)
        said = text.strip()[:TEXT_LIMIT]
        if not said and not TRAITS[IntelKind(row.kind)].matches and not row.value:
            raise FieldProblem("intel_text", "required")
        if said != row.text:
            row.text, row.rev = said, row.rev + 1
            await replace_open(unit, row.id)
            await look_again(unit, person, row, origin)
            index_item(unit, row)
            show_again(unit, row.id)
            note_deed(
                unit, Deed.INTEL_CHANGED, "intel", by=person, member_id=origin.member_id, subject_id=row.id,
                details={"text": True, "kind": row.kind, "label": row.label},
            )  # fmt: skip
        return ItemState(row.state)


async def _own_and_live(unit: Unit, person: Person, item_id: str) -> tuple[IntelItem, IntelOrigin]:
    row, origin = await own_item(unit, person, item_id)
    if ItemState(row.state) not in LIVE:
        raise IntelNotFound
    return row, origin


async def own_item(unit: Unit, person: Person, item_id: str) -> tuple[IntelItem, IntelOrigin]:
    """An item of the person's own side, held until the unit ends, in a unit of EVERYONE.

    Raises IntelNotFound where it is not theirs, and NeedsRole where they may no longer share for its source.
    """
    reader = await reader_of(unit, person)
    mine = await own_among(unit.session, reader, [item_id]) if is_id(item_id) else set()
    row = await store.lock_item(unit.session, item_id) if mine else None
    origin = await store.origin_of(unit.session, item_id) if mine else None
    if row is None or origin is None:
        raise IntelNotFound
    if not person.may(Permission.SHARE, origin.member_id, origin.brand_id):
        member = await unit.session.get_one(Member, origin.member_id)
        raise NeedsRole("share_intel", member.name if origin.member_id in person.member_ids else "")
    return row, origin
