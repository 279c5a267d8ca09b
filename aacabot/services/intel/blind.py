"""A blind question: does another member hold something on this seller, shop or listing?

The question is compared as keyed hashes and thrown away: no row, no log line and no audit entry has it. All
that is kept is how many a member asked on a day. Who holds something never learns that somebody asked.
"""

import json

from cryptography.fernet import InvalidToken

from aacabot.domain.complaints.addresses import host_of, listing_id_of
from aacabot.domain.errors import AskedTooOften, IntelNotFound
from aacabot.domain.intel.blind import BlindAnswer, Meant, address_in, seller_in
from aacabot.domain.intel.introductions import QUESTIONS_A_DAY, Wished
from aacabot.domain.intel.keys import listing_text, seller_text
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.met import Told
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.asking_members import asks_for
from aacabot.services.intel.blind_questions import asked_blindly
from aacabot.services.intel.introductions import ask_about
from aacabot.services.intel.matching import matcher
from aacabot.services.intel.met import tell
from aacabot.store.intel import blind as store
from aacabot.store.intel.sellers import seller_of_own_listing
from aacabot.store.marketplaces import all_marketplaces

_ASKED_WITHIN_SECONDS = 24 * 3600
"""How long an answer's button may still ask the alliance."""


async def ask_blindly(hub: Hub, person: Person, asked: str) -> BlindAnswer:
    """What may be said of a question; every question that can be read counts against the day's limit.

    Raises NeedsRole, FeatureNotOpen or AskedTooOften.
    """
    matching = await matcher(hub)
    async with hub.unit(EVERYONE) as unit:
        member_id = (await asks_for(unit, person)).id
        meant = await _meant(unit, member_id, asked)
        if not meant:
            return BlindAnswer()
        if await store.count_question(unit.session, member_id, unit.now.date()) > QUESTIONS_A_DAY:
            raise AskedTooOften("questions", QUESTIONS_A_DAY)
        questions = [
            await asked_blindly(unit, member_id, one.kind, matching.key(one.kind, one.value)) for one in meant
        ]
        told = await tell(unit, questions)
    best, about = max(zip(told, meant, strict=True), key=lambda pair: _weight(pair[0]))
    return BlindAnswer(told=best, ask=_sealed(hub, person, about) if best.says_something else None)


def _weight(told: Told) -> tuple[bool, int, bool, bool]:
    return told.says_something, told.met_by or 0, told.held, told.upheld_among


async def _meant(unit: Unit, member_id: str, asked: str) -> list[Meant]:
    """Everything a question may mean, the likeliest first; nothing where it is no address and no seller."""
    address = address_in(asked)
    if address is not None:
        return await _meant_by_address(unit, member_id, address)
    marketplaces = await all_marketplaces(unit.session)
    named = [(name, one.id) for one in marketplaces for name in (one.key, one.name)]
    seller = seller_in(asked, named)
    return [Meant(kind=IntelKind.SELLER, value=seller_text(*seller))] if seller else []


async def _meant_by_address(unit: Unit, member_id: str, address: str) -> list[Meant]:
    """A listing also means its seller where a case of the asker's own is on it: else the answer would tell
    which listings others met.
    """
    found: list[Meant] = []
    for one in await all_marketplaces(unit.session):
        ident = listing_id_of(address, one.listing_pattern) if host_of(address) in one.hosts else None
        if ident is None:
            continue
        seller = await seller_of_own_listing(unit.session, member_id, one.id, ident)
        if seller is not None:
            found.append(Meant(kind=IntelKind.SELLER, value=seller_text(one.id, seller)))
        found.append(Meant(kind=IntelKind.LISTING, value=listing_text(one.id, ident)))
    return [*found, *(Meant(kind=kind, value=address) for kind in (IntelKind.STOREFRONT, IntelKind.LISTING))]


def _sealed(hub: Hub, person: Person, about: Meant) -> str:
    """What was asked, for the answer's own button: only the hub can open it, for who asked."""
    kept = json.dumps([person.id, about.kind.value, about.value], ensure_ascii=False)
    return hub.settings.cipher.encrypt(kept.encode()).decode()


async def ask_about_question(hub: Hub, person: Person, sealed: str) -> Wished:
    """Ask the alliance from the answer to a blind question; this writes its hash down, never its text.

    Raises IntelNotFound for a button that is a day old or another person's, and as `introductions.ask_about`.
    """
    try:
        opened = hub.settings.cipher.decrypt(sealed.encode(), ttl=_ASKED_WITHIN_SECONDS)
    except InvalidToken:
        raise IntelNotFound from None
    person_id, kind, value = json.loads(opened)
    if person_id != person.id:
        raise IntelNotFound
    return await ask_about(hub, person, IntelKind(kind), value)
