"""Looking words up in what is a reader's among others': walked from the reader's side.

From whom items name and who wrote them, not down the words' postings: however many items with a word are
hidden from the reader, it changes neither what is found nor for how long it is looked for.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, CompoundSelect, exists, or_, select, true, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from aacabot.domain.intel.audience import IntelReader
from aacabot.store.intel.searching import Hit, Term
from aacabot.store.models import IntelItem, IntelOrigin, IntelRecipient, IntelWord


async def newest_of(
    session: AsyncSession,
    reader: IntelReader,
    rule: ColumnElement[bool],
    words: Term,
    terms: Sequence[Term],
    audiences: Collection[str],
    most: int,
    since: date | None = None,
) -> list[Hit]:
    """The newest items with any of the words that name the reader or are their own, as far as a rule allows.

    At most so many, each with which of the terms it has.
    """
    if not words or not audiences:
        return []
    theirs = _of(reader, audiences).subquery()
    found = (
        select(col(IntelWord.item_id), col(IntelWord.audience), col(IntelWord.shared_on))
        .join(IntelItem, col(IntelItem.id) == col(IntelWord.item_id))
        .where(
            col(IntelWord.item_id).in_(select(theirs.c.item_id)),
            col(IntelWord.word).in_(sorted(words)),
            col(IntelWord.audience).in_(sorted(audiences)),
            col(IntelWord.shared_on) >= since if since is not None else true(),
            rule,
        )
        .distinct()
        .order_by(col(IntelWord.shared_on).desc(), col(IntelWord.item_id).desc())
        .limit(most)
        .subquery()
    )
    other = aliased(IntelWord)
    has = [
        exists().where(
            col(other.item_id) == found.c.item_id,
            col(other.audience) == found.c.audience,
            col(other.shared_on) == found.c.shared_on,
            col(other.word).in_(list(term)),
        )
        for term in terms
    ]
    rows = await session.execute(select(found.c.item_id, found.c.shared_on, *has))
    return [Hit(row[0], str(row[1]), tuple(map(bool, row[2:]))) for row in rows.all()]


def _of(reader: IntelReader, audiences: Collection[str]) -> CompoundSelect[tuple[str]]:
    """Ids of the items that name the reader, that they wrote, or that their member shared in a group."""
    groups = sorted(group_id for _, at, group_id in (one.partition(":") for one in audiences) if at)
    labels = sorted(one for one in audiences if ":" not in one)
    named = select(col(IntelRecipient.item_id)).where(col(IntelRecipient.person_id) == reader.person_id)
    there = or_(col(IntelItem.label).in_(labels), col(IntelItem.group_id).in_(groups))
    own = select(col(IntelOrigin.item_id)).join(IntelItem, col(IntelItem.id) == col(IntelOrigin.item_id))
    found = [named, own.where(col(IntelOrigin.person_id) == reader.person_id, there)]
    if groups and reader.member_id is not None:
        ours = col(IntelOrigin.member_id) == reader.member_id
        found.append(own.where(ours, col(IntelItem.group_id).in_(groups)))
    return union(*found)
