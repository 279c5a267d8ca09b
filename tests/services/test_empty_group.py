"""A grouped card whose cases were put elsewhere is still shown: it must not hold up its channel."""

from sqlalchemy import update

from aacabot.domain.viewers import EVERYONE
from aacabot.services.group_cards import read_group
from aacabot.services.hub import Hub
from aacabot.slack.views.alert_groups import group_card
from aacabot.store.models import AlertGroup, CaseRow
from tests.services.casework import Casework
from tests.services.test_bulk_acts import alerts
from tests.slack.views.checks import is_sound
from tests.slack.views.samples import EN


async def test_a_card_without_cases_is_shown(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await alerts(work, 4, seller={"id": "s-1", "name": "Shop"})
    (group,) = await work.rows(AlertGroup)
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(update(CaseRow).values(group_id=None))
    async with work.hub.unit(EVERYONE) as unit:
        shown = await read_group(unit, group.id)
    assert (shown.total, shown.first_at, shown.next_by) == (0, group.opened_at, None)
    is_sound(group_card(shown, EN))
