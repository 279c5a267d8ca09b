"""Who clicked: a Slack identity becomes a person, with the language and zone to answer in."""

from dataclasses import dataclass

from aacabot.domain.errors import UnknownPerson
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store import people


@dataclass(frozen=True)
class Reader:
    """A person and how to speak to them; `home_name` is their organisation's name."""

    person: Person
    locale: str
    timezone: str
    home_name: str = ""


async def identify(hub: Hub, team_id: str, user_id: str) -> Reader:
    """The person behind a click, with the roles in force now. Raises UnknownPerson.

    `team_id` is the person's own workspace, not the one the app is installed in (design, rule 6).
    """
    async with hub.database.read(EVERYONE) as session:
        known = await people.find_person(session, team_id, user_id, hub.clock())
        if known is None:
            home = await people.known_in_organisation(session, team_id, user_id)
            known = await people.find_person(session, home, user_id, hub.clock()) if home else None
    if known is None:
        raise UnknownPerson(team_id, user_id)
    return Reader(known.person, known.locale, known.timezone, known.home_name)
