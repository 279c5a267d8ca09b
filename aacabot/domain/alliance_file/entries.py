"""The entries of an alliance file. What an entry does not mention says nothing about it (contract 5.2).

Each field's description is what a wrong value is answered with: `expected` and the description.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, PrivateAttr

from aacabot.domain.alliance_file.entry import Entry
from aacabot.domain.alliance_file.problems import Source
from aacabot.domain.alliance_file.sharing import SharingEntry
from aacabot.domain.alliance_file.values import (
    SECRET_ENV_EXPECTED,
    BaseUrl,
    ChannelId,
    DigestEvery,
    Email,
    Host,
    Key,
    LastDay,
    ListingPattern,
    LocaleName,
    SecretEnv,
    Spelling,
    TeamId,
    Text,
    Timezone,
    UserId,
    in_hundredths_of_a_percent,
)
from aacabot.domain.connections import Cover
from aacabot.domain.counter_notices import Silence
from aacabot.domain.people import Role
from aacabot.domain.phases import HIGHEST_PHASE
from aacabot.domain.quiet_hours import AlertMode
from aacabot.domain.rights import RightKind


class Region(StrEnum):
    AMERICAS = "americas"
    EUROPE = "europe"
    CHINA = "china"
    ASIA_PACIFIC = "asia_pacific"


MemberRole = Literal[Role.ADMIN, Role.COUNSEL, Role.ENFORCER, Role.ANALYST, Role.VIEWER]
AgencyRole = Literal[Role.ADMIN, Role.COUNSEL, Role.ENFORCER, Role.ANALYST, Role.VIEWER, Role.AGENCY_USER]
OperatorRole = Literal[Role.OPERATOR_ADMIN, Role.REVIEWER, Role.ACCOUNT_MANAGER, Role.LIAISON, Role.OBSERVER]

_KEY = "a short name of small letters, digits and hyphens, such as acme-shoes"
_TEXT = "one line of visible text, at most 200 characters"
_WORKSPACE = "a Slack workspace id such as T0ACME"
_CHANNEL = "a Slack channel id such as C0ALERTS"
_USER = "a Slack user id such as U0ANN"
_PROCEDURE = "dmca, china-ecommerce, mercado-libre, platform, or a name of your own such as our-appeal"
_SHARE = "a share from 0 to 1 with at most four decimals, such as 0.9"
_DAY = "a date such as 2030-01-01"
_OPENING = "{all: true}, or {phase: 2, members: [acme]}"
_MEMBER_ROLES = "a list of roles: admin, counsel, enforcer, analyst or viewer"
_AGENCY_ROLES = "a list of roles: admin, counsel, enforcer, analyst, viewer or agency_user"


class AllianceEntry(Entry):
    name: Text | None = Field(None, description=_TEXT)
    sharing: SharingEntry | None = Field(
        None, description="counsel's rules for sharing, such as {least_members: 6}"
    )


class OperatorPersonEntry(Entry):
    slack: UserId = Field(description=_USER)
    slack_team: TeamId | None = Field(None, description=_WORKSPACE)
    name: Text | None = Field(None, description=_TEXT)
    roles: tuple[OperatorRole, ...] = Field(
        (), description="a list of roles: operator_admin, reviewer, account_manager, liaison or observer"
    )


class OperatorEntry(Entry):
    """The marketplace team that runs the hub."""

    key: Key | None = Field(None, description=_KEY)
    name: Text | None = Field(None, description=_TEXT)
    workspace: TeamId | None = Field(None, description=_WORKSPACE)
    channel: ChannelId | None = Field(None, description=_CHANNEL)
    people: tuple[OperatorPersonEntry, ...] = Field((), description="a list of people")


class CounterNoticeEntry(Entry):
    """One procedure for sellers' answers; what it leaves out is its preset's, or the marketplace's own."""

    procedure: Key = Field(description=_PROCEDURE)
    rights: Annotated[tuple[RightKind, ...], Field(min_length=1)] | None = Field(
        None, description="a list of trademark, design, copyright, patent"
    )
    days: int | None = Field(None, ge=1, le=365, description="a number of days from 1 to 365")
    business_days: int | None = Field(None, ge=1, le=365, description="a number of days from 1 to 365")
    silence: Silence | None = Field(None, description="restores or stands")
    window_days: int | None = Field(None, ge=1, le=3650, description="a number of days from 1 to 3650")


Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), AfterValidator(in_hundredths_of_a_percent)]


