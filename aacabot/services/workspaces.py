"""What follows when the app comes to a workspace or leaves it: its channels, the desk, the audit trail."""

from collections.abc import Iterable

from aacabot.domain.audit import Deed
from aacabot.services import messages
from aacabot.services.audit import note_deed
from aacabot.services.hub import Unit
from aacabot.store.installations import find_covering
from aacabot.store.messages import channels_waiting, clear_problem
from aacabot.store.org_workspaces import add_workspaces, remove_workspaces, workspaces_of

SUBJECT = "workspace"


async def speak_again(unit: Unit, team_ids: Iterable[str]) -> None:
    """The hub has a working token for these workspaces: what waited for one is sent."""
    for team_id in team_ids:
        await clear_problem(unit.session, team_id, messages.TOKEN_REVOKED)
        for channel in await channels_waiting(unit.session, team_id):
            unit.wake(messages.CHANNEL_WORKER, channel)


async def fall_silent(unit: Unit, team_ids: Iterable[str]) -> None:
    """Nothing more can be said in these workspaces, unless another installation serves them; told once."""
    for team_id in team_ids:
        if await find_covering(unit.session, team_id) is None:
            await messages.app_removed(unit, team_id)


async def places_of(unit: Unit, place: str, *, is_org: bool) -> list[str]:
    """The workspaces an installation serves: its own, or all of its organisation's."""
    return await workspaces_of(unit.session, place) if is_org else [place]


async def cover(unit: Unit, enterprise_id: str, team_ids: Iterable[str]) -> None:
    """The organisation's installation serves these workspaces too, from now on."""
    added = await add_workspaces(unit.session, enterprise_id, team_ids, unit.now)
    for team_id in added:
        details = {"organisation": enterprise_id}
        note_deed(unit, Deed.APP_INSTALLED, SUBJECT, by=None, subject_id=team_id, details=details)
    await speak_again(unit, added)


async def uncover(unit: Unit, enterprise_id: str, team_ids: Iterable[str]) -> None:
    """The organisation's installation no longer serves these workspaces."""
    removed = await remove_workspaces(unit.session, enterprise_id, team_ids)
    for team_id in removed:
        details = {"organisation": enterprise_id}
        note_deed(unit, Deed.APP_REMOVED, SUBJECT, by=None, subject_id=team_id, details=details)
    await fall_silent(unit, removed)
