"""Under which authority people acted on cases: the roles they held at that moment."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.audit import Deed
from aacabot.domain.chain import moment
from aacabot.domain.counsel import HeldRole, TrustDeed, as_json, authority_at
from aacabot.store import counsel as store
from aacabot.store.counsel import Trusted
from aacabot.store.models import AuditEntryRow, CaseEventRow, GrantRow


@dataclass(frozen=True)
class Authorities:
    """What is known of the people who acted on a page of cases of one member."""

    trusted: Trusted

    @classmethod
    async def read(cls, session: AsyncSession, member_id: str, people: Collection[str]) -> "Authorities":
        return cls(await store.read_trusted(session, member_id, people))

    def acts(self, events: Iterable[CaseEventRow], entries: Iterable[AuditEntryRow]) -> list[dict[str, Any]]:
        """Every act of a person on a case, with the roles they held then.

        `recorded` says that the decision's own audit entry names the roles; otherwise they are put together
        from the grants and the audit trail.
        """
        noted = {
            (row.person_id, row.at, row.details.get("event")): row.details.get("under")
            for row in entries
            if row.action == Deed.CASE_DECIDED
        }
        acts = [row for row in events if row.person_id]
        return [self._act(row, noted.get((row.person_id, row.recorded_at, row.kind))) for row in acts]

    def _act(self, row: CaseEventRow, noted: dict[str, Any] | None) -> dict[str, Any]:
        held = self.held(str(row.person_id), row.recorded_at, noted)
        return {
            "seq": row.seq,
            "event": row.kind,
            "at": moment(row.recorded_at),
            "person_id": row.person_id,
            "recorded": noted is not None,
            "roles": [as_json(one) for one in held],
        }

    def held(self, person_id: str, at: datetime, noted: dict[str, Any] | None) -> list[HeldRole]:
        grants = [_held(row) for row in self.trusted.grants.get(person_id, [])]
        deeds = [_deed(row) for row in self.trusted.deeds.get(person_id, [])]
        return authority_at(at, noted, grants, deeds)

    def people(self, ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """People that a case's record names by id; a pseudonym where the person was erased."""
        return {
            ident: {
                "name": row.name,
                "organisation": self.trusted.houses.get(row.agency_id or row.member_id or "", "the operator"),
                "agency": row.agency_id is not None,
                "erased": row.erased_at is not None,
            }
            for ident in sorted(ids)
            if (row := self.trusted.people.get(ident)) is not None
        }


def _held(row: GrantRow) -> HeldRole:
    return HeldRole(
        role=row.role,
        brand_id=row.brand_id,
        agency_id=row.agency_id,
        last_day=row.expires.isoformat() if row.expires else None,
        granted_at=row.granted_at,
        granted_by=row.granted_by,
    )


def _deed(row: AuditEntryRow) -> TrustDeed:
    said = row.details
    of_agency = row.subject == "agency"
    return TrustDeed(
        at=row.at,
        gives=store.gives(row),
        by=row.person_id or row.actor,
        role=said.get("role"),
        brand_id=said.get("brand_id"),
        agency_id=row.subject_id if of_agency else None,
        last_day=said.get("expires"),
    )
