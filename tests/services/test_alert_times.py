"""A member's admins choose when its alerts come; what waited follows at once. On both databases."""

import pytest
import yaml

from aacabot.domain.alliance_file import read_alliance_file, to_yaml
from aacabot.domain.audit import Deed
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.people import Person
from aacabot.domain.quiet_hours import AlertMode, AlertTimes
from aacabot.services import alliance, group_cards, setting_up
from aacabot.services.hub import Hub
from aacabot.store.models import AuditEntryRow, Member, SlackMessageRow
from tests.journeys.alliance import BEA
from tests.services.casework import Casework, the_alliance

ADA = "U0ADA"
DIGEST = AlertTimes(mode=AlertMode.DIGEST, digest_every=8)


async def acme(work: Casework) -> Member:
    (row,) = await work.rows(Member, key="acme")
    assert isinstance(row, Member)
    return row


async def applied(work: Casework, **wants: object) -> list[str]:
    file = the_alliance()
    file["members"][0] |= wants
    text = yaml.safe_dump(file)
    report = await alliance.apply(
        work.hub.database, work.hub.clock, read_alliance_file(text, "alliance.yaml"), False
    )
    return [str(line) for line in report]


async def an_admin(work: Casework) -> Person:
    people = [{"slack": ADA, "name": "Ada", "roles": ["admin"]}]
    await applied(work, people=people)
    return await work.person(ADA)


async def test_who_chooses_no_digest_any_more_gets_what_waited(hub: Hub) -> None:
    work = await Casework.begun(hub)
    member, ann = await acme(work), await an_admin(work)
    await setting_up.choose_alert_times(work.hub, ann, member.id, DIGEST)
    await work.suspect()
    assert await work.rows(SlackMessageRow) == []
    await setting_up.choose_alert_times(work.hub, ann, member.id, AlertTimes())
    assert await group_cards.show_held(work.hub) == 1
    entries = await work.rows(AuditEntryRow, action=Deed.SETTING_CHANGED.value)
    first, second = (entry.details for entry in entries)
    assert first["alert_mode"] == {"before": "each", "after": "digest"}
    assert second["digest_every"] == {"before": 8, "after": 4}


@pytest.mark.parametrize(
    ("times", "field"),
    [
        (AlertTimes(quiet_from=22), "quiet_until"),
        (AlertTimes(quiet_until=7), "quiet_from"),
        (AlertTimes(quiet_from=7, quiet_until=7), "quiet_until"),
        (AlertTimes(quiet_from=24, quiet_until=7), "quiet_from"),
        (AlertTimes(digest_every=5), "digest_every"),
    ],
)
async def test_hours_that_are_none_change_nothing(hub: Hub, times: AlertTimes, field: str) -> None:
    work = await Casework.begun(hub)
    member, ann = await acme(work), await an_admin(work)
    with pytest.raises(FieldProblem) as refused:
        await setting_up.choose_alert_times(work.hub, ann, member.id, times)
    assert refused.value.field == field
    assert (await acme(work)).quiet_from is None


async def test_another_members_people_choose_nothing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    with pytest.raises(NeedsRole):
        await setting_up.choose_alert_times(work.hub, await work.person(BEA), (await acme(work)).id, DIGEST)
    assert (await acme(work)).alert_mode == "each"


async def test_the_alliance_file_says_it_too_and_an_export_changes_nothing(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await applied(work, quiet_from=22, quiet_until=0, alerts="digest", digest_every=8)
    member = await acme(work)
    assert (member.quiet_from, member.quiet_until, member.alert_mode) == (22, 0, "digest")
    text = to_yaml(await alliance.export(work.hub.database))
    assert "quiet_until: 0" in text
    again = read_alliance_file(text, "back.yaml")
    assert not await alliance.apply(work.hub.database, work.hub.clock, again, False)
    await applied(work, quiet_from=None, quiet_until=None)
    assert (await acme(work)).quiet_from is None
