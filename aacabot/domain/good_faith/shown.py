"""A record as people are shown it: values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aacabot.domain.good_faith.counts import Counts
from aacabot.domain.good_faith.status import GoodFaithStatus, Standing
from aacabot.domain.good_faith.thresholds import Thresholds
from aacabot.domain.good_faith.window import Window


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """The standing for one reason code, or overall (`reason_code` empty), with today's counts."""

    reason_code: str
    standing: Standing
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class OverrideShown:
    """A status set by hand: asked for while `approved_by` is None. `may_approve` is about the reader."""

    id: str
    status: GoodFaithStatus
    reason: str
    asked_by: str
    expires_at: datetime
    approved_by: str | None = None
    may_approve: bool = False
    may_end: bool = False


@dataclass(frozen=True, kw_only=True)
class Record:
    """A member's record at one marketplace. `in_file` says that the alliance file opens the fast lane while
    the record is provisional.
    """

    member_id: str
    marketplace_id: str
    marketplace: str
    thresholds: Thresholds
    days: Window
    overall: RecordLine
    reasons: tuple[RecordLine, ...] = ()
    overrides: tuple[OverrideShown, ...] = ()
    in_file: bool = False
    may_override: bool = False


@dataclass(frozen=True, kw_only=True)
class MemberRecords:
    """A page of a member's records, and how many marketplaces there are."""

    member_id: str
    member: str
    records: tuple[Record, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class MemberStanding:
    """A member in the operator's list: how many of its records have which status."""

    member_id: str
    member: str
    statuses: Mapping[GoodFaithStatus, int]


class Cost(StrEnum):
    """What a case took from the record."""

    DECLINED = "declined"
    RESTORED = "restored"


@dataclass(frozen=True, kw_only=True)
class CostCase:
    """A case that was declined, or whose takedown came back; `day` is the one it counts against."""

    case_id: str
    number: str
    brand: str
    title: str
    reason_code: str
    cost: Cost
    at: datetime
    counts_on: datetime
    card_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class CostCases:
    """A page of the cases that cost a record, newest first."""

    member_id: str
    marketplace_id: str
    marketplace: str
    cases: tuple[CostCase, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """What would follow from so many more of each: the counts then, and the standing they would give."""

    line: RecordLine
    after: Counts
    standing: Standing
    thresholds: Thresholds
