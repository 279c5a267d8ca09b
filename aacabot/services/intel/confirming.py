"""What somebody is shown once they shared something."""

from aacabot.domain.intel.forms import SharedShown
from aacabot.domain.intel.items import Draft
from aacabot.domain.intel.met import candidates
from aacabot.domain.intel.naming import names_any
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.rules import sharing_rules
from aacabot.services.intel.sharing import Shared
from aacabot.services.intel.showing import show_items
from aacabot.services.intel.thresholds import circle
from aacabot.store.intel.items import origin_of, read_item
from aacabot.store.intel.names import names_of
from aacabot.store.models import IntelItem


async def what_became(hub: Hub, person: Person, shared: Shared, draft: Draft) -> SharedShown | None:
    """The item as its source sees it, and for whom it is; None where it is not theirs to read."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        reader = await reader_of(unit, person)
        row = await read_item(session, reader, shared.item_id)
        if row is None:
            return None
        (item,) = await show_items(unit, reader, [row])
        guessable, names = await _is_guessable(unit, row), await _names_of_source(unit, row)
    return SharedShown(
        item=item,
        merged=shared.merged,
        named=len(draft.named),
        guessable=guessable,
        names_source=names_any(f"{row.value or ''}\n{row.text}", names),
    )


async def _names_of_source(unit: Unit, row: IntelItem) -> frozenset[str]:
    origin = await origin_of(unit.session, row.id)
    return await names_of(unit.session, origin.member_id) if origin else frozenset()


async def _is_guessable(unit: Unit, row: IntelItem) -> bool:
    """Whether fewer members could be meant than must be: a reader leaves themselves out, so one fewer."""
    rules = await sharing_rules(unit)
    groups = {row.group_id} if row.group_id else set[str]()
    meant = candidates(await circle(unit, groups), None, frozenset({row.category or ""}), row.group_id)
    return len(meant) - 1 < rules.least_members
