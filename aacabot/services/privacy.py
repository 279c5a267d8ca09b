"""One person's data: found, read out, and erased, keeping what they decided under a pseudonym.

GDPR (EU) 2016/679, Art. 15 and 20 (access, portability) and 17 (erasure); `docs/privacy.md` says what stays.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.audit import Deed
from aacabot.domain.errors import LastAdmin
from aacabot.domain.membership import OPERATOR, House
from aacabot.domain.privacy import Erased, PersonFound, pseudonyms
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.membership import lose
from aacabot.services.reshowing import wake, wake_first
from aacabot.store import membership, personal_data, reshowing
from aacabot.store import privacy as store
from aacabot.store.intel.introductions import introduced_to
from aacabot.store.models import Agency, Member, PersonRow
from aacabot.store.people import slack_ids_of

FOUND = 50


class NoSuchPerson(Exception):
    """Nobody is known by this id or Slack identity."""


class AlreadyErased(Exception):
    """The person was erased before."""


async def find(hub: Hub, words: str) -> list[PersonFound]:
    """People by a part of their name, by id, or by `T0ACME/U0ANN`; at most fifty."""
    async with hub.database.read(EVERYONE) as session:
        ident = await _ident(session, words)
        known = await session.get(PersonRow, ident) if ident else None
        rows = [known] if known else await store.find_people(session, words, FOUND)
        return [await _found(session, row) for row in rows]


async def _ident(session: AsyncSession, key: str) -> str | None:
    team_id, slash, user_id = key.strip().partition("/")
    if slash:
        return await store.person_of(session, (team_id, user_id))
    return key.strip() or None


async def _found(session: AsyncSession, row: PersonRow) -> PersonFound:
    member = await session.get(Member, row.member_id) if row.member_id else None
    agency = await session.get(Agency, row.agency_id) if row.agency_id else None
    identities = await slack_ids_of(session, row.id)
    return PersonFound(
        id=row.id,
        name=row.name,
        organisation=member.key if member else agency.key if agency else "operator",
        identities=tuple(f"{team}/{user}" for team, user in identities),
        state="erased" if row.erased_at else "withdrawn" if row.withdrawn_at else "active",
    )


async def export(hub: Hub, by: str, key: str) -> dict[str, Any]:
    """Everything kept about a person; the export is written down. Raises NoSuchPerson."""
    async with hub.unit(EVERYONE) as unit:
        row = await _person(unit, key)
        note_deed(unit, Deed.PERSON_EXPORTED, "person", by=by, member_id=row.member_id, subject_id=row.id)
        return await personal_data.personal_data(unit.session, row)


async def erase(hub: Hub, by: str, key: str, *, force: bool = False) -> Erased:
    """Put a pseudonym in the person's place, everywhere and in one commit; open cases are handed on.

    Raises NoSuchPerson, AlreadyErased, or LastAdmin where nobody else manages their organisation's people
    and it was not forced; then nothing has changed.
    """
    async with hub.unit(EVERYONE) as unit:
        row = await _person(unit, key)
        if row.erased_at is not None:
            raise AlreadyErased(row.name)
        await _require_another_admin(unit, row, force)
        name, identities = row.name, await slack_ids_of(unit.session, row.id)
        contact_of = await store.members_named_for(unit.session, name)
        row.name, row.erased_at = await _pseudonym(unit, row.id), unit.now
        members = await store.members_served(unit.session, row.id) | {row.member_id or ""}
        # With the pseudonym in place already: what is told of the handing on never has the name.
        await unit.session.flush()
        if row.withdrawn_at is None:
            await lose(unit, row)
        await unit.session.flush()
        managed = await store.forget_identities(unit.session, row.id, identities)
        await store.forget_requests(unit.session, row.id, identities, row.name)
        await store.forget_direct_messages(unit.session, identities)
        user_ids = [user for _, user in identities]
        channels = {
            *await _shown_anew(unit, row, name, user_ids, members),
            *await reshowing.want_help_naming(unit.session, row.id, managed, unit.now),
        }
        rest = wake_first(unit, sorted(channels))
        note_deed(
            unit, Deed.PERSON_ERASED, "person", by=by,
            member_id=row.member_id, subject_id=row.id, details={"forced": force},
        )  # fmt: skip
        erased = Erased(pseudonym=row.name, channels=len(channels), contact_of=tuple(contact_of))
    await wake(hub, rest)
    return erased


async def _person(unit: Unit, key: str) -> PersonRow:
    ident = await _ident(unit.session, key)
    row = await store.hold_person(unit.session, ident) if ident else None
    if row is None:
        raise NoSuchPerson(key)
    return row


async def _require_another_admin(unit: Unit, row: PersonRow, force: bool) -> None:
    if row.agency_id is not None:
        return
    house = House(row.member_id) if row.member_id else OPERATOR
    name = await membership.hold_house(unit.session, house)
    if not force and await membership.admins_of(unit.session, house, unit.now) == [row.id]:
        raise LastAdmin(name, row.name)


async def _pseudonym(unit: Unit, person_id: str) -> str:
    for name in pseudonyms(person_id):
        if not await store.is_taken(unit.session, name):
            return name
    raise LookupError("every pseudonym of the person is taken")


async def _shown_anew(
    unit: Unit, row: PersonRow, name: str, user_ids: Sequence[str], members: Collection[str]
) -> list[str]:
    """Take the name from what Slack shows; returns the channels where something must be shown anew."""
    # Whoever was introduced to the person's member was told the name.
    told = {*members, *await introduced_to(unit.session, members)}
    changed = await store.forget_in_values(unit.session, name, user_ids, row.name, told)
    for message in changed:
        message.wanted_rev, message.unsent = message.wanted_rev + 1, True
    if await store.forget_on_switches(unit.session, name, row.name):
        await messages.show_lane(unit)
    naming = await reshowing.want_cards_naming(unit.session, row.id, unit.now)
    return sorted({*naming, *(message.channel for message in changed)})
