"""Asking the alliance: a wish is begun, put to who holds something, answered, and closed on its day.

Asking is agreeing. Refusal, silence and nobody there are the same to whoever asked, in words and in time: the
wish's commit looks for nobody, and every wish is closed seven days later.
"""

from aacabot.domain.audit import Deed
from aacabot.domain.errors import (
    AskedTooOften,
    IntelNotFound,
    IntroductionAnswered,
    IntroductionAsked,
    IntroductionOver,
    NeedsRole,
)
from aacabot.domain.features import Feature
from aacabot.domain.ids import is_id, new_id
from aacabot.domain.intel.introductions import A_DAY, OPEN_FOR, Answered, Wished
from aacabot.domain.intel.keys import listing_text, seller_text
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.people import Person
from aacabot.domain.roles import Permission
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases
from aacabot.services.audit import note_deed
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.asking_members import asks_for, shares_for
from aacabot.services.intel.introducing import end_questions, introduce, put, tell_nobody_agreed
from aacabot.services.intel.matching import matcher_in
from aacabot.services.intel.readers import reader_of
from aacabot.services.phases import require_open
from aacabot.services.sweeps import each
from aacabot.store.intel import introductions as store
from aacabot.store.intel.items import read_item
from aacabot.store.intel.rekeying import hold_keys
from aacabot.store.models import Introduction, IntroductionAnswer, Member, SellerRow
from aacabot.store.people import names

_AT_ONCE = 200


async def ask_about_case(hub: Hub, person: Person, case_id: str) -> Wished:
    """Ask whoever holds something on anything the case met; its seller, or listing, is what it is known by.

    Raises CaseNotFound, NeedsRole, FeatureNotOpen, IntroductionAsked or AskedTooOften.
    """
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        file = await cases.open_file(unit, case_id)
        require_known(person, file)
        if person.of_member == file.member.id and not person.may(
            Permission.SHARE, file.member.id, file.brand.id
        ):
            raise NeedsRole("ask_alliance", file.brand.name)
        seller = await session.get(SellerRow, file.row.seller_row_id) if file.row.seller_row_id else None
    market = file.row.marketplace_id
    kind, value = IntelKind.LISTING, listing_text(market, file.row.listing_id)
    if seller is not None:
        kind, value = IntelKind.SELLER, seller_text(market, seller.seller_id)

    async with hub.unit(EVERYONE) as unit:
        key = (await matcher_in(hub, unit)).key(kind, value)
        member = await asks_for(unit, person, file.member.id)
        return await _begin(unit, person, member, kind, key, case_id)


async def ask_about_item(hub: Hub, person: Person, item_id: str) -> Wished:
    """Ask whoever holds the same as an item the person may read. Raises IntelNotFound, and as above."""
    async with hub.unit(EVERYONE) as unit:
        await hold_keys(unit.session)
        row = (
            await read_item(unit.session, await reader_of(unit, person), item_id) if is_id(item_id) else None
        )
        if row is None or row.key is None:
            raise IntelNotFound
        member = await asks_for(unit, person)
        return await _begin(unit, person, member, IntelKind(row.kind), row.key, None)


async def ask_about(hub: Hub, person: Person, kind: IntelKind, value: str) -> Wished:
    """Ask whoever holds something on what a blind question was about. Raises as `ask_about_case`."""

    async with hub.unit(EVERYONE) as unit:
        key = (await matcher_in(hub, unit)).key(kind, value)
        return await _begin(unit, person, await asks_for(unit, person), kind, key, None)


async def _begin(
    unit: Unit, person: Person, member: Member, kind: IntelKind, key: str, case_id: str | None
) -> Wished:
    await store.hold_member(unit.session, member.id)
    known = await store.open_wish(unit.session, member.id, key, case_id, unit.now)
    if known is not None:
        raise IntroductionAsked(known.closes_at)
    midnight = unit.now.replace(hour=0, minute=0, second=0, microsecond=0)
    if await store.count_since(unit.session, member.id, midnight) >= A_DAY:
        raise AskedTooOften("introductions", A_DAY)
    row = Introduction(
        id=new_id(), member_id=member.id, person_id=person.id, case_id=case_id, kind=kind.value, key=key,
        asked_at=unit.now, closes_at=unit.now + OPEN_FOR,
    )  # fmt: skip
    unit.session.add(row)
    note_deed(
        unit, Deed.INTRODUCTION_ASKED, "introduction", by=person, member_id=member.id, subject_id=row.id,
        details={"kind": kind.value},
    )  # fmt: skip
    return Wished(until=row.closes_at)


