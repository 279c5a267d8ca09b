"""How a member is connected, as each reader may see it."""

from aacabot.domain.connections import ActingAgency, Connections, Cover, Room
from aacabot.domain.errors import NeedsRole
from aacabot.domain.invites import may_invite, serves_members
from aacabot.domain.people import Person
from aacabot.services.alert_groups import times_of
from aacabot.services.hub import Hub, Unit
from aacabot.store import connections as store
from aacabot.store import invites
from aacabot.store.members import admin_names, count_members_like, members_like
from aacabot.store.models import Agency, Member

BRANDS_PER_PAGE = 10
MEMBERS_PER_PAGE = 15
SUGGESTIONS = 50


async def connections_of(hub: Hub, person: Person, member_id: str, page: int = 1) -> Connections:
    """A member as the reader may see it: open codes for those who may invite, agencies for its own people.

    Raises NeedsRole where the member is not the reader's, or is not there.
    """
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        return await _shown(unit, person, await _member(unit, person, member_id), page)


async def members_shown(
    hub: Hub, person: Person, typed: str = "", page: int = 1
) -> tuple[list[tuple[str, str]], int]:
    """A page of (id, name) of the members whose connections the person may read, and how many there are."""
    async with hub.database.read(person.viewer) as session:
        total = await count_members_like(session, person.viewer, typed)
        last = max((total - 1) // MEMBERS_PER_PAGE, 0)
        skip = min(page - 1, last) * MEMBERS_PER_PAGE
        found = await members_like(session, person.viewer, typed, MEMBERS_PER_PAGE, skip)
    return [(member.id, member.name) for member in found], total


async def require_admin(hub: Hub, person: Person, member_id: str) -> None:
    """Raise NeedsRole, with the names of who may, unless the person administers the member."""
    if person.administers(member_id):
        return
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        member = await _member(unit, person, member_id)
        own = person.of_member == member_id or person.is_operator
        who = await admin_names(session, member_id, unit.now) if own else ()
    raise NeedsRole("set_up", member.name, who)


async def brands_to_choose(hub: Hub, person: Person, member_id: str, typed: str) -> list[tuple[str, str]]:
    """(id, name) of the member's brands, as the person types."""
    async with hub.database.read(person.viewer) as session:
        found = await store.brands_like(session, person.viewer, member_id, typed, SUGGESTIONS)
    return [(brand.id, brand.name) for brand in found if person.may_see(member_id, brand.id)]


async def _member(unit: Unit, person: Person, member_id: str) -> Member:
    member = await unit.session.get(Member, member_id) if person.viewer.sees(member_id) else None
    if member is None or member.withdrawn_at is not None:
        raise NeedsRole("see_connections", "")
    return member


async def _shown(unit: Unit, person: Person, member: Member, page: int) -> Connections:
    session, viewer = unit.session, person.viewer
    problem, problem_at = None, None
    if member.team_id and member.channel_id:
        room = Room(team_id=member.team_id, channel_id=member.channel_id)
        problem, problem_at = await store.channel_state(session, room)
    inviting = may_invite(person, member.id)
    rooms, in_all = await store.brand_rooms(
        session, viewer, member.id, (page - 1) * BRANDS_PER_PAGE, BRANDS_PER_PAGE
    )
    return Connections(
        member_id=member.id,
        member=member.name,
        team_id=member.team_id,
        channel_id=member.channel_id,
        channel_problem=problem,
        channel_problem_at=problem_at,
        timezone=member.timezone,
        locale=member.locale,
        digest_hour=member.digest_hour,
        guided=member.guided,
        cover=Cover(member.cover),
        joined_at=member.joined_at,
        can_edit=person.administers(member.id),
        can_invite=inviting,
        teams=tuple(await store.teams_of(session, viewer, member.id)),
        invites=tuple(await invites.open_invites(session, viewer, member.id, unit.now) if inviting else ()),
        agencies=tuple(await _agencies(unit, person, member)),
        lanes=tuple(await store.lanes_of(session, member.fast_lane)),
        brand_rooms=tuple(room for room in rooms if person.may_see(member.id, room.brand_id)),
        brand_rooms_in_all=in_all,
        times=times_of(member),
        shares_encounters=member.shares_encounters,
    )


async def _agencies(unit: Unit, person: Person, member: Member) -> list[ActingAgency]:
    """An agency's people need not learn who else acts for the brand."""
    found = await store.acting_agencies(unit.session, person.viewer, member.id, unit.now.date())
    if person.of_agency is None:
        return found
    own = await unit.session.get(Agency, person.of_agency)
    return [agency for agency in found if own is not None and agency.name == own.name]


def reads_several(person: Person) -> bool:
    """Whether the reader chooses among members: the operator's people, and agencies for several."""
    return person.is_operator or serves_members(person) or len(person.member_ids) > 1
