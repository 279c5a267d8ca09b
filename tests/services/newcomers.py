"""A member that has not joined yet, and people who try to."""

from typing import Any

import yaml

from aacabot.domain.alliance_file import read_alliance_file
from aacabot.domain.connections import Room
from aacabot.domain.invites import DAYS, MadeInvite
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alliance, invites, joining
from aacabot.services.hub import Hub
from aacabot.services.joining import Bearer, Joined
from aacabot.store.models import Installation, Member
from tests.journeys import alliance as journey
from tests.services.casework import Casework

NEW_TEAM, OTHER_TEAM = "T0NEW", "T0OTHER"
NIA = "U0NIA"


async def begun(hub: Hub, **settings: Any) -> Casework:
    """The journeys' alliance and Brindle, a member with a brand and nobody; the app is in two new teams."""
    work = await Casework.begun(hub, **settings)
    brand = {"key": "brindle-brand", "name": "Brindlewick", "marks": [{"text": "Brindlewick"}]}
    member = {
        "key": "brindle",
        "name": "Brindlewick Pottery",
        "contact": {"name": "Nia", "email": "nia@brindle.example"},
        "brands": [{**brand, "category": "pottery", "rights": [journey.RIGHT]}],
    }
    file = read_alliance_file(yaml.safe_dump({"members": [member]}), "new.yaml")
    await alliance.apply(hub.database, work.hub.clock, file, False)
    async with work.hub.unit(EVERYONE) as unit:
        for team in (NEW_TEAM, OTHER_TEAM):
            row = Installation(team_id=team, team_name=team, bot_token=b"x", installed_at=unit.now)
            unit.session.add(row)
    return work


async def member(work: Casework, key: str = "brindle") -> Member:
    (row,) = await work.rows(Member, key=key)
    assert isinstance(row, Member)
    return row


async def coded(
    work: Casework, key: str = "brindle", days: int = DAYS, room: Room | None = None
) -> MadeInvite:
    """Ola makes a code for a member."""
    ola = await work.person(journey.OLA)
    return await invites.invite(work.hub, ola, (await member(work, key)).id, days, room)


def bearer(user_id: str = NIA, team_id: str = NEW_TEAM, **more: Any) -> Bearer:
    given = {"name": "Nia", "installed_team_id": team_id, **more}
    return Bearer(team_id=team_id, user_id=user_id, **given)


async def joined(work: Casework, **who: Any) -> Joined:
    """Nia enters a good code in her own workspace."""
    made = await coded(work)
    return await joining.redeem(work.hub, bearer(**who), made.code)
