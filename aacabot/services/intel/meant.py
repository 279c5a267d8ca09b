"""How many members could have said something of an item: below a few, a number would count them off."""

from aacabot.domain.features import Feature
from aacabot.domain.intel.labels import Label
from aacabot.services.hub import Unit
from aacabot.services.phases import opening_of
from aacabot.store.intel import verdicts as store
from aacabot.store.models import IntelItem


async def how_many_meant(unit: Unit, item: IntelItem, source_id: str) -> int:
    """How many members could have judged an item, the source left out. In a unit of EVERYONE."""
    if item.label == Label.RED:
        meant = await store.members_named(unit.session, item.id)
    elif item.group_id is not None:
        meant = await store.group_members(unit.session, item.group_id)
    else:
        opening = await opening_of(unit, Feature.SHARING)
        phases = await store.phases_of_all(unit.session)
        meant = {ident for ident, phase in phases.items() if opening.open_to(ident, phase)}
    return len(meant - {source_id})