async def put_to_holders(hub: Hub) -> None:
    """Put the wishes that have begun to who holds something; several nodes may do this at once."""
    async with hub.database.read(EVERYONE) as session:
        waiting = await store.not_yet_put(session, _AT_ONCE)
    await each(waiting, lambda ident: _put(hub, ident))


async def _put(hub: Hub, ident: str) -> None:
    async with hub.unit(EVERYONE) as unit:
        await hold_keys(unit.session)
        row = await store.hold(unit.session, ident)
        if row is not None and row.put_at is None:
            row.put_at = unit.now
            await put(unit, row)


async def answer(hub: Hub, person: Person, ident: str, *, agrees: bool) -> Answered:
    """Answer for the person's member; where they agree, both sides are told at once who the other is.

    Raises IntroductionOver, IntroductionAnswered, NeedsRole or FeatureNotOpen.
    """
    async with hub.unit(EVERYONE) as unit:
        row, asked = await _asked(unit, person, ident)
        member = await unit.session.get_one(Member, asked.member_id)
        if not shares_for(person, member.id):
            raise NeedsRole("ask_alliance", member.name)
        if asked.agreed is not None:
            who = await names(unit.session, {asked.person_id or ""})
            raise IntroductionAnswered(who.get(asked.person_id or "", ""), asked.agreed)
        await _require_running(unit, row)
        await require_open(unit, Feature.SHARING, member)
        asked.agreed, asked.person_id, asked.answered_at = agrees, person.id, unit.now
        _note_answer(unit, row, person, member.id, agrees=agrees)
        await end_questions(unit, row.id, member.id, "agreed" if agrees else "refused", person.name)
        return Answered(agreed=agrees, other=await introduce(unit, row, asked, person) if agrees else None)


def _note_answer(unit: Unit, row: Introduction, person: Person, member_id: str, *, agrees: bool) -> None:
    """Each side's trail has its own part: neither names the other."""
    note_deed(
        unit, Deed.INTRODUCTION_ANSWERED, "introduction", by=person, member_id=member_id, subject_id=row.id,
        details={"agreed": agrees},
    )  # fmt: skip
    if agrees:
        note_deed(
            unit, Deed.INTRODUCTION_ANSWERED, "introduction", by=None, member_id=row.member_id,
            subject_id=row.id, details={"agreed": True},
        )  # fmt: skip


async def _asked(unit: Unit, person: Person, ident: str) -> tuple[Introduction, IntroductionAnswer]:
    """The wish, held, and what the person's own member was asked. Another's does not exist for them."""
    row = await store.hold(unit.session, ident) if is_id(ident) else None
    found = None
    if row is not None and person.of_member is not None:
        found = await store.answer_of(unit.session, row.id, person.of_member)
    if row is None or found is None:
        raise IntroductionOver
    return row, found


async def _require_running(unit: Unit, row: Introduction) -> None:
    asker = await unit.session.get_one(Member, row.member_id)
    if row.closed_at is not None or unit.now >= row.closes_at or asker.withdrawn_at is not None:
        raise IntroductionOver


async def close_introductions(hub: Hub) -> None:
    """Close the wishes whose day has come; several nodes may do this at once."""
    async with hub.database.read(EVERYONE) as session:
        ended = await store.over(session, hub.clock(), _AT_ONCE)
    await each(ended, lambda ident: _close(hub, ident))


async def _close(hub: Hub, ident: str) -> None:
    async with hub.unit(EVERYONE) as unit:
        row = await store.hold(unit.session, ident)
        if row is None or row.closed_at is not None:
            return
        row.closed_at = unit.now
        answers = await store.answers_to(unit.session, row.id)
        for one in answers:
            if one.agreed is None:
                await end_questions(unit, row.id, one.member_id, "over")
        if not any(one.agreed for one in answers):
            await tell_nobody_agreed(unit, row)
