"""Who belongs to the alliance, what they own, and where they sell."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class Alliance(Table, table=True):
    """The club and its operator: one row.

    `clearing_house` is the id under which it passes intel on (a UUIDv4): the only producer outsiders see.
    `sharing_rules` are counsel's own figures, where they differ from `domain.intel.rules`.
    """

    __tablename__ = "alliances"
    id: str = Field(primary_key=True)
    name: str
    operator_key: str
    operator_name: str
    operator_team_id: str
    operator_channel_id: str
    lane_stopped_at: datetime | None = Field(default=None, sa_type=Moment)
    lane_stopped_by: str | None = None
    clearing_house: str | None = None
    sharing_rules: dict[str, Any] = Field(default_factory=dict, sa_type=Document)


class Marketplace(Table, table=True):
    """Where listings live. `secret_env` names the environment variable that holds the shared secret.

    `listing_pattern` finds the listing's id in an address; `good_faith` and `counter_notice_rules` are its
    own thresholds and procedures, empty where the defaults hold.
    """

    __tablename__ = "marketplaces"
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    name: str
    connector: str
    base_url: str
    secret_env: str
    hosts: list[str] = Field(sa_type=Document)
    requests_per_second: float = 10
    concurrency: int = 4
    counter_notice_days: int = 15
    counter_notice_rules: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    good_faith: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    listing_pattern: str | None = None
    rebuttals_off_at: datetime | None = Field(default=None, sa_type=Moment)
    advice_off_at: datetime | None = Field(default=None, sa_type=Moment)
    feedback_off_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class MarketplaceHealth(Table, table=True):
    """The circuit breaker's memory of a marketplace: failures in a row, and until when nothing is tried."""

    __tablename__ = "marketplace_health"
    marketplace_id: str = Field(primary_key=True, foreign_key="marketplaces.id")
    failures: int = 0
    openings: int = 0
    open_until: datetime | None = Field(default=None, sa_type=Moment)


class Member(Table, table=True):
    """A rights-holder organisation.

    `digest_hour` is an hour of the day in its zone. `guided` members read plain words, one step at a time.
    `cover` says who hears critical alerts when nobody of its own is on duty: `agency`, `desk` or `nobody`.
    `joined_at` is when its first workspace or channel was linked. Alerts come one by one or as a digest
    (`alert_mode`) every so many hours, and not between the hours `quiet_from` and `quiet_until` of its zone.
    `shares_encounters`: its cases count, unnamed, in what others are told, and it is told in turn.
    """

    __tablename__ = "members"
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    name: str
    contact_name: str | None = None
    contact_email: str | None = None
    region: str | None = None
    timezone: str = "UTC"
    locale: str = "en"
    team_id: str | None = None
    channel_id: str | None = None
    fast_lane: list[str] = Field(default_factory=list, sa_type=Document)
    account_manager: str | None = None
    phase: int = 1
    digest_hour: int = 9
    guided: bool = False
    cover: str = "desk"
    joined_at: datetime | None = Field(default=None, sa_type=Moment)
    quiet_from: int | None = None
    quiet_until: int | None = None
    alert_mode: str = "each"
    digest_every: int = 4
    shares_encounters: bool = True
    lane_stopped_at: datetime | None = Field(default=None, sa_type=Moment)
    lane_stopped_by: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class Brand(Table, table=True):
    __tablename__ = "brands"
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    name: str
    category: str | None = None
    channel_id: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class Mark(Table, table=True):
    """A word, with its spellings by script; `common` where it is also an ordinary word."""

    __tablename__ = "marks"
    __table_args__ = (UniqueConstraint("brand_id", "text"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    brand_id: str = Field(foreign_key="brands.id", index=True)
    text: str
    forms: dict[str, list[str]] = Field(default_factory=dict, sa_type=Document)
    common: bool = False
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class RegisteredRight(Table, table=True):
    """A registration. `expires` is its last day in force.

    `warned_of` is the last day its member was last warned of, `warned_days` how long before it.
    """

    __tablename__ = "rights"
    __table_args__ = (UniqueConstraint("brand_id", "kind", "office", "number"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    brand_id: str = Field(foreign_key="brands.id", index=True)
    kind: str
    office: str
    number: str
    classes: list[int] = Field(default_factory=list, sa_type=Document)
    territories: list[str] = Field(default_factory=list, sa_type=Document)
    expires: date | None = Field(default=None, index=True)
    warned_of: date | None = None
    warned_days: int | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class AuthorisedSeller(Table, table=True):
    """A seller the brand has allowed: flagged on the card, never dismissed by itself."""

    __tablename__ = "authorised_sellers"
    __table_args__ = (UniqueConstraint("brand_id", "marketplace_key", "seller_id"),)
    id: str = Field(primary_key=True)
    member_id: str = Field(foreign_key="members.id", index=True)
    brand_id: str = Field(foreign_key="brands.id", index=True)
    marketplace_key: str
    seller_id: str
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class Agency(Table, table=True):
    """A firm acting for several brands, by grants that can expire."""

    __tablename__ = "agencies"
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    name: str
    team_id: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class PersonRow(Table, table=True):
    """A human. Exactly one of member and agency is set; neither for the operator's people."""

    __tablename__ = "people"
    id: str = Field(primary_key=True)
    name: str
    member_id: str | None = Field(default=None, foreign_key="members.id", index=True)
    agency_id: str | None = Field(default=None, foreign_key="agencies.id", index=True)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)


class SlackIdentity(Table, table=True):
    """Where a person is known in Slack: ids are only unique together (design, rule 6)."""

    __tablename__ = "slack_identities"
    team_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="people.id", index=True)


class GrantRow(Table, table=True):
    """One role of a person: for a brand, for all brands of a member, or for the operator."""

    __tablename__ = "grants"
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="people.id", index=True)
    role: str
    member_id: str | None = Field(default=None, foreign_key="members.id", index=True)
    brand_id: str | None = Field(default=None, foreign_key="brands.id", index=True)
    agency_id: str | None = Field(default=None, foreign_key="agencies.id", index=True)
    expires: date | None = None
    granted_by: str | None = Field(default=None, foreign_key="people.id")
    granted_at: datetime | None = Field(default=None, sa_type=Moment)


class Installation(Table, table=True):
    """The app in one Slack workspace, or in a whole Enterprise organisation (`is_org`; `team_id` is its id).

    Tokens are encrypted with the settings' first key. `expires_at` is set where tokens are rotated; until
    `renewal_claimed_until` one node alone asks Slack for the next one, `renewal_problem` is why that failed.
    """

    __tablename__ = "installations"
    team_id: str = Field(primary_key=True)
    team_name: str | None = None
    enterprise_id: str | None = None
    is_org: bool = False
    app_id: str | None = None
    installed_by: str | None = None
    bot_token: bytes
    refresh_token: bytes | None = None
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    renewal_claimed_until: datetime | None = Field(default=None, sa_type=Moment)
    renewal_problem: str | None = None
    bot_id: str | None = None
    bot_user_id: str | None = None
    scopes: list[str] = Field(default_factory=list, sa_type=Document)
    installed_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
