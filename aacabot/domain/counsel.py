"""The record for counsel: what is exported, who may ask for it, and under which authority somebody acted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from aacabot.domain.errors import FieldProblem
from aacabot.domain.people import Person, Role

MOST_IN_A_MESSAGE = 50 * 2**20
"""Bytes; a larger export is kept, and fetched with the command line."""
REASON_LIMIT = 1_000
_KEEPERS = frozenset({Role.ADMIN, Role.COUNSEL})


def may_keep_record(person: Person, member_id: str, brand_id: str | None = None) -> bool:
    """Export a member's record and hold it: its own admins and counsel, and the operator's admins.

    `brand_id` None is the whole member: who speaks for one brand only does not speak for it. An agency acts
    for its client, and does not keep its client's record.
    """
    if person.is_operator_admin:
        return True
    return person.of_member == member_id and any(
        grant.role in _KEEPERS and grant.member_id == member_id and grant.brand_id in (None, brand_id)
        for grant in person.grants
    )


def records_kept_by(person: Person) -> frozenset[str] | None:
    """The members whose whole record a person keeps; None is all."""
    if person.is_operator_admin:
        return None
    member_id = person.of_member
    return frozenset({member_id} if member_id and may_keep_record(person, member_id) else ())


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What is exported: one case, or a member's (or a brand's) cases with an event in a period.

    The period begins at `since` and ends before `until`.
    """

    member_id: str
    case_id: str | None = None
    brand_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def written(self, member: str, case: str | None, brand: str | None) -> dict[str, Any]:
        """As the manifest says it, by keys and number; the period's last day is included."""
        if case is not None:
            return {"member": member, "case": case}
        last = self.until - timedelta(days=1) if self.until else None
        return {
            "member": member,
            "brand": brand,
            "from": self.since.date().isoformat() if self.since else None,
            "to": last.date().isoformat() if last else None,
        }


def period(first: date | None, last: date | None) -> tuple[datetime, datetime]:
    """From the beginning of a UTC day to the end of another. Raises FieldProblem naming the form's field."""
    if first is None or last is None:
        raise FieldProblem("counsel_from" if first is None else "counsel_to", "required")
    if last < first:
        raise FieldProblem("counsel_to", "ends_first")
    return datetime.combine(first, time(), UTC), datetime.combine(last, time(), UTC) + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class HeldRole:
    """A role that somebody acts under: for a brand, the whole member (`brand_id` None), or the operator.

    `granted_at` None: it stands in the alliance file, or is older than the record. `last_day` is the last
    day of a grant that ends. `ended_at` is when it was taken, where that was later.
    """

    role: str
    brand_id: str | None = None
    agency_id: str | None = None
    last_day: str | None = None
    granted_at: datetime | None = None
    granted_by: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class TrustDeed:
    """What the audit trail says of a role: given or taken; `role` None where everything was taken."""

    at: datetime
    gives: bool
    by: str | None
    role: str | None = None
    brand_id: str | None = None
    agency_id: str | None = None
    last_day: str | None = None


def under(person: Person, member_id: str, brand_id: str) -> dict[str, Any]:
    """The roles that count for a case of a brand, as the deed of a decision keeps them: at that moment."""
    roles = [
        {
            "role": grant.role.value,
            "brand_id": grant.brand_id,
            "last_day": grant.expires.isoformat() if grant.expires else None,
        }
        for grant in person.grants
        if grant.member_id is None or grant.covers(member_id, brand_id)
    ]
    return {"roles": roles, "agency_id": person.of_agency}


def authority_at(
    at: datetime,
    noted: Mapping[str, Any] | None,
    grants: Iterable[HeldRole],
    deeds: Sequence[TrustDeed],
) -> list[HeldRole]:
    """The roles somebody held when they acted, whatever became of them since.

    `noted` is what the decision's own deed keeps (`under`): it is believed. Where there is none, the roles
    are those of the grants and deeds that were in force: given before, and not taken until later.
    """
    grants = list(grants)
    if noted is not None:
        agency_id = noted.get("agency_id")
        held = [HeldRole(**one, agency_id=agency_id) for one in noted["roles"]]
    else:
        held = _in_force(at, grants, deeds)
    return [_told(one, at, grants, deeds) for one in held]


def _in_force(at: datetime, grants: list[HeldRole], deeds: Sequence[TrustDeed]) -> list[HeldRole]:
    found = {_key(one): one for one in grants if one.granted_at is None or one.granted_at <= at}
    for deed in sorted(deeds, key=lambda one: one.at, reverse=True):
        if deed.at > at and not deed.gives and deed.role is not None:
            found.setdefault((deed.role, deed.brand_id), HeldRole(role=deed.role, brand_id=deed.brand_id))
    given = {(one.role, one.brand_id): one for one in deeds if one.at <= at and one.gives and one.role}
    for key, deed in given.items():
        if key not in found and not _taken(key, deeds, deed.at, at):
            found[key] = HeldRole(role=key[0] or "", brand_id=key[1])
    # A role whose deed of giving came later was not held yet.
    return [
        one
        for key, one in sorted(found.items(), key=str)
        if key in given or not any(deed.gives and (deed.role, deed.brand_id) == key for deed in deeds)
        if one.last_day is None or at.date().isoformat() <= one.last_day
    ]


def _taken(
    key: tuple[str | None, str | None], deeds: Iterable[TrustDeed], since: datetime, at: datetime
) -> bool:
    return any(
        since < one.at <= at and not one.gives and (one.role is None or (one.role, one.brand_id) == key)
        for one in deeds
    )


def _key(one: HeldRole) -> tuple[str | None, str | None]:
    return one.role, one.brand_id


def _told(held: HeldRole, at: datetime, grants: Iterable[HeldRole], deeds: Sequence[TrustDeed]) -> HeldRole:
    """The role with who gave it and when, and who took it later."""
    own = [one for one in deeds if one.role is None or (one.role, one.brand_id) == _key(held)]
    given = max((one for one in own if one.gives and one.at <= at), key=lambda one: one.at, default=None)
    ended = min((one for one in own if not one.gives and one.at > at), key=lambda one: one.at, default=None)
    row = next((one for one in grants if _key(one) == _key(held) and (one.granted_at or at) <= at), None)
    return HeldRole(
        role=held.role,
        brand_id=held.brand_id,
        agency_id=held.agency_id or (row.agency_id if row else None) or (given.agency_id if given else None),
        last_day=held.last_day or (given.last_day if given else None) or (row.last_day if row else None),
        granted_at=given.at if given else row.granted_at if row else None,
        granted_by=given.by if given else row.granted_by if row else None,
        ended_at=ended.at if ended else None,
        ended_by=ended.by if ended else None,
    )


def as_json(held: HeldRole) -> dict[str, Any]:
    """For case.json: moments in ISO 8601."""
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in asdict(held).items()}


@dataclass(frozen=True, kw_only=True)
class HoldShown:
    """A legal hold as it is listed; `number` is the case's, None where it is on the whole member."""

    id: str
    member: str
    number: str | None
    reason: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordOfCase:
    """What the look-up of a case offers those who keep its member's record.

    `held_since` is since when a legal hold keeps the case, its own or its member's; `hold_id` is its own.
    """

    case_id: str
    may_keep: bool
    held_since: datetime | None = None
    hold_id: str | None = None
