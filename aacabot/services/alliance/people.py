"""People: known by a Slack identity, and belonging to exactly one organisation."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from aacabot.domain.alliance_file import AgencyPersonEntry, OperatorPersonEntry, PersonEntry
from aacabot.domain.ids import new_id
from aacabot.services.alliance.ledger import Ledger
from aacabot.store.alliance import AllianceRecords
from aacabot.store.models import PersonRow, SlackIdentity

Identity = tuple[str, str]
"""A Slack team and user: only together do they name somebody (design, rule 6)."""
AnyPersonEntry = OperatorPersonEntry | PersonEntry | AgencyPersonEntry


@dataclass(frozen=True)
class Organisation:
    """Who people belong to: a member, an agency, or the operator, which has neither id."""

    name: str
    team_id: str | None
    member_id: str | None = None
    agency_id: str | None = None

    def has(self, person: PersonRow) -> bool:
        return (person.member_id, person.agency_id) == (self.member_id, self.agency_id)


@dataclass(frozen=True)
class Listed:
    """A Slack identity as the file lists it: more than once where roles differ by brand."""

    organisation: Organisation
    entries: list[AnyPersonEntry] = field(default_factory=list)

    @property
    def name(self) -> str | None:
        return next((entry.name for entry in self.entries if entry.name is not None), None)


class Roll:
    """The people the file lists, checked against each other."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.listed: dict[Identity, Listed] = {}

    def call(self, organisation: Organisation, entries: Iterable[AnyPersonEntry]) -> None:
        """List the people of one organisation."""
        for entry in entries:
            team_id = entry.slack_team or organisation.team_id
            if team_id is None:
                self._ledger.refuse(
                    (*entry.path, "slack_team"),
                    f"missing; expected a Slack workspace id, because {organisation.name} has none",
                )
                continue
            listed = self.listed.setdefault((team_id, entry.slack), Listed(organisation))
            if self._agrees(entry, listed, organisation):
                listed.entries.append(entry)

    def _agrees(self, entry: AnyPersonEntry, listed: Listed, organisation: Organisation) -> bool:
        if listed.organisation != organisation:
            self._ledger.refuse(
                (*entry.path, "slack"),
                f"expected a person of one organisation only; {listed.organisation.name} lists them too",
            )
            return False
        if entry.name is not None and listed.name not in (None, entry.name):
            self._ledger.refuse((*entry.path, "name"), "expected the same name as in the entry above")
            return False
        return True


class People:
    """The people after the file: rows by identity, and who each row is in the lines.

    Those in `starting_anew` (reinstated, or moved away) keep no role they had before.
    """

    def __init__(self, records: AllianceRecords, ledger: Ledger) -> None:
        self._ledger = ledger
        self._identities = {(row.team_id, row.user_id): row for row in records.identities}
        self._rows = {row.id: row for row in records.people}
        self._organisations = {
            **{row.id: f"member {row.key}" for row in records.members},
            **{row.id: f"agency {row.key}" for row in records.agencies},
        }
        self._named: set[str] = set()
        self.by_identity: dict[Identity, PersonRow] = {}
        self.starting_anew: set[str] = set()
        self.subjects: dict[str, str] = {}
        for identity in records.identities:
            self.subjects.setdefault(identity.person_id, subject((identity.team_id, identity.user_id)))

    @property
    def rows(self) -> list[PersonRow]:
        return list(self._rows.values())

    def apply(self, listed: dict[Identity, Listed]) -> None:
        """Bring the people to what the file says; those it does not list are withdrawn with `prune`."""
        for identity, one in listed.items():
            row = self._apply(identity, one)
            self.by_identity[identity] = row
            self._rows[row.id] = row
            self.subjects[row.id] = subject(identity)
        self._withdraw_unlisted(listed)

    def _apply(self, identity: Identity, listed: Listed) -> PersonRow:
        known = self._identities.get(identity)
        if known is None:
            return self._add(identity, listed)
        row = self._rows[known.person_id]
        if not listed.organisation.has(row):
            return self._move(identity, known, row, listed)
        if row.withdrawn_at is not None:
            self.starting_anew.add(row.id)
        self._ledger.reinstate(subject(identity), row)
        if listed.name is not None and row.id not in self._named:
            # A person of two identities has one name: the first the file gives.
            self._named.add(row.id)
            self._ledger.change(subject(identity), row, {"name": listed.name}, {"name": "name"})
        return row

    def _add(self, identity: Identity, listed: Listed) -> PersonRow:
        if listed.name is None:
            self._ledger.require(listed.entries[0], ["name"])
        team_id, user_id = identity
        row = _person(listed, listed.name or "")
        known = SlackIdentity(team_id=team_id, user_id=user_id, person_id=row.id)
        self._ledger.add(f"{subject(identity)}: added", row, known)
        return row

    def _move(self, identity: Identity, known: SlackIdentity, before: PersonRow, listed: Listed) -> PersonRow:
        """Start a new row at the new organisation: what the person decided at the old one stays there."""
        row = _person(listed, listed.name or before.name)
        self._ledger.add(f"{subject(identity)}: added to {listed.organisation.name}", row)
        self._ledger.set_silently(known, "person_id", row.id)
        others = [each for each in self._identities.values() if each.person_id == before.id]
        if before.withdrawn_at is None and not others:
            self.starting_anew.add(before.id)
            self._ledger.set_silently(before, "withdrawn_at", self._ledger.now)
            self._ledger.lines.append(f"{subject(identity)}: no longer of {self._organisation(before)}")
        return row

    def _organisation(self, person: PersonRow) -> str:
        owner = person.member_id or person.agency_id
        return self._organisations[owner] if owner else "the operator"

    def _withdraw_unlisted(self, listed: dict[Identity, Listed]) -> None:
        kept = list(self.by_identity.values())
        self._ledger.withdraw_unmentioned(
            self.rows, kept, lambda row: self.subjects.get(row.id, f"people {row.name}")
        )
        if not self._ledger.prune:
            return
        present = {row.id for row in kept}
        for identity, known in self._identities.items():
            if identity not in listed and known.person_id in present:
                self._ledger.forget(f"{subject(identity)}: removed", known)


def _person(listed: Listed, name: str) -> PersonRow:
    organisation = listed.organisation
    return PersonRow(
        id=new_id(), name=name, member_id=organisation.member_id, agency_id=organisation.agency_id
    )


def subject(identity: Identity) -> str:
    team_id, user_id = identity
    return f"people {user_id}@{team_id}"
