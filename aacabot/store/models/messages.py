"""What Slack channels should show, and how far Slack has been told."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from aacabot.store.models.columns import Document, Moment, Table


class SlackChannel(Table, table=True):
    """A channel the hub speaks in. `id` is `team:channel`; `problem` is Slack's word when it is broken.

    `cards_new` counts the new cards of the window that began at `cards_since`: a burst never floods it.
    """

    __tablename__ = "slack_channels"
    id: str = Field(primary_key=True)
    team_id: str
    channel_id: str
    next_call_at: datetime | None = Field(default=None, sa_type=Moment)
    problem: str | None = None
    problem_at: datetime | None = Field(default=None, sa_type=Moment)
    cards_since: datetime | None = Field(default=None, sa_type=Moment)
    cards_new: int = 0


class SlackMessageRow(Table, table=True):
    """A wanted state: `wanted_rev` counts what should be shown, `sent_rev` what Slack was last told.

    `subject` is the case, takedown or switch it speaks of; `values` what a note says, so that the words are
    made when it is sent. `posting_since` is set before the first post and cleared with its `ts`: a message
    that has it and no `ts` may or may not be in Slack, and is looked for before it is posted again.
    """

    __tablename__ = "slack_messages"
    __table_args__ = (
        UniqueConstraint("channel", "kind", "subject"),
        Index("ix_slack_messages_unsent", "channel", "unsent", "priority"),
    )
    id: str = Field(primary_key=True)
    channel: str = Field(foreign_key="slack_channels.id")
    member_id: str | None = Field(default=None, foreign_key="members.id", index=True)
    kind: str
    subject: str = Field(index=True)
    case_id: str | None = Field(default=None, foreign_key="cases.id", index=True)
    parent_id: str | None = Field(default=None, foreign_key="slack_messages.id")
    values: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    priority: int
    wanted_rev: int = 1
    sent_rev: int = 0
    unsent: bool = True
    wanted_at: datetime = Field(sa_type=Moment)
    posting_since: datetime | None = Field(default=None, sa_type=Moment)
    ts: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    problem: str | None = None


class Drain(Table, table=True):
    """A durable worker for one key: `owed` while its work waits in the queue, so that it waits there once.

    `generation` counts its starts and makes each owing's id new.
    """

    __tablename__ = "drains"
    name: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    generation: int = 0
    owed: bool = False


class Node(Table, table=True):
    """A process of the hub and its last heartbeat."""

    __tablename__ = "nodes"
    name: str = Field(primary_key=True)
    seen_at: datetime = Field(sa_type=Moment)
