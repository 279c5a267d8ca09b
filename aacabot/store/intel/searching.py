"""Looking words up in the search index: bounded, the newest first, in the reader's own audiences alone.

Written as text: a question has a branch for each word and audience, and making so many of SQLAlchemy's
objects would cost more than the answer.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from aacabot.store.bulk import is_among
from aacabot.store.models import IntelGroup, IntelGroupMember, IntelItem

Term = Sequence[str]
"""Words of which any will do."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that has a word that was looked up, and for each term whether it has that too."""

    item_id: str
    shared_on: str
    has: tuple[bool, ...]


async def sizes(
    session: AsyncSession, words: Collection[str], audiences: Sequence[str], most: int
) -> dict[str, int]:
    """How many items have each word, counted up to `most`; words nobody has are left out."""
    if not words or not audiences:
        return {}
    given, among = _named("a", audiences)
    branches = []
    for at, word in enumerate(sorted(words)):
        given[f"w{at}"] = word
        branches.append(
            f"SELECT CAST(:w{at} AS VARCHAR) AS word, COUNT(*) AS items FROM (SELECT 1 FROM intel_words "
            f"WHERE word = :w{at} AND audience IN ({among}) LIMIT {int(most)}) AS of{at}"
        )
    rows = await session.execute(text(" UNION ALL ".join(branches)), given)
    return {word: int(items) for word, items in rows.all() if items}


async def spelt_alike(
    session: AsyncSession, spellings: Collection[str], audiences: Sequence[str]
) -> list[str]:
    """The words with one of these spellings that an item in these audiences has."""
    if not spellings or not audiences:
        return []
    given, among = _named("a", audiences)
    spelt, spelt_among = _named("s", sorted(spellings))
    rows = await session.execute(
        text(
            f"SELECT DISTINCT s.word FROM intel_spellings s WHERE s.spelling IN ({spelt_among}) AND EXISTS "
            f"(SELECT 1 FROM intel_words w WHERE w.word = s.word AND w.audience IN ({among}))"
        ),
        given | spelt,
    )
    return sorted(rows.scalars())


async def newest(
    session: AsyncSession,
    words: Term,
    terms: Sequence[Term],
    audiences: Sequence[str],
    most: int,
    since: date | None = None,
) -> list[Hit]:
    """The newest items with any of the words, each with which of the terms it has: at most so many."""
    if not words or not audiences:
        return []
    given: dict[str, Any] = {"since": since} if since else {}
    walks = " UNION ALL ".join(_walks(words, audiences, most, given))
    asked = ", ".join(_asked(terms, given)) or "1"
    order = f"ORDER BY shared_on DESC, item_id DESC LIMIT {int(most)}"
    question = text(
        f"SELECT d.item_id, d.shared_on, {asked} FROM (SELECT * FROM ({walks}) AS u {order}) AS d"
    )
    if since is not None:
        question = question.bindparams(bindparam("since", type_=Date))
    rows = await session.execute(question, given)
    found = {row[0]: Hit(row[0], str(row[1]), tuple(map(bool, row[2:]))) for row in rows.all()}
    return list(found.values())


def _walks(words: Term, audiences: Sequence[str], most: int, given: dict[str, Any]) -> Iterator[str]:
    """One walk down the index for each word and audience: it stops as soon as there are enough."""
    since = "AND shared_on >= :since" if "since" in given else ""
    for at, word in enumerate(words):
        given[f"w{at}"] = word
        for of, audience in enumerate(audiences):
            given[f"a{of}"] = audience
            yield (
                "SELECT * FROM (SELECT audience, shared_on, item_id FROM intel_words "
                f"WHERE word = :w{at} AND audience = :a{of} {since} "
                f"ORDER BY shared_on DESC, item_id DESC LIMIT {int(most)}) AS w{at}a{of}"
            )


def _asked(terms: Sequence[Term], given: dict[str, Any]) -> Iterator[str]:
    for at, term in enumerate(terms):
        named, among = _named(f"t{at}_", list(term))
        given |= named
        yield (
            f"EXISTS (SELECT 1 FROM intel_words o WHERE o.word IN ({among}) AND o.audience = d.audience "
            "AND o.shared_on = d.shared_on AND o.item_id = d.item_id)"
        )


def _named(name: str, values: Sequence[str]) -> tuple[dict[str, Any], str]:
    given = {f"{name}{at}": value for at, value in enumerate(values)}
    return given, ", ".join(f":{key}" for key in given)


async def in_short(
    session: AsyncSession, rule: ColumnElement[bool], item_ids: Collection[str]
) -> Sequence[Any]:
    """What ranking needs of those of the items a rule lets through."""
    among = is_among(session, "intel_items.id", sorted(item_ids))
    question = select(
        col(IntelItem.id), col(IntelItem.kind), col(IntelItem.value), col(IntelItem.text),
        col(IntelItem.confidence), col(IntelItem.reliability), col(IntelItem.shared_on),
        col(IntelItem.last_seen_on), col(IntelItem.met), col(IntelItem.wrong), col(IntelItem.outdated),
    ).where(among, rule)  # fmt: skip
    return (await session.execute(question)).all()


async def groups_ever(session: AsyncSession, member_ids: Collection[str]) -> dict[str, str]:
    """The groups that members are in or once were, where their own items still are: names by id."""
    rows = await session.execute(
        select(col(IntelGroup.id), col(IntelGroup.name))
        .join(IntelGroupMember, col(IntelGroupMember.group_id) == col(IntelGroup.id))
        .where(
            col(IntelGroupMember.member_id).in_(sorted(member_ids)),
            col(IntelGroupMember.joined_at).is_not(None),
        )
    )
    return dict(rows.all())
