"""For which member somebody asks the others: their own. An agency's people ask their client to.

What comes back can be AMBER+STRICT, and an agency of several clients would add up what each is told.
"""

from aacabot.domain.errors import NeedsRole
from aacabot.domain.features import Feature
from aacabot.domain.people import Person
from aacabot.domain.roles import PERMISSIONS, Permission
from aacabot.services.hub import Unit
from aacabot.services.phases import require_open
from aacabot.store.intel.introductions import names_of, who_share
from aacabot.store.models import Member


def shares_for(person: Person, member_id: str) -> bool:
    """Whether a role of the person's, for the member or any brand of it, lets them share."""
    roles = PERMISSIONS[Permission.SHARE].roles
    return any(grant.member_id == member_id and grant.role in roles for grant in person.grants)


async def asks_for(unit: Unit, person: Person, member_id: str | None = None) -> Member:
    """The person's own member, which must be this one where one is named; in a unit of EVERYONE.

    Raises NeedsRole, naming to those who know the member who may, or FeatureNotOpen.
    """
    asked = member_id or person.of_member
    member = await unit.session.get(Member, asked) if asked and person.acts_for(asked) else None
    if member is None:
        raise NeedsRole("ask_alliance", "")
    if person.of_member != member.id or not shares_for(person, member.id):
        may = await who_share(unit.session, member.id, unit.now)
        raise NeedsRole("ask_alliance", member.name, tuple(await names_of(unit.session, may[:5])))
    await require_open(unit, Feature.SHARING, member)
    return member
