"""Members, and which marketplaces take their confirms at once."""

from collections.abc import Iterable
from typing import Any

from aacabot.domain.alliance_file import MemberEntry
from aacabot.domain.ids import new_id
from aacabot.services.alliance.ledger import Ledger, mentioned
from aacabot.store.models import Member

MEMBER = {
    "name": "name",
    "region": "region",
    "timezone": "timezone",
    "locale": "locale",
    "workspace": "team_id",
    "channel": "channel_id",
    "account_manager": "account_manager",
    "phase": "phase",
    "digest_hour": "digest_hour",
    "guided": "guided",
    "cover": "cover",
    "shares_encounters": "shares_encounters",
    "alerts": "alert_mode",
    "digest_every": "digest_every",
    "quiet_from": "quiet_from",
    "quiet_until": "quiet_until",
}
CONTACT = {"name": "contact_name", "email": "contact_email"}
_WORDS = {
    **MEMBER,
    **{f"contact {field}": column for field, column in CONTACT.items()},
    "fast_lane": "fast_lane",
}


def apply_members(
    entries: Iterable[MemberEntry], rows: list[Member], marketplaces: frozenset[str], ledger: Ledger
) -> dict[str, Member]:
    """Bring the members to what the file says; returns those the file mentions, by key."""
    by_key = {row.key: row for row in rows}
    kept: dict[str, Member] = {}
    for entry in entries:
        _known_lanes(entry, marketplaces, ledger)
        row = kept[entry.key] = _apply(entry, by_key.get(entry.key), ledger)
        if row.team_id is not None and row.joined_at is None:
            ledger.set_silently(row, "joined_at", ledger.now)
    ledger.withdraw_unmentioned(rows, kept.values(), lambda row: f"member {row.key}")
    return kept


def _known_lanes(entry: MemberEntry, marketplaces: frozenset[str], ledger: Ledger) -> None:
    for number, key in enumerate(entry.fast_lane):
        if key not in marketplaces:
            ledger.refuse(
                (*entry.path, "fast_lane", number), "expected the key of a marketplace of the alliance"
            )


def _apply(entry: MemberEntry, row: Member | None, ledger: Ledger) -> Member:
    subject = f"member {entry.key}"
    values = _values(entry, row, ledger.prune)
    if row is not None:
        ledger.reinstate(subject, row)
        ledger.change(subject, row, values, _WORDS)
        return row
    ledger.require(entry, ["name"])
    row = Member(id=new_id(), key=entry.key, **values)
    ledger.add(f"{subject}: added", row)
    return row


def _values(entry: MemberEntry, row: Member | None, prune: bool) -> dict[str, Any]:
    values = mentioned(entry, MEMBER)
    if entry.contact:
        values |= mentioned(entry.contact, CONTACT)
    before = row.fast_lane if row else []
    kept = [] if prune else before
    lanes = list(dict.fromkeys([*kept, *entry.fast_lane]))
    if set(lanes) != set(before):
        values["fast_lane"] = lanes
    return values
