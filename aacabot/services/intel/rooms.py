"""Whether a Slack channel has people outside an audience: judged from what Slack says of it just now."""

from collections.abc import Callable
from dataclasses import dataclass

from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.passed_on import PostCheck
from aacabot.domain.intel.rooms import MOST_PEOPLE, Outsider, RoomPerson, RoomSeen
from aacabot.domain.people import Person
from aacabot.services.hub import Unit
from aacabot.store.intel import rooms as store
from aacabot.store.intel.groups import groups_of, members_in
from aacabot.store.intel.rooms import KnownHere


@dataclass(frozen=True, kw_only=True)
class RoomAudience:
    """Whose people may be in a channel: members', and for `clients` those of agencies that act for them."""

    members: frozenset[str]
    clients: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()

    @property
    def owners(self) -> frozenset[str]:
        return self.members | self.agencies


async def outsider_for(unit: Unit, person: Person, asked: PostCheck, room: RoomSeen) -> Outsider | None:
    """Why somebody may not pass an item on into a channel, or None where they may.

    CLEAR goes anywhere, GREEN into channels kept in the alliance's workspaces alone. AMBER needs a channel
    whose people are all the reader's own member's or act for it, AMBER+STRICT the member's own; in a group
    its members' too. RED goes into no channel. With `room.people` None only the channel itself is judged.
    """
    label = asked.label
    if label is Label.RED:
        return Outsider.RED
    if room.is_direct:
        return Outsider.DIRECT
    if not room.has_bot or asked.user_id not in room.user_ids:
        return Outsider.NOT_IN_IT
    if label is Label.CLEAR:
        return None
    if label is Label.GREEN:
        owners = await store.owners_of_teams(unit.session)
        return _of_rooms(room, lambda team: bool(owners.get(team, frozenset()) - {store.NOBODY}))
    found: Outsider | None = Outsider.OTHERS_PEOPLE
    for audience in await _audiences(unit, person, label, asked.group_id):
        found = await outsider_in(unit, audience, room)
        if found is None:
            return None
    return found


async def outsider_in(unit: Unit, audience: RoomAudience, room: RoomSeen) -> Outsider | None:
    """What kind of outsider to an audience a channel has, or None."""
    owners = await store.owners_of_teams(unit.session)
    beyond = _of_rooms(room, lambda team: bool(owners.get(team, frozenset()) & audience.owners))
    if beyond is not None:
        return beyond
    own = frozenset(team for team, whose in owners.items() if whose <= audience.members)
    if not room.is_private and not room.teams <= own:
        return Outsider.OPEN_TO_ALL
    if len(room.user_ids) > MOST_PEOPLE:
        return Outsider.TOO_MANY
    if room.people is None:
        return None
    known = await store.known_here(unit.session, room.user_ids, unit.now)
    bots = await store.own_bots(unit.session)
    for one in room.people:
        if one.user_id in bots and one.is_bot:
            continue
        found = _of_person(one, known.get((one.team_id, one.user_id)), audience, own)
        if found is not None:
            return found
    return None


async def audience_of_cards(unit: Unit, member_id: str) -> RoomAudience:
    """Who may see what a member is told of the alliance: its own people, and whoever acts for it.

    Of a member somebody acts for, `met.tell` counts no item that an agency may not read.
    """
    members = frozenset({member_id})
    agencies = await store.agencies_of(unit.session, members, unit.now)
    return RoomAudience(members=members, clients=members, agencies=agencies)


async def _audiences(unit: Unit, person: Person, label: Label, group_id: str | None) -> list[RoomAudience]:
    """One for each member the person reads for; an agency's people pass on AMBER, and for one client each."""
    is_own = person.of_member is not None and person.of_member in person.member_ids
    if not is_own and (person.of_agency is None or label is not Label.AMBER):
        return []
    homes = [person.of_member] if is_own and person.of_member else sorted(person.member_ids)
    found = []
    for home in homes:
        members = {home}
        if group_id is not None:
            mine = (await groups_of(unit.session, {home})).get(home, frozenset())
            if group_id not in mine:
                continue
            members |= {ident for ident, _ in (await members_in(unit.session, [group_id]))[group_id]}
        clients = frozenset({home}) if label is Label.AMBER else frozenset()
        agencies = await store.agencies_of(unit.session, clients, unit.now) if clients else frozenset()
        found.append(RoomAudience(members=frozenset(members), clients=clients, agencies=agencies))
    return found


def _of_rooms(room: RoomSeen, is_inside: Callable[[str], bool]) -> Outsider | None:
    """Organisations that keep the channel's messages, or are asked in."""
    if room.is_pending:
        return Outsider.INVITED_ORGANISATION
    if room.is_shared and len(room.teams) < 2:
        # Slack says that others share it, and not who.
        return Outsider.OTHER_ORGANISATION
    if not all(is_inside(team) for team in room.teams):
        return Outsider.OTHER_ORGANISATION
    return None


def _of_person(
    one: RoomPerson, known: KnownHere | None, audience: RoomAudience, own: frozenset[str]
) -> Outsider | None:
    if not one.is_seen:
        return Outsider.NOT_SEEN
    if known is not None:
        is_members = known.member_id in audience.members
        acts = known.agency_id in audience.agencies and bool(known.client_ids & audience.clients)
        return None if not known.has_left and (is_members or acts) else Outsider.OTHERS_PEOPLE
    if one.is_guest:
        return Outsider.GUEST
    if one.team_id in own:
        return None
    return Outsider.APP if one.is_bot else Outsider.OTHERS_PEOPLE
