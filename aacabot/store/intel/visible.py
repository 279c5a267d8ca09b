"""Who may read which item, in SQL: the rule of `domain.intel.audience.may_read`, held equal by a test."""

from dataclasses import replace

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlmodel import col

from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.labels import Label
from aacabot.store.models import IntelItem, IntelOrigin, IntelRecipient

_OPEN = [label.value for label in Label if label.is_open]
_CLOSED = [Label.AMBER.value, Label.AMBER_STRICT.value]


def visible_to(reader: IntelReader) -> ColumnElement[bool]:
    """True for the items the reader may read now: those of others only while they are shared."""
    return or_(and_(col(IntelItem.state) == ItemState.SHARED.value, _for(reader)), is_own(reader))


def visible_for(reader: IntelReader, member_id: str) -> ColumnElement[bool]:
    """True for what the reader may be given as far as one member is concerned, outside of Slack.

    Who works for several members reads what they wrote for any of them; here only what they wrote for that
    one. TLP:RED is left out, except what they wrote for it themselves.
    """
    written_here = exists().where(
        col(IntelOrigin.item_id) == col(IntelItem.id),
        col(IntelOrigin.person_id) == reader.person_id,
        col(IntelOrigin.member_id) == member_id,
    )
    return or_(visible_to(replace(reader, person_id="")), written_here)


def is_own(reader: IntelReader) -> ColumnElement[bool]:
    """True for the items the reader wrote for a member they belong to or act for now, or their member's.

    RED keeps colleagues' items from them.
    """
    mine = exists().where(
        col(IntelOrigin.item_id) == col(IntelItem.id),
        col(IntelOrigin.person_id) == reader.person_id,
        col(IntelOrigin.member_id).in_(sorted(reader.own_ids | reader.client_ids)),
    )
    if reader.member_id is None:
        return mine
    ours = exists().where(
        col(IntelOrigin.item_id) == col(IntelItem.id), col(IntelOrigin.member_id) == reader.member_id
    )
    return or_(mine, and_(col(IntelItem.label) != Label.RED.value, ours))


def _for(reader: IntelReader) -> ColumnElement[bool]:
    named = exists().where(
        col(IntelRecipient.item_id) == col(IntelItem.id), col(IntelRecipient.person_id) == reader.person_id
    )
    found = [and_(col(IntelItem.label) == Label.RED.value, named)]
    if reader.is_known:
        found.append(col(IntelItem.label).in_(_OPEN))
    if reader.member_id is not None:
        found.append(and_(col(IntelItem.label).in_(_CLOSED), _in_groups(reader.group_ids)))
    if reader.client_ids:
        found.append(and_(col(IntelItem.label) == Label.AMBER.value, _in_groups(reader.client_group_ids)))
    return or_(false(), *found)


def _in_groups(group_ids: frozenset[str]) -> ColumnElement[bool]:
    whole = col(IntelItem.group_id).is_(None)
    return or_(whole, col(IntelItem.group_id).in_(sorted(group_ids))) if group_ids else whole
