"""What a person ticked on a grouped card, held against what the card showed."""

from collections.abc import Mapping
from dataclasses import replace

from aacabot.domain.alert_groups import MOST, AlertGroupShown
from aacabot.domain.alerts import Alert
from aacabot.domain.bulk_acts import BulkDeed, BulkPreview
from aacabot.domain.errors import CardOutdated, CaseNotFound, NothingChosen
from aacabot.domain.ids import is_id
from aacabot.domain.people import Person
from aacabot.services import alerts, bulk_acts, cases
from aacabot.services.discretion import is_known
from aacabot.services.group_cards import read_group
from aacabot.services.hub import Hub, Unit
from aacabot.store.models import AlertGroup


async def choose(
    hub: Hub, person: Person, deed: BulkDeed, seen: Mapping[str, str]
) -> tuple[BulkPreview, tuple[Alert, ...]]:
    """What the deed would come to for the ticked cases, and the cases as they are now.

    `seen` is the affirmation that the card showed for each. Raises NothingChosen, and CardOutdated where a
    case is not what the card showed: nothing is confirmed that was not seen.
    """
    chosen = [case_id for case_id in seen if is_id(case_id)][:MOST]
    if not chosen:
        raise NothingChosen()
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        files = await cases.open_files(unit, chosen)
        # A card may be of several brands, an agency's person of one: of the others they learn nothing.
        known = [case_id for case_id in chosen if case_id in files and is_known(person, files[case_id])]
        found = await alerts.read_alerts(unit, known)
    rows = tuple(found[case_id] for case_id in known)
    if deed is BulkDeed.CONFIRM:
        for row in rows:
            if row.affirmation != seen[row.case_id]:
                raise CardOutdated(row.number)
    preview = await bulk_acts.begin(hub, person, deed, {case_id: seen[case_id] for case_id in chosen})
    return preview, rows


async def open_group(hub: Hub, person: Person, group_id: str) -> AlertGroupShown:
    """A grouped card with those of its cases that the person may see. Raises CaseNotFound for all others."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        group = await session.get(AlertGroup, group_id) if is_id(group_id) else None
        if group is None or not person.viewer.sees(group.member_id):
            raise CaseNotFound(asked=group_id)
        shown = await read_group(unit, group_id)
        files = await cases.open_files(unit, [row.case_id for row in shown.rows])
    mine = tuple(
        row for row in shown.rows if person.may_see(files[row.case_id].member.id, files[row.case_id].brand.id)
    )
    if not mine:
        raise CaseNotFound(asked=group_id)
    return replace(shown, rows=mine)
