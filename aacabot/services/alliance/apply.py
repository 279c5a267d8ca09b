"""Bring the alliance to what its file says."""

import re
from collections.abc import Callable
from datetime import datetime

from aacabot.domain.alliance_file import AllianceFile, AllianceFileRefused
from aacabot.domain.audit import Deed
from aacabot.domain.viewers import EVERYONE
from aacabot.services.alliance.agencies import apply_agencies
from aacabot.services.alliance.brands import apply_brands
from aacabot.services.alliance.grants import Grants
from aacabot.services.alliance.ledger import Ledger
from aacabot.services.alliance.marketplaces import apply_marketplaces
from aacabot.services.alliance.members import apply_members
from aacabot.services.alliance.operator import apply_operator
from aacabot.services.alliance.people import Organisation, People, Roll
from aacabot.services.alliance.phases import apply_features, apply_phases, waiting_for_confirm
from aacabot.services.audit import note_deed
from aacabot.services.hub import Unit
from aacabot.services.reshowing import UNDECIDED
from aacabot.store.alliance import AllianceRecords, load_alliance, wait_for_turn
from aacabot.store.database import Database
from aacabot.store.models import Agency, Alliance, Member
from aacabot.store.reshowing import want_cards_in


async def apply(
    database: Database,
    clock: Callable[[], datetime],
    file: AllianceFile,
    prune: bool,
    by: str | None = None,
) -> list[str]:
    """Create or update what `file` mentions, and return a line for each change; empty when there was none.

    What it does not mention stays untouched, or with `prune` is withdrawn. All in one transaction; raises
    AllianceFileRefused, with everything the file must change, and then nothing has changed. `by` is the
    command line's user, for the audit trail.
    """
    async with database.begin(EVERYONE) as session:
        await wait_for_turn(session)
        ledger = Ledger(clock(), prune=prune)
        compare(file, await load_alliance(session), ledger)
        if ledger.problems or file.source.problems:
            raise AllianceFileRefused(file.source, ledger.problems)
        await ledger.write(session)
        if ledger.told_anew:
            # Nothing runs here that could wake a channel: the hub finds them among what is owed.
            await want_cards_in(session, UNDECIDED, ledger.told_anew, ledger.now)
        if ledger.lines:
            _note(Unit(session, EVERYONE, ledger.now), ledger.lines, file.source.name, by)
    return ledger.lines


_TELLS_OF_PEOPLE = re.compile(r"people |[^:]*: (contact|account_manager)\b")
_MOST_LINES = 500


def _note(unit: Unit, lines: list[str], name: str, by: str | None) -> None:
    """Write down how much changed, and what did: lines that tell of people are only counted."""
    kept = [line for line in lines if not _TELLS_OF_PEOPLE.match(line)]
    details = {"file": name, "changes": len(lines), "lines": kept[:_MOST_LINES]}
    note_deed(unit, Deed.ALLIANCE_APPLIED, "alliance", by=by, details=details)


def compare(file: AllianceFile, records: AllianceRecords, ledger: Ledger) -> None:
    """Enter into the ledger what makes `records` say what `file` says."""
    before = waiting_for_confirm(records.members, records.openings, records.phases)
    alliance = apply_operator(file, records.alliance, ledger)
    marketplaces = apply_marketplaces(file.marketplaces, records.marketplaces, ledger)
    members = apply_members(file.members, records.members, marketplaces, ledger)
    brands = apply_brands(file, members, records, marketplaces, ledger)
    agencies = apply_agencies(file.agencies, records.agencies, ledger)
    roll = _call_roll(file, alliance, members, agencies, ledger)
    people = People(records, ledger)
    people.apply(roll.listed)
    grants = Grants(records.grants, people, brands, ledger)
    grants.want_roles(roll.listed)
    for entry in file.agencies:
        grants.want_agency(entry, agencies[entry.key])
    grants.settle()
    phases = apply_phases(file, records.phases, ledger)
    openings = apply_features(file, records, members, ledger)
    after = waiting_for_confirm(records.members, openings, phases)
    ledger.told_anew |= {one for one in {*before, *after} if before.get(one) != after.get(one)}


def _call_roll(
    file: AllianceFile,
    alliance: Alliance | None,
    members: dict[str, Member],
    agencies: dict[str, Agency],
    ledger: Ledger,
) -> Roll:
    roll = Roll(ledger)
    if file.operator:
        workspace = alliance.operator_team_id if alliance else file.operator.workspace
        roll.call(Organisation("the operator", workspace), file.operator.people)
    for member in file.members:
        row = members[member.key]
        roll.call(Organisation(f"member {row.key}", row.team_id, member_id=row.id), member.people)
    for agency in file.agencies:
        firm = agencies[agency.key]
        roll.call(Organisation(f"agency {firm.key}", firm.team_id, agency_id=firm.id), agency.people)
    return roll
