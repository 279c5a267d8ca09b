"""Members that met a seller, with people of their own who answer for them."""

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store.models import GrantRow, PersonRow, SlackIdentity, SlackMessageRow
from tests.journeys.alliance import OPS
from tests.services.casework import Casework
from tests.services.intel.test_met import alliance, also_met

SELLER = {"id": "s-bad", "name": "Nice Shop <!channel>"}


async def with_holders(hub: Hub, *numbers: int) -> tuple[Casework, str]:
    """Acme's case on a seller these others met too; each has an admin, a counsel and a viewer."""
    work = await alliance(hub)
    case_id = await work.suspect(seller=SELLER)
    async with work.hub.unit(EVERYONE) as unit:
        for number in range(6):
            for role in ("admin", "counsel", "viewer"):
                ident = f"p-{role}-{number}"
                unit.session.add(PersonRow(id=ident, name=f"{role} of {number}", member_id=f"m{number}"))
                await unit.session.flush()
                user = user_of(role, number)
                unit.session.add(SlackIdentity(team_id=OPS, user_id=user, person_id=ident))
                unit.session.add(
                    GrantRow(id=f"g-{ident}", person_id=ident, role=role, member_id=f"m{number}")
                )
    if numbers:
        await also_met(work, case_id, *numbers)
    return work, case_id


def user_of(role: str, number: int) -> str:
    return f"U0{role.upper()}{number}"


async def told(work: Casework, user: str, kind: str) -> list[SlackMessageRow]:
    """Direct messages of a kind that somebody has, oldest first."""
    found = await work.rows(SlackMessageRow, channel=f"{OPS}:{user}", kind="notice")
    return [one for one in found if one.values["kind"] == kind]
