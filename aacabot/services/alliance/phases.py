"""Phases and what opens in them."""

from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import Any

from aacabot.domain.alliance_file import AllianceFile, FeatureEntry
from aacabot.domain.features import Feature, Opening
from aacabot.services.alliance.ledger import Ledger, mentioned
from aacabot.store.alliance import AllianceRecords
from aacabot.store.models import FeatureOpening, Member, Phase

PHASE = {"name": "name", "begins": "begins"}
OPENING = {"all": "for_all", "phase": "phase", "members": "member_ids"}
NotYet = tuple[int | None, date | None]
"""What the card of a member says to whom confirming is not open: the phase it opens in, and its day."""


def apply_phases(file: AllianceFile, rows: Iterable[Phase], ledger: Ledger) -> list[Phase]:
    """Bring the phases to what the file says, and return them.

    With `prune`, those it does not mention go, where it has the key `phases`: a file that knows nothing of
    phases takes none away.
    """
    known = {row.number: row for row in rows}
    for entry in file.phases:
        subject, values = f"phase {entry.number}", mentioned(entry, PHASE)
        row = known.get(entry.number)
        if row is None:
            ledger.require(entry, ["name"])
            known[entry.number] = Phase(number=entry.number, **{"name": "", **values})
            ledger.add(f"{subject}: added", known[entry.number])
        else:
            ledger.change(subject, row, values, PHASE)
    if ledger.prune and file.mentions("phases"):
        for number in sorted({*known} - {entry.number for entry in file.phases}):
            ledger.drop(f"phase {number}: withdrawn", known.pop(number))
    return list(known.values())


def apply_features(
    file: AllianceFile, records: AllianceRecords, members: Mapping[str, Member], ledger: Ledger
) -> list[FeatureOpening]:
    """Bring the features to what the file says, and return those that are not simply open for all.

    A feature's entry says the whole of its opening. With `prune`, features that `features` leaves out are
    open for all again; a file without `features` changes none.
    """
    ids = {row.key: row.id for row in (*records.members, *members.values())}
    gone = {row.id for row in records.members if row.withdrawn_at is not None}
    rows = {row.feature: row for row in records.openings}
    for feature in Feature if file.features else ():
        entry = getattr(file.features, feature.value)
        if entry is not None:
            rows[feature] = _open(feature, entry, rows.get(feature), ids, gone, ledger)
        elif ledger.prune and feature in rows:
            ledger.drop(f"feature {feature}: open for all", rows.pop(feature))
    return list(rows.values())


def _open(
    feature: Feature,
    entry: FeatureEntry,
    row: FeatureOpening | None,
    ids: Mapping[str, str],
    gone: Set[str],
    ledger: Ledger,
) -> FeatureOpening:
    if entry.all and (entry.phase or entry.members):
        ledger.refuse((*entry.path, "all"), "expected either all, or a phase and members")
    for place, key in enumerate(entry.members):
        if key not in ids:
            ledger.refuse((*entry.path, "members", place), "expected the key of a member of the alliance")
    # A file written by `export` leaves out the members that were withdrawn: they stay named.
    unsaid = gone & set(row.member_ids) if row else set()
    values: dict[str, Any] = {
        "for_all": bool(entry.all),
        "phase": entry.phase,
        "member_ids": sorted(unsaid | {ids[key] for key in entry.members if key in ids}),
    }
    if row is None:
        row = FeatureOpening(feature=feature.value, **values)
        ledger.add(f"feature {feature}: added", row)
    else:
        ledger.change(f"feature {feature}", row, values, OPENING)
    return row


def waiting_for_confirm(
    members: Iterable[Member], openings: Iterable[FeatureOpening], phases: Iterable[Phase]
) -> dict[str, NotYet]:
    """The members confirming is not open to, with what their cards say of it."""
    row = next((one for one in openings if one.feature == Feature.CONFIRM), None)
    if row is None:
        return {}
    opening = Opening(
        feature=Feature.CONFIRM,
        for_all=row.for_all,
        phase=row.phase,
        member_ids=frozenset(row.member_ids),
    )
    begins = next((one.begins for one in phases if one.number == row.phase), None)
    return {one.id: (row.phase, begins) for one in members if not opening.open_to(one.id, one.phase)}
