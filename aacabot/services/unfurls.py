"""What stands under a listing's address that somebody wrote in a channel: its case, where it may be known."""

from collections.abc import Sequence

from aacabot.domain.cases import CaseState
from aacabot.domain.unfurls import LINKS_AT_ONCE, LinkShown
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store.models import Brand, CaseRow, Member
from aacabot.store.unfurls import newest_cases_shown_in

_DESK = ("en", "UTC")


async def links_shown(hub: Hub, team_id: str, channel_id: str, urls: Sequence[str]) -> dict[str, LinkShown]:
    """The cases on listings, by address: only those whose own cards go to that very channel.

    Everybody in a channel sees what stands under a link, so nothing is shown that the channel does not have.
    """
    asked = list(dict.fromkeys(urls))[:LINKS_AT_ONCE]
    async with hub.database.read(EVERYONE) as session:
        rows = await newest_cases_shown_in(session, team_id, channel_id, asked)
    shown: dict[str, LinkShown] = {}
    for url, case, brand, member in rows:
        if url not in shown:
            is_members = (member.team_id, brand.channel_id or member.channel_id) == (team_id, channel_id)
            shown[url] = _shown(case, brand, member, is_members)
    return shown


def _shown(case: CaseRow, brand: Brand, member: Member, is_members: bool) -> LinkShown:
    locale, timezone = (member.locale, member.timezone) if is_members else _DESK
    return LinkShown(
        number=case.number,
        brand=brand.name,
        state=CaseState(case.state),
        decide_by=case.decide_by,
        locale=locale,
        timezone=timezone,
    )
