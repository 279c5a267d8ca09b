"""Who belongs to an organisation and what they were given there: values, as the home shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aacabot.domain.errors import NeedsRole
from aacabot.domain.people import Person
from aacabot.domain.roles import DESK_GRANTS, MEMBER_ROLES, Role


@dataclass(frozen=True)
class House:
    """An organisation whose people somebody manages: a member, or (no id) the operator."""

    member_id: str | None

    @property
    def grantable(self) -> tuple[Role, ...]:
        """The roles its admins can give to its own people."""
        return MEMBER_ROLES if self.member_id else DESK_GRANTS

    @property
    def admin_role(self) -> Role:
        return Role.ADMIN if self.member_id else Role.OPERATOR_ADMIN


OPERATOR = House(None)


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody as Slack knows them: their own workspace, their id there, and their name (untrusted)."""

    team_id: str
    user_id: str
    name: str


def manages(person: Person, house: House) -> bool:
    """Whether a person gives and takes roles there."""
    return person.administers(house.member_id) if house.member_id else person.is_operator_admin


def house_of(person: Person) -> House:
    """The organisation whose people a person manages: their own first. Raises NeedsRole for others."""
    if person.is_operator_admin:
        return OPERATOR
    managed = [one for one in sorted(person.member_ids) if person.administers(one)]
    if not managed:
        raise NeedsRole("grant", "")
    return House(person.of_member if person.of_member in managed else managed[0])


def manages_people(person: Person) -> bool:
    """Whether there is an organisation whose people the person manages."""
    return person.is_operator_admin or any(person.administers(one) for one in person.member_ids)


@dataclass(frozen=True, kw_only=True)
class RoleHeld:
    """A role somebody was given; `brand` None means all brands, `expires` its last day."""

    grant_id: str
    role: str
    brand: str | None = None
    expires: date | None = None


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One person of the list, with their roles."""

    person_id: str
    name: str
    roles: tuple[RoleHeld, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Roster:
    """A page of an organisation's people. `total` counts all that were searched for."""

    organisation: str
    is_operator: bool
    people: Sequence[Colleague]
    total: int
    agencies: int = 0


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """One person with a page of their roles. `total` counts all their roles."""

    person_id: str
    name: str
    organisation: str
    roles: Sequence[RoleHeld]
    total: int
    claimed: int = 0


@dataclass(frozen=True, kw_only=True)
class AgencyLine:
    """An agency of the alliance, and for how many of the member's brands it acts."""

    agency_id: str
    name: str
    brands: int


@dataclass(frozen=True, kw_only=True)
class AgencyGrant:
    """What an agency was granted for a brand, until its last day where there is one."""

    brand_id: str
    brand: str
    role: str
    expires: date | None


@dataclass(frozen=True, kw_only=True)
class AgencyPage:
    """One agency with a page of what the member granted it."""

    agency_id: str
    name: str
    people: tuple[str, ...]
    grants: Sequence[AgencyGrant]
    total: int


@dataclass(frozen=True)
class Choice:
    """One of a long list, as a menu offers it."""

    id: str
    name: str
