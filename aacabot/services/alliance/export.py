"""Write the alliance back in the form of its file."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from aacabot.domain.alliance_file import AllianceFile
from aacabot.domain.audit import Deed
from aacabot.domain.viewers import EVERYONE
from aacabot.services.alliance.agencies import AGENCY
from aacabot.services.alliance.brands import BRAND
from aacabot.services.alliance.holdings import MARK, RIGHT
from aacabot.services.alliance.marketplaces import MARKETPLACE
from aacabot.services.alliance.members import CONTACT, MEMBER
from aacabot.services.alliance.operator import OPERATOR
from aacabot.services.alliance.phases import PHASE
from aacabot.services.alliance.staff import Staff
from aacabot.services.audit import note_deed
from aacabot.services.hub import Unit
from aacabot.store.alliance import AllianceRecords, load_alliance
from aacabot.store.database import Database
from aacabot.store.models import Agency, Brand, FeatureOpening, Marketplace, Member, Table

_USUAL_COUNTER_NOTICE_DAYS = 15
_USUAL_PREFERENCES = {
    "digest_hour": 9, "guided": False, "cover": "desk", "alerts": "each", "digest_every": 4,
    "shares_encounters": True,
}  # fmt: skip


async def export(database: Database) -> AllianceFile:
    """The alliance without what was withdrawn, in the order it was added: applying it changes nothing."""
    async with database.read(EVERYONE) as session:
        records = await load_alliance(session)
    return AllianceFile.model_validate(_Writing(records).file())


async def note_export(database: Database, clock: Callable[[], datetime], by: str) -> None:
    """Write down that the alliance is exported, before any of it leaves; `by` is the command line's user."""
    async with database.begin(EVERYONE) as session:
        note_deed(Unit(session, EVERYONE, clock()), Deed.ALLIANCE_EXPORTED, "alliance", by=by)


class _Writing:
    def __init__(self, records: AllianceRecords) -> None:
        self._alliance = records.alliance
        self._marketplaces = [row for row in records.marketplaces if row.withdrawn_at is None]
        self._members = [row for row in records.members if row.withdrawn_at is None]
        self._agencies = [row for row in records.agencies if row.withdrawn_at is None]
        self._known = {row.key for row in self._marketplaces}
        self._brands = _grouped((row for row in records.brands if row.withdrawn_at is None), "member_id")
        self._marks = _grouped((row for row in records.marks if row.withdrawn_at is None), "brand_id")
        self._rights = _grouped((row for row in records.rights if row.withdrawn_at is None), "brand_id")
        self._sellers = _grouped((row for row in records.sellers if row.withdrawn_at is None), "brand_id")
        self._phases, self._openings = records.phases, records.openings
        self._staff = Staff(records)

    def file(self) -> dict[str, Any]:
        return _said(
            {
                **self._operator(),
                "marketplaces": [_marketplace(row) for row in self._marketplaces],
                "members": [self._member(row) for row in self._members],
                "agencies": [self._agency(row) for row in self._agencies],
                "phases": [{"number": row.number, **_fields(row, PHASE)} for row in self._phases],
                "features": {row.feature: self._opening(row) for row in self._openings},
            }
        )

    def _opening(self, row: FeatureOpening) -> dict[str, Any]:
        keys = {member.id: member.key for member in self._members}
        members = [keys[ident] for ident in row.member_ids if ident in keys]
        said = _said({"phase": row.phase, "members": members})
        return {"all": True} if row.for_all else said or {"all": False}

    def _operator(self) -> dict[str, Any]:
        row = self._alliance
        if row is None:
            return {}
        operator = {**_fields(row, OPERATOR), "people": self._staff.of_operator(row.operator_team_id)}
        alliance = _said({"name": row.name, "sharing": row.sharing_rules})
        return {"alliance": alliance, "operator": _said(operator)}

    def _member(self, row: Member) -> dict[str, Any]:
        fields = _fields(row, MEMBER)
        for name, usual in _USUAL_PREFERENCES.items():
            if fields.get(name) == usual:
                del fields[name]
        return _said(
            {
                "key": row.key,
                "name": fields.pop("name"),
                "contact": _fields(row, CONTACT),
                **fields,
                "fast_lane": [key for key in row.fast_lane if key in self._known],
                "brands": [self._brand(brand) for brand in self._brands[row.id]],
                "people": self._staff.of_member(row),
            }
        )

    def _brand(self, row: Brand) -> dict[str, Any]:
        sellers = [seller for seller in self._sellers[row.id] if seller.marketplace_key in self._known]
        return _said(
            {
                "key": row.key,
                **_fields(row, BRAND),
                "marks": [{"text": mark.text, **_fields(mark, MARK)} for mark in self._marks[row.id]],
                "rights": [
                    {
                        "kind": right.kind,
                        "office": right.office,
                        "number": right.number,
                        **_fields(right, RIGHT),
                    }
                    for right in self._rights[row.id]
                ],
                "authorised_sellers": [
                    {"marketplace": seller.marketplace_key, "seller_id": seller.seller_id}
                    for seller in sellers
                ],
            }
        )

    def _agency(self, row: Agency) -> dict[str, Any]:
        people, grants = self._staff.of_agency(row)
        return _said({"key": row.key, **_fields(row, AGENCY), "people": people, "grants": grants})


def _marketplace(row: Marketplace) -> dict[str, Any]:
    fields = {"key": row.key, **_fields(row, MARKETPLACE)}
    if row.counter_notice_days == _USUAL_COUNTER_NOTICE_DAYS:
        del fields["counter_notice_days"]
    return fields


def _fields(row: Table, columns: Mapping[str, str]) -> dict[str, Any]:
    return _said({field: getattr(row, column) for field, column in columns.items()})


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Without what there is nothing to say about."""
    return {field: value for field, value in fields.items() if value not in (None, [], {}, ())}


def _grouped(rows: Iterable[Any], column: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups
