"""Single items for a member's own tool: one taken in as a line of a file is, and what a search finds."""

from aacabot.domain.errors import NeedsRole
from aacabot.domain.features import Feature
from aacabot.domain.intel.found import Found
from aacabot.domain.intel.imports import Candidate, LineReport
from aacabot.domain.intel.requests import IntelRequest
from aacabot.domain.people import Person
from aacabot.domain.roles import Permission
from aacabot.domain.viewers import EVERYONE
from aacabot.services.api_tokens import TokenUser
from aacabot.services.hub import Hub
from aacabot.services.intel.import_lines import Lines
from aacabot.services.intel.matching import MatchingKeyAdded, matcher
from aacabot.services.intel.search import search
from aacabot.services.intel.stix_export import narrowed
from aacabot.services.phases import require_open
from aacabot.store.members import member_with_key as find_member
from aacabot.store.models import Member


async def share_for_tool(hub: Hub, user: TokenUser, request: IntelRequest) -> LineReport:
    """Share what a tool sends, for its key's member. Raises NeedsRole, FeatureNotOpen."""
    try:
        return await _share_once(hub, user, request)
    except MatchingKeyAdded:
        return await _share_once(hub, user, request)


async def search_for_tool(hub: Hub, user: TokenUser, words: str, page: int) -> Found:
    """A page of what the key's member may read that has the words, without TLP:RED.

    Raises NeedsRole, FeatureNotOpen.
    """
    person = narrowed(user.person, user.member_id)
    return await search(hub, person, words, page, leaving_for=user.member_id)


async def member_of_key(hub: Hub, person: Person, key: str) -> str:
    """The id of a member the person has a role for. Raises NeedsRole, also where there is none such."""
    async with hub.database.read(EVERYONE) as session:
        member = await find_member(session, key)
    if member is None or member.id not in person.member_ids:
        raise NeedsRole("share_intel", "")
    return member.id


async def _share_once(hub: Hub, user: TokenUser, request: IntelRequest) -> LineReport:
    if not user.person.may(Permission.SHARE, user.member_id):
        raise NeedsRole("share_intel", "")
    person = narrowed(user.person, user.member_id)
    candidate = Candidate(
        line=1, about=request.kind.value, draft=request.draft, marketplace=request.marketplace
    )
    matching = await matcher(hub)
    async with hub.unit(EVERYONE) as unit:
        await require_open(unit, Feature.SHARING, await unit.session.get_one(Member, user.member_id))
        lines = await Lines.around(unit, person, user.member_id, [candidate], matching)
        return await lines.take(candidate)
