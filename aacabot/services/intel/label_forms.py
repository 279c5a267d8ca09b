"""What the form for another label is opened with."""

from dataclasses import dataclass

from aacabot.domain.errors import IntelNotFound
from aacabot.domain.intel.items import ItemShown
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel.group_choices import groups_offered
from aacabot.services.intel.own_items import LIVE, own_item
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.showing import show_items


@dataclass(frozen=True, kw_only=True)
class LabelForm:
    """The item as it is, the group it is in, and the (id, name) of the groups it can be put in."""

    item: ItemShown
    group_id: str | None
    groups: tuple[tuple[str, str], ...]


async def label_form(hub: Hub, person: Person, item_id: str) -> LabelForm:
    """For an item of the person's own side. Raises IntelNotFound or NeedsRole."""
    async with hub.unit(EVERYONE) as unit:
        row, origin = await own_item(unit, person, item_id)
        if row.state not in LIVE:
            raise IntelNotFound
        (item,) = await show_items(unit, await reader_of(unit, person), [row])
        groups = await groups_offered(unit, person, origin.member_id)
        return LabelForm(item=item, group_id=row.group_id, groups=groups)
