"""What a member's people see first where they look for help: who looks after them, and their next step."""

from dataclasses import dataclass

from aacabot.domain.guided import FirstSteps
from aacabot.domain.people import Person
from aacabot.services.conversations import manager_of
from aacabot.services.hub import Hub, Unit
from aacabot.store.guided import steps_done
from aacabot.store.models import Member


@dataclass(frozen=True)
class Welcome:
    """The account manager's name; `steps` only for a guided member."""

    manager: str | None = None
    steps: FirstSteps | None = None


async def welcome(hub: Hub, person: Person) -> Welcome:
    """For a member's own people; an agency's people have no account manager of their own."""
    if person.of_member is None or person.of_member not in person.member_ids:
        return Welcome()
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        member = await session.get_one(Member, person.of_member)
        manager = await manager_of(unit, member)
        steps = FirstSteps(await steps_done(session, member)) if member.guided else None
        return Welcome(manager.name, steps)