class GoodFaithEntry(Entry):
    """What a record must be for requests to go out at once; what it leaves out is its preset's."""

    preset: Literal["alibaba", "amazon"] | None = Field(None, description="alibaba or amazon")
    takedown_rate: Share | None = Field(None, description=_SHARE)
    scn_rate: Share | None = Field(None, description=_SHARE)
    watch_takedown_rate: Share | None = Field(None, description=_SHARE)
    watch_scn_rate: Share | None = Field(None, description=_SHARE)
    months: int | None = Field(None, ge=1, le=24, description="a number of months from 1 to 24")
    minimum: int | None = Field(None, ge=1, le=10_000, description="a whole number from 1 up")
    readmission_months: int | None = Field(None, ge=0, le=24, description="a number of months from 0 to 24")


class MarketplaceEntry(Entry):
    clearable = frozenset({"listing_pattern"})
    key: Key = Field(description=_KEY)
    name: Text | None = Field(None, description=_TEXT)
    connector: Literal["signed_webhook"] | None = Field(
        None, description="a connector this hub has: signed_webhook"
    )
    base_url: BaseUrl | None = Field(
        None, description="an http:// or https:// address such as https://market.example/api"
    )
    secret_env: SecretEnv | None = Field(None, description=SECRET_ENV_EXPECTED)
    hosts: Annotated[tuple[Host, ...], Field(min_length=1)] | None = Field(
        None, description="a list of one or more host names such as market.example"
    )
    requests_per_second: float | None = Field(
        None, gt=0, le=100_000, allow_inf_nan=False, description="a number above 0"
    )
    concurrency: int | None = Field(None, ge=1, le=10_000, description="a whole number from 1 up")
    listing_pattern: ListingPattern | None = Field(
        None, description=r"a regular expression with a group id, such as /item/(?P<id>\w+)"
    )
    counter_notice_days: int | None = Field(None, ge=1, le=365, description="a number of days from 1 to 365")
    counter_notices: tuple[CounterNoticeEntry, ...] = Field((), description="a list of procedures")
    good_faith: GoodFaithEntry | None = Field(
        None, description="{preset: alibaba} or {preset: amazon}, with settings of its own"
    )


class ContactEntry(Entry):
    """The complainant of a notice."""

    clearable = frozenset({"name", "email"})
    name: Text | None = Field(None, description=_TEXT)
    email: Email | None = Field(None, description="an e-mail address such as ip@acme.example")


class MarkEntry(Entry):
    text: Spelling = Field(description="a mark's words, with at least one letter or digit")
    forms: dict[Text, tuple[Spelling, ...]] | None = Field(
        None, description="spellings by script, such as {zh: [艾克美]}"
    )
    common: bool | None = Field(None, description="true or false")


class RightEntry(Entry):
    clearable = frozenset({"expires"})
    kind: RightKind = Field(description="one of trademark, design, copyright, patent")
    office: Text = Field(description="the office that registered it, such as EUIPO")
    number: Text = Field(description="the registration number, in quotes")
    classes: tuple[Annotated[int, Field(ge=1, le=45)], ...] | None = Field(
        None, description="a list of class numbers from 1 to 45"
    )
    territories: tuple[Text, ...] | None = Field(None, description="a list of territories such as [EU, CN]")
    expires: LastDay | None = Field(None, description=_DAY)


class SellerEntry(Entry):
    marketplace: Key = Field(description="the key of a marketplace")
    seller_id: Text = Field(description="the seller's id at the marketplace")


class BrandEntry(Entry):
    clearable = frozenset({"category", "channel"})
    key: Key = Field(description=_KEY)
    name: Text | None = Field(None, description=_TEXT)
    category: Text | None = Field(None, description=_TEXT)
    channel: ChannelId | None = Field(None, description=_CHANNEL)
    marks: tuple[MarkEntry, ...] = Field((), description="a list of marks")
    rights: tuple[RightEntry, ...] = Field((), description="a list of rights")
    authorised_sellers: tuple[SellerEntry, ...] = Field((), description="a list of sellers")


class PersonEntry(Entry):
    """A member's person. Roles hold for all brands of the member, unless `brands` says which."""

    slack: UserId = Field(description=_USER)
    slack_team: TeamId | None = Field(None, description=_WORKSPACE)
    name: Text | None = Field(None, description=_TEXT)
    roles: tuple[MemberRole, ...] = Field((), description=_MEMBER_ROLES)
    brands: Annotated[tuple[Key, ...], Field(min_length=1)] | None = Field(
        None, description="a list of one or more brand keys; leave it out for all brands"
    )


