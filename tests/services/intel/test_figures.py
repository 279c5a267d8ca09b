"""The alliance's figures, reckoned from what the database holds."""

from datetime import datetime, timedelta

from aacabot.domain.intel import Draft, IntelKind
from aacabot.domain.intel.aggregates import Hidden
from aacabot.domain.people import Grant, Person, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel.figures import alliance_figures
from aacabot.services.intel.sharing import share
from aacabot.store.models import IntelOrigin, Member
from tests.journeys.alliance import BEA
from tests.services.casework import Casework


async def sharers(work: Casework, count: int) -> list[Person]:
    """Members the alliance's file does not have, with one analyst each."""
    bea = await work.person(BEA)
    found = []
    async with work.hub.unit(EVERYONE) as unit:
        beta = await unit.session.get_one(Member, str(bea.of_member))
        for number in range(count):
            ident = f"extra-{number}"
            unit.session.add(Member(**(beta.model_dump() | {"id": ident, "key": ident})))
            grants = (Grant(role=Role.ANALYST, member_id=ident),)
            found.append(
                Person(id=bea.id, name="P", team_id="T", user_id="U", grants=grants, of_member=ident)
            )
    return found


async def set_back(work: Casework, at: datetime) -> None:
    """Everything shared so far was shared at that moment."""
    async with work.hub.unit(EVERYONE) as unit:
        for row in await work.rows(IntelOrigin):
            (await unit.session.get_one(IntelOrigin, row.item_id)).shared_at = at


async def test_a_quarter_is_told_once_five_members_stand_behind_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    people = await sharers(work, 5)
    for number, person in enumerate(people[:4]):
        draft = Draft(kind=IntelKind.TITLE, value=f"pattern {number}")
        await share(work.hub, person, str(person.of_member), draft)
    long_ago = work.now - timedelta(days=160)
    await set_back(work, long_ago)
    found, rules = await alliance_figures(work.hub)
    assert rules.least_members == 5
    assert {one.hidden for one in found} == {Hidden.SMALL}

    draft = Draft(kind=IntelKind.TITLE, value="pattern 5")
    await share(work.hub, people[4], str(people[4].of_member), draft)
    assert {one.hidden for one in (await alliance_figures(work.hub))[0]} == {Hidden.SMALL}
    await set_back(work, long_ago)
    shown = [one for one in (await alliance_figures(work.hub))[0] if one.shared is not None]
    assert [(one.kind, one.shared, one.met) for one in shown] == [
        (None, 5, None),
        (IntelKind.TITLE, 5, None),
    ]
