"""The app in a workspace: its token is a secret, and its removal is told once."""

import pytest

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from aacabot.store.models import Drain, Installation
from tests.journeys.alliance import OPS
from tests.services.casework import Casework
from tests.services.confirmed import desk_notes

TOKEN = "xoxb-very-secret"


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def install(installations: Installations, token: str = TOKEN) -> None:
    await installations.save(
        token, team_id=OPS, team_name="Ops", bot_id="B1", bot_user_id="U1", scopes=["chat:write"]
    )


async def test_a_token_is_stored_encrypted_and_never_shown(work: Casework) -> None:
    installations = Installations(work.hub)
    await install(installations)
    assert await installations.token_of(OPS) == TOKEN
    assert TOKEN not in repr(await installations.find(OPS))
    (row,) = await work.rows(Installation)
    assert TOKEN.encode() not in row.bot_token
    await install(installations, "xoxb-rotated")
    assert await installations.token_of(OPS) == "xoxb-rotated"


async def test_an_installation_by_another_node_is_found_at_once(work: Casework) -> None:
    here, there = Installations(work.hub), Installations(work.hub)
    assert await here.find(OPS) is None
    await install(there)
    assert await here.token_of(OPS) == TOKEN


async def test_a_removal_is_told_to_the_desk_once_and_an_installation_sends_what_waited(
    work: Casework,
) -> None:
    installations = Installations(work.hub)
    await install(installations)
    await work.suspect()
    async with work.hub.unit(EVERYONE) as unit:
        for drain in await work.rows(Drain, name="fill_channel"):
            (await unit.session.get_one(Drain, (drain.name, drain.key))).owed = False
    for _ in range(2):
        await installations.revoke(OPS)
    assert await installations.token_of(OPS) is None
    (note,) = await desk_notes(work, "token_revoked")
    assert "Zephyrine Group" in note.values["member"]

    await install(installations)
    assert await installations.token_of(OPS) == TOKEN
    waiting = {drain.key for drain in await work.rows(Drain, name="fill_channel") if drain.owed}
    assert "T0OPS:C0ACME" in waiting
