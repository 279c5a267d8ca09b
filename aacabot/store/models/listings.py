"""Listings as marketplaces sent them, every version kept, and the sellers behind them."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from aacabot.store.models.columns import Moment, Table


class SellerRow(Table, table=True):
    """A seller as the marketplace knows them. Untrusted text."""

    __tablename__ = "sellers"
    __table_args__ = (UniqueConstraint("marketplace_id", "seller_id"), Index("ix_sellers_name", "name"))
    id: str = Field(primary_key=True)
    marketplace_id: str = Field(foreign_key="marketplaces.id")
    seller_id: str
    name: str | None = None
    country: str | None = None


class ListingRow(Table, table=True):
    """One listing of one marketplace.

    `version` counts its contents; `screened_version` is the last one held against the marks; `settled_at` is
    when it was last seen gone or restored: sent again after that, it is news though nothing changed.
    """

    __tablename__ = "listings"
    __table_args__ = (UniqueConstraint("marketplace_id", "listing_id"),)
    id: str = Field(primary_key=True)
    marketplace_id: str = Field(foreign_key="marketplaces.id")
    listing_id: str
    url: str
    seller_row_id: str | None = Field(default=None, foreign_key="sellers.id", index=True)
    version: int = 1
    content_hash: str
    received_at: datetime = Field(sa_type=Moment)
    screened_version: int = 0
    matched: bool | None = None
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class ListingVersion(Table, table=True):
    """The listing as received, byte for byte as its JSON row, with the time it came."""

    __tablename__ = "listing_versions"
    listing_id: str = Field(primary_key=True, foreign_key="listings.id")
    version: int = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)
    received_at: datetime = Field(sa_type=Moment)


class IntakeBatch(Table, table=True):
    """The listings one webhook brought that still have to be screened: the batch's unit of work."""

    __tablename__ = "intake_batches"
    id: str = Field(primary_key=True)
    marketplace_id: str = Field(foreign_key="marketplaces.id")
    listing_ids: bytes = Field(sa_type=LargeBinary)
    received_at: datetime = Field(sa_type=Moment)
    screened_at: datetime | None = Field(default=None, sa_type=Moment)


class SeenWebhook(Table, table=True):
    """A webhook id a marketplace has used: a second delivery has no second effect."""

    __tablename__ = "seen_webhooks"
    __table_args__ = (Index("ix_seen_webhooks_received_at", "received_at"),)
    marketplace_id: str = Field(primary_key=True, foreign_key="marketplaces.id")
    webhook_id: str = Field(primary_key=True)
    answer: bytes = Field(sa_type=LargeBinary)
    received_at: datetime = Field(sa_type=Moment)
