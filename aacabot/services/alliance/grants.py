"""The roles people hold: their own, and those their agency was granted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from aacabot.domain.alliance_file import AgencyEntry, GrantEntry, OperatorPersonEntry, PersonEntry
from aacabot.domain.ids import new_id
from aacabot.services.alliance.brands import Brands
from aacabot.services.alliance.ledger import Ledger
from aacabot.services.alliance.people import AnyPersonEntry, Identity, Listed, People
from aacabot.store.models import Agency, GrantRow, PersonRow


@dataclass(frozen=True)
class Trust:
    """One role, over one brand, all brands of a member, or the operator's desk."""

    role: str
    member_id: str | None = None
    brand_id: str | None = None
    agency_id: str | None = None


_UNSAID = date.min
"""The file grants the role and does not say until when."""


class Grants:
    """The grants after the file."""

    def __init__(self, rows: Iterable[GrantRow], people: People, brands: Brands, ledger: Ledger) -> None:
        self._people = people
        self._brands = brands
        self._ledger = ledger
        self._rows: dict[str, list[GrantRow]] = defaultdict(list)
        for row in rows:
            self._rows[row.person_id].append(row)
        self._wanted: dict[str, dict[Trust, date | None]] = defaultdict(dict)
        self._brand_keys = brands.keys_by_id

    def want_roles(self, listed: Mapping[Identity, Listed]) -> None:
        """The roles people are listed with."""
        for identity, one in listed.items():
            person = self._people.by_identity[identity]
            for entry in one.entries:
                trusts = self._trusts(entry, one.organisation.member_id)
                self._wanted[person.id].update(dict.fromkeys(trusts, _UNSAID))

    def _trusts(self, entry: AnyPersonEntry, member_id: str | None) -> list[Trust]:
        if isinstance(entry, OperatorPersonEntry):
            return [Trust(role.value) for role in entry.roles]
        if not isinstance(entry, PersonEntry):
            return []
        over: list[str | None] = [None] if entry.brands is None else [*self._own_brands(entry, member_id)]
        return [Trust(role.value, member_id, brand_id) for role in entry.roles for brand_id in over]

    def _own_brands(self, entry: PersonEntry, member_id: str | None) -> Iterator[str]:
        for number, key in enumerate(entry.brands or ()):
            brand = self._brands.live(key)
            if brand and brand.member_id == member_id:
                yield brand.id
            else:
                self._ledger.refuse(
                    (*entry.path, "brands", number), "expected the key of a brand of this member"
                )

    def want_agency(self, entry: AgencyEntry, agency: Agency) -> None:
        """What an agency was granted goes to each of its people, those the file does not list included."""
        people = [row for row in self._people.rows if row.agency_id == agency.id and row.withdrawn_at is None]
        granted = {} if self._ledger.prune else self._held(people, agency)
        for grant in entry.grants:
            for trust in self._granted(grant, agency):
                granted[trust] = grant.expires if grant.mentions("expires") else granted.get(trust, _UNSAID)
        for person in people:
            self._wanted[person.id].update(granted)

    def _held(self, people: Iterable[PersonRow], agency: Agency) -> dict[Trust, date | None]:
        rows = [row for person in people for row in self._rows[person.id] if row.agency_id == agency.id]
        return {_trust(row): row.expires for row in reversed(rows)}

    def _granted(self, grant: GrantEntry, agency: Agency) -> list[Trust]:
        brand = self._brands.live(grant.brand)
        if brand is None:
            self._ledger.refuse((*grant.path, "brand"), "expected the key of a brand of the alliance")
            return []
        return [Trust(role.value, brand.member_id, brand.id, agency.id) for role in grant.roles]

    def settle(self) -> None:
        """Bring the rows to what is wanted."""
        for person in self._people.rows:
            wanted = self._wanted[person.id]
            anew = self._ledger.prune or person.id in self._people.starting_anew
            held: dict[Trust, GrantRow] = {}
            for row in self._rows[person.id]:
                trust = _trust(row)
                if anew and (trust not in wanted or trust in held):
                    self._ledger.revoke(f"{self._role(person, trust)} removed", row)
                else:
                    held.setdefault(trust, row)
            for trust, expires in wanted.items():
                self._hold(person, trust, expires, held.get(trust))

    def _hold(self, person: PersonRow, trust: Trust, expires: date | None, row: GrantRow | None) -> None:
        role = self._role(person, trust)
        if row is None:
            until = None if expires is _UNSAID else expires
            new = GrantRow(id=new_id(), person_id=person.id, expires=until, **asdict(trust))
            self._ledger.add(f"{role} added", new)
        elif expires is not _UNSAID:
            self._ledger.change(role, row, {"expires": expires}, {"expires": "expires"})

    def _role(self, person: PersonRow, trust: Trust) -> str:
        of = f" for {self._brand_keys[trust.brand_id]}" if trust.brand_id else ""
        return f"{self._people.subjects.get(person.id, person.name)}: role {trust.role}{of}"


def _trust(row: GrantRow) -> Trust:
    return Trust(row.role, row.member_id, row.brand_id, row.agency_id)
