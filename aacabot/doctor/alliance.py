"""The alliance: whether everybody who is needed is there, and cases can reach somebody who decides."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from aacabot.doctor.checks import Finding, failure, good, listed, warning
from aacabot.domain.people import DECIDERS, REVIEWERS
from aacabot.store.alliance import AllianceRecords
from aacabot.store.models import Brand, GrantRow, Member

SUBJECT = "alliance"
APPLY = "add it to the alliance file, then run: aacabot alliance apply FILE.yaml"


def check_alliance(records: AllianceRecords, now: datetime) -> list[Finding]:
    """Warnings for what is missing; a failure only where there is no alliance at all."""
    if records.alliance is None:
        mend = "write one after alliance.example.yaml, then run: aacabot alliance apply FILE.yaml"
        return [failure(SUBJECT, "there is none yet", mend)]
    members = {row.id: row for row in records.members if row.withdrawn_at is None}
    brands = [row for row in records.brands if row.withdrawn_at is None and row.member_id in members]
    marketplaces = [row for row in records.marketplaces if row.withdrawn_at is None]
    said = f"{records.alliance.name}: {len(members)} members, {len(brands)} brands, "
    return [
        good(SUBJECT, f"{said}{len(marketplaces)} marketplaces"),
        *_absent("has no member", () if members else ("the alliance",)),
        *_absent("has no marketplace", () if marketplaces else ("the alliance",)),
        *_absent("has nobody who reviews", () if _reviewed(records, now) else ("the desk",)),
        *_absent("without a contact, which every notice names", _without_contact(members.values())),
        *_absent("without a brand", _without_brand(members.values(), brands)),
        *_absent("without a channel for its alerts", _without_channel(brands, members)),
        *_absent("without a mark, so screening never finds it", _without_mark(brands, records)),
        *_absent(
            "without a right in force, so nothing can be confirmed", _without_right(brands, records, now)
        ),
        *_absent("with nobody who may decide", _without_decider(brands, records, now)),
    ]


def _absent(what: str, names: Iterable[str]) -> list[Finding]:
    found = list(names)
    return [warning(SUBJECT, f"{what}: {listed(found, 10)}", APPLY)] if found else []


def _without_contact(members: Iterable[Member]) -> Iterator[str]:
    return (f"member {row.key}" for row in members if not (row.contact_name and row.contact_email))


def _without_brand(members: Iterable[Member], brands: list[Brand]) -> Iterator[str]:
    owners = {brand.member_id for brand in brands}
    return (f"member {row.key}" for row in members if row.id not in owners)


def _without_channel(brands: list[Brand], members: dict[str, Member]) -> Iterator[str]:
    for brand in brands:
        owner = members[brand.member_id]
        if not owner.team_id or not (brand.channel_id or owner.channel_id):
            yield f"brand {brand.key}"


def _without_mark(brands: list[Brand], records: AllianceRecords) -> Iterator[str]:
    marked = {mark.brand_id for mark in records.marks if mark.withdrawn_at is None}
    return (f"brand {brand.key}" for brand in brands if brand.id not in marked)


def _without_right(brands: list[Brand], records: AllianceRecords, now: datetime) -> Iterator[str]:
    protected = {
        right.brand_id
        for right in records.rights
        if right.withdrawn_at is None and (right.expires is None or now.date() <= right.expires)
    }
    return (f"brand {brand.key}" for brand in brands if brand.id not in protected)


def _without_decider(brands: list[Brand], records: AllianceRecords, now: datetime) -> Iterator[str]:
    deciders: dict[str | None, set[str | None]] = defaultdict(set)
    for grant in _in_force(records, now):
        if grant.role in DECIDERS:
            deciders[grant.member_id].add(grant.brand_id)
    for brand in brands:
        if not deciders[brand.member_id] & {None, brand.id}:
            yield f"brand {brand.key}"


def _reviewed(records: AllianceRecords, now: datetime) -> bool:
    return any(grant.role in REVIEWERS for grant in _in_force(records, now))


def _in_force(records: AllianceRecords, now: datetime) -> Iterator[GrantRow]:
    """Grants that hold today, of people who are still here and known in Slack."""
    known = {identity.person_id for identity in records.identities}
    here = {row.id for row in records.people if row.withdrawn_at is None and row.id in known}
    for grant in records.grants:
        if grant.person_id in here and (grant.expires is None or now.date() <= grant.expires):
            yield grant
