"""The people of each organisation, as the file lists them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from aacabot.domain.roles import DESK_GRANTS
from aacabot.store.alliance import AllianceRecords
from aacabot.store.models import Agency, GrantRow, Member, PersonRow, SlackIdentity

Listing = dict[str, Any]


class Staff:
    """Who belongs where, withdrawn people left out."""

    def __init__(self, records: AllianceRecords) -> None:
        self._brand_keys = {row.id: row.key for row in records.brands if row.withdrawn_at is None}
        self._identities: dict[str, list[SlackIdentity]] = defaultdict(list)
        for identity in records.identities:
            self._identities[identity.person_id].append(identity)
        self._grants: dict[str, list[GrantRow]] = defaultdict(list)
        for grant in records.grants:
            self._grants[grant.person_id].append(grant)
        self._people: dict[str | None, list[PersonRow]] = defaultdict(list)
        for person in records.people:
            if person.withdrawn_at is None:
                self._people[person.member_id or person.agency_id].append(person)

    def of_operator(self, team_id: str) -> list[Listing]:
        found: list[Listing] = []
        for person in self._people[None]:
            roles = [grant.role for grant in self._grants[person.id] if grant.role in DESK_GRANTS]
            found += self._listed(person, team_id, [{"roles": roles}] if roles else [{}])
        return found

    def of_member(self, member: Member) -> list[Listing]:
        found: list[Listing] = []
        for person in self._people[member.id]:
            grants = [
                grant
                for grant in self._grants[person.id]
                if grant.member_id == member.id and grant.agency_id is None and grant.role not in DESK_GRANTS
            ]
            found += self._listed(person, member.team_id, self._roles(grants))
        return found

    def of_agency(self, agency: Agency) -> tuple[list[Listing], list[Listing]]:
        """The agency's people, and what each of them was granted."""
        people: list[Listing] = []
        granted: dict[tuple[str, str], date | None] = {}
        for person in self._people[agency.id]:
            people += self._listed(person, agency.team_id, [{}])
            for grant in self._grants[person.id]:
                if grant.agency_id == agency.id and grant.brand_id in self._brand_keys:
                    granted.setdefault((self._brand_keys[grant.brand_id], grant.role), grant.expires)
        together: dict[tuple[str, date | None], list[str]] = defaultdict(list)
        for (brand, role), expires in granted.items():
            together[brand, expires].append(role)
        return people, [
            {"brand": brand, "roles": roles, **({"expires": expires} if expires else {})}
            for (brand, expires), roles in together.items()
        ]

    def _roles(self, grants: Iterable[GrantRow]) -> list[Listing]:
        """Roles over the same brands together: a person is listed once for each such group."""
        over: dict[str, list[str | None]] = defaultdict(list)
        for grant in grants:
            if grant.brand_id is None or grant.brand_id in self._brand_keys:
                over[grant.role].append(grant.brand_id)
        groups: dict[tuple[str, ...] | None, list[str]] = defaultdict(list)
        for role, brand_ids in over.items():
            if None in brand_ids:
                groups[None].append(role)
            if brands := tuple(self._brand_keys[brand] for brand in dict.fromkeys(brand_ids) if brand):
                groups[brands].append(role)
        return [
            {"roles": roles, **({"brands": list(brands)} if brands else {})}
            for brands, roles in groups.items()
        ] or [{}]

    def _listed(self, person: PersonRow, team_id: str | None, entries: list[Listing]) -> list[Listing]:
        return [
            {
                "slack": identity.user_id,
                **({"slack_team": identity.team_id} if identity.team_id != team_id else {}),
                "name": person.name,
                **entry,
            }
            for identity in self._identities[person.id]
            for entry in entries
        ]
