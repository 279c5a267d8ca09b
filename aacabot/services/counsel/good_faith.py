"""A member's good-faith status as it was at a moment, where that is known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.chain import moment
from aacabot.store import counsel as store
from aacabot.store.models import AuditEntryRow, GoodFaithOverride


@dataclass(frozen=True)
class GoodFaithHistory:
    """Every change of a member's statuses, oldest first, and what was set by hand."""

    changes: list[AuditEntryRow]
    by_hand: list[GoodFaithOverride]

    @classmethod
    async def read(cls, session: AsyncSession, member_id: str) -> "GoodFaithHistory":
        return cls(*await store.good_faith_of(session, member_id))

    def at(self, when: datetime, marketplace_id: str, reason_code: str | None) -> dict[str, Any]:
        """The status overall and for a reason code; None where no change before that moment is known."""
        return {
            "overall": self._status(when, marketplace_id, None),
            "reason_code": self._status(when, marketplace_id, reason_code) if reason_code else None,
            "by_hand": self._override(when, marketplace_id),
        }

    def _status(self, when: datetime, marketplace_id: str, reason_code: str | None) -> str | None:
        own = [
            row
            for row in self.changes
            if row.subject_id == marketplace_id and row.details.get("reason_code") == reason_code
        ]
        before = [row for row in own if row.at <= when]
        if before:
            return str(before[-1].details["to"])
        return str(own[0].details["from"]) if own else None

    def _override(self, when: datetime, marketplace_id: str) -> dict[str, Any] | None:
        for row in self.by_hand:
            begun = row.approved_at is not None and row.approved_at <= when
            over = min(filter(None, (row.expires_at, row.ended_at))) <= when
            if row.marketplace_id == marketplace_id and begun and not over:
                return {"status": row.status, "reason": row.reason, "until": moment(row.expires_at)}
        return None
