"""Whom a wish to be introduced is put to, and what both sides are told."""

from typing import Any

from aacabot.domain.features import Feature
from aacabot.domain.intel.introductions import ASKED_AT_MOST, KnownAs
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.met import MET
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.people import Person
from aacabot.services import messages
from aacabot.services.hub import Unit
from aacabot.services.intel.asking_members import shares_for
from aacabot.services.intel.blind_questions import asked_blindly
from aacabot.services.intel.met import Question, holders_told_of, question_of
from aacabot.services.phases import opening_of
from aacabot.store import people
from aacabot.store.intel import introductions as store
from aacabot.store.intel.encounters import met_by_cases
from aacabot.store.intel.members import phases_of
from aacabot.store.models import Introduction, IntroductionAnswer, Member


async def put(unit: Unit, row: Introduction) -> None:
    """Ask the people of every holder that may be meant, without a word about who asks."""
    for member_id, about in sorted((await _holders(unit, row)).items()):
        who = await store.who_share(unit.session, member_id, unit.now)
        if not who:
            continue
        unit.session.add(
            IntroductionAnswer(
                introduction_id=row.id, member_id=member_id, kind=about.kind.value, key=about.key
            )
        )
        known = await store.known_as(unit.session, member_id, about.key)
        values = {"introduction": row.id, "kind": about.kind.value} | _plain(known)
        notice = Notice(kind=NoticeKind.INTRODUCTION_WISHED, values=values)
        for person_id in who[:ASKED_AT_MOST]:
            await messages.tell_person(unit, person_id, notice, row.id, member_id=member_id)


def _plain(known: KnownAs) -> dict[str, str | None]:
    days = {"met_on": known.met_on, "shared_on": known.shared_on}
    told = {name: day.isoformat() if day else None for name, day in days.items()}
    return {"name": known.name, "marketplace": known.marketplace} | told


async def _holders(unit: Unit, row: Introduction) -> dict[str, Question]:
    """Other members that hold something as far as others are told of it, and sharing is open to.

    Each with the first thing of the wish that it holds something on. Left out are those an agency of the
    asker's acts for, those the asking person acts for, and those that refused the same before.
    """
    asker = await people.person_by_id(unit.session, row.person_id, unit.now)
    questions = await _questions(unit, row)
    found: dict[str, Question] = {}
    for question, holders in zip(questions, await holders_told_of(unit, questions), strict=True):
        found |= {ident: question for ident in holders if ident not in found}
    refused = await store.refused_before(unit.session, row.member_id, {one.key for one in questions})
    left_out = {row.member_id, *await store.share_an_agency(unit.session, row.member_id, unit.now)}
    left_out |= {ident for ident, about in found.items() if (ident, about.key) in refused}
    if asker is not None:
        left_out |= {ident for ident in found if asker.acts_for(ident)}
    opening = await opening_of(unit, Feature.SHARING)
    phases = await phases_of(unit.session, found.keys() - left_out)
    return {ident: found[ident] for ident, phase in phases.items() if opening.open_to(ident, phase)}


async def _questions(unit: Unit, row: Introduction) -> list[Question]:
    """What the asker was told of: all that its case met, as its card tells it, or else what it asked of."""
    if row.case_id is None:
        return [await asked_blindly(unit, row.member_id, IntelKind(row.kind), row.key)]
    questions = [question_of(met) for met in await met_by_cases(unit.session, {row.case_id})]
    return sorted(questions, key=lambda one: (MET.index(one.kind), one.key))


async def end_questions(unit: Unit, ident: str, member_id: str, answer: str, by: str | None = None) -> None:
    """What a holder's people were asked says from now on what came of it."""
    subject = f"{NoticeKind.INTRODUCTION_WISHED}:{ident}"
    for message in await store.messages_about(unit.session, subject, member_id):
        await messages.change_notice(unit, message, {"answer": answer, "by": by})


async def introduce(unit: Unit, row: Introduction, about: IntroductionAnswer, by: Person) -> str:
    """Tell both sides who the other is; returns the asker's name."""
    asker = await unit.session.get_one(Member, row.member_id)
    holder = await unit.session.get_one(Member, about.member_id)
    asking = await _asking(unit, row)
    spoke = await store.names_of(unit.session, asking[:1])
    await _tell(unit, about, holder, [by.id], asker, list(spoke), asked=False)
    await _tell(unit, about, asker, asking, holder, [by.name], asked=True)
    return asker.name


async def _tell(
    unit: Unit, about: IntroductionAnswer, told: Member, person_ids: list[str], other: Member,
    spoke: list[str], *, asked: bool,
) -> None:  # fmt: skip
    known = await store.known_as(unit.session, told.id, about.key)
    values: dict[str, Any] = {
        "kind": about.kind,
        "member": other.name,
        "contact": [one for one in (other.contact_name, other.contact_email) if one],
        "people": spoke,
        "name": known.name,
        "asked": asked,
    }
    notice = Notice(kind=NoticeKind.INTRODUCED, values=values)
    for person_id in person_ids:
        await messages.tell_person(
            unit, person_id, notice, f"{about.introduction_id}:{other.id}", member_id=told.id
        )


async def _asking(unit: Unit, row: Introduction) -> list[str]:
    """Who hears for the asker: whoever asked, or where they no longer may, others of the member who may."""
    person = await people.person_by_id(unit.session, row.person_id, unit.now)
    if person is not None and shares_for(person, row.member_id):
        return [person.id]
    return (await store.who_share(unit.session, row.member_id, unit.now))[:ASKED_AT_MOST]


async def tell_nobody_agreed(unit: Unit, row: Introduction) -> None:
    """To who asked, on the closing day."""
    known = await store.known_as(unit.session, row.member_id, row.key)
    values = {"name": known.name, "asked_on": row.asked_at.isoformat()}
    notice = Notice(kind=NoticeKind.INTRODUCTION_CLOSED, values=values)
    for person_id in await _asking(unit, row):
        await messages.tell_person(unit, person_id, notice, row.id, member_id=row.member_id)