class MemberEntry(Entry):
    clearable = frozenset({"region", "workspace", "channel", "account_manager", "quiet_from", "quiet_until"})
    key: Key = Field(description=_KEY)
    name: Text | None = Field(None, description=_TEXT)
    contact: ContactEntry | None = Field(None, description="a contact such as {name: …, email: …}")
    region: Region | None = Field(None, description="one of americas, europe, china, asia_pacific")
    timezone: Timezone | None = Field(None, description="an IANA time zone such as Europe/Paris")
    locale: LocaleName | None = Field(None, description="a language such as en or zh")
    workspace: TeamId | None = Field(None, description=_WORKSPACE)
    channel: ChannelId | None = Field(None, description=_CHANNEL)
    fast_lane: tuple[Key, ...] = Field((), description="a list of marketplace keys")
    account_manager: UserId | None = Field(None, description=_USER)
    phase: int | None = Field(None, ge=1, le=1000, description="a whole number from 1 up")
    digest_hour: int | None = Field(None, ge=0, le=23, description="an hour from 0 to 23")
    guided: bool | None = Field(None, description="true or false")
    cover: Cover | None = Field(None, description="one of agency, desk, nobody")
    shares_encounters: bool | None = Field(None, description="true or false")
    alerts: AlertMode | None = Field(None, description="each or digest")
    digest_every: DigestEvery | None = Field(None, description="a number of hours: 2, 4, 6, 8, 12 or 24")
    quiet_from: int | None = Field(None, ge=0, le=23, description="an hour from 0 to 23")
    quiet_until: int | None = Field(None, ge=0, le=23, description="an hour from 0 to 23")
    brands: tuple[BrandEntry, ...] = Field((), description="a list of brands")
    people: tuple[PersonEntry, ...] = Field((), description="a list of people")


class AgencyPersonEntry(Entry):
    slack: UserId = Field(description=_USER)
    slack_team: TeamId | None = Field(None, description=_WORKSPACE)
    name: Text | None = Field(None, description=_TEXT)


class GrantEntry(Entry):
    """What an agency may do for a brand; `expires` is the grant's last day."""

    clearable = frozenset({"expires"})
    brand: Key = Field(description="the key of a brand")
    roles: Annotated[tuple[AgencyRole, ...], Field(min_length=1)] = Field(description=_AGENCY_ROLES)
    expires: LastDay | None = Field(None, description=_DAY)


class AgencyEntry(Entry):
    clearable = frozenset({"workspace"})
    key: Key = Field(description=_KEY)
    name: Text | None = Field(None, description=_TEXT)
    workspace: TeamId | None = Field(None, description=_WORKSPACE)
    people: tuple[AgencyPersonEntry, ...] = Field((), description="a list of people")
    grants: tuple[GrantEntry, ...] = Field((), description="a list of grants")


class PhaseEntry(Entry):
    """A phase of the roll-out."""

    clearable = frozenset({"begins"})
    number: int = Field(ge=1, le=HIGHEST_PHASE, description="a whole number from 1 up")
    name: Text | None = Field(None, description=_TEXT)
    begins: LastDay | None = Field(None, description=_DAY)


class FeatureEntry(Entry):
    """To whom a feature is open, as a whole: for all; or from a phase on, and for members by key."""

    all: bool | None = Field(None, description="true, or left out")
    phase: int | None = Field(None, ge=1, le=HIGHEST_PHASE, description="a whole number from 1 up")
    members: tuple[Key, ...] = Field((), description="a list of member keys")


class FeaturesEntry(Entry):
    """The features that are not simply open for all."""

    confirm: FeatureEntry | None = Field(None, description=_OPENING)
    sharing: FeatureEntry | None = Field(None, description=_OPENING)
    digests: FeatureEntry | None = Field(None, description=_OPENING)


class AllianceFile(Entry):
    """A whole file. One read from text remembers its `source`, whose problems make `apply` refuse it."""

    alliance: AllianceEntry | None = Field(None, description="the alliance, such as {name: …}")
    operator: OperatorEntry | None = Field(None, description="the operator: key, name, workspace, channel")
    marketplaces: tuple[MarketplaceEntry, ...] = Field((), description="a list of marketplaces")
    members: tuple[MemberEntry, ...] = Field((), description="a list of members")
    agencies: tuple[AgencyEntry, ...] = Field((), description="a list of agencies")
    phases: tuple[PhaseEntry, ...] = Field((), description="a list of phases")
    features: FeaturesEntry | None = Field(None, description="features, such as {confirm: {phase: 2}}")
    _source: Source = PrivateAttr(default_factory=Source)

    @property
    def source(self) -> Source:
        return self._source

    def read_from(self, source: Source) -> Self:
        """The same file, remembering the text it came from."""
        self._source = source
        return self
