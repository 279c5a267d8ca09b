"""An organisation's installation: one token for the workspaces it chooses, and what follows when it goes."""

from datetime import timedelta

import pytest

from aacabot.domain.audit import Deed
from aacabot.domain.errors import UnknownPerson
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from aacabot.services.people import identify
from aacabot.store.models import AuditEntryRow, Drain, OrgWorkspace, SlackChannel, SlackIdentity
from tests.journeys.alliance import ANN, OPS
from tests.services.casework import Casework
from tests.services.confirmed import desk_notes

ORG, OTHER = "E0ORG", "T0OTHER"


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


@pytest.fixture
async def installations(work: Casework) -> Installations:
    installations = Installations(work.hub)
    await install(installations, ORG, "xoxb-org", is_org=True)
    return installations


async def install(installations: Installations, place: str, token: str, *, is_org: bool = False) -> None:
    await installations.save(
        token,
        team_id=place,
        team_name=place,
        bot_id=None,
        bot_user_id=None,
        scopes=[],
        enterprise_id=ORG if is_org else None,
        is_org=is_org,
        installed_by="U0ADMIN",
    )


async def deeds(work: Casework, deed: Deed) -> list[str | None]:
    return [row.subject_id for row in await work.rows(AuditEntryRow, action=deed.value)]


async def test_it_serves_the_workspaces_it_was_given_and_no_others(
    work: Casework, installations: Installations
) -> None:
    assert await installations.token_of(OPS) is None
    for _ in range(2):
        await installations.cover(ORG, [OPS])
    found = await installations.find(OPS)
    assert found is not None
    assert (found.team_id, found.is_org, found.bot_token) == (ORG, True, "xoxb-org")
    assert await installations.token_of(ORG) == "xoxb-org"
    assert await installations.token_of(OTHER) is None
    assert await deeds(work, Deed.APP_INSTALLED) == [ORG, OPS]


async def test_a_workspaces_own_installation_goes_first(work: Casework, installations: Installations) -> None:
    await installations.cover(ORG, [OPS])
    await install(installations, OPS, "xoxb-own")
    assert await installations.token_of(OPS) == "xoxb-own"
    await installations.revoke(OPS)
    assert await installations.token_of(OPS) == "xoxb-org"
    assert await desk_notes(work, "token_revoked") == []


async def test_a_workspace_taken_away_falls_silent_once_and_speaks_again_when_given_back(
    work: Casework, installations: Installations
) -> None:
    await installations.cover(ORG, [OPS])
    await work.suspect()
    for _ in range(2):
        await installations.uncover(ORG, [OPS, OTHER])
    assert await installations.token_of(OPS) is None
    assert len(await desk_notes(work, "token_revoked")) == 1
    assert await deeds(work, Deed.APP_REMOVED) == [OPS]
    await installations.seen(ORG, OPS)
    assert await installations.token_of(OPS) == "xoxb-org"
    assert {channel.problem for channel in await work.rows(SlackChannel)} == {None}
    assert any(drain.owed for drain in await work.rows(Drain, key="T0OPS:C0ACME"))


async def test_the_removal_from_the_organisation_ends_it_everywhere_in_either_order(
    work: Casework, installations: Installations
) -> None:
    await installations.cover(ORG, [OPS, OTHER])
    await work.suspect()
    await installations.revoke(ORG)
    await installations.uncover(ORG, [OPS])
    await installations.revoke(ORG)
    assert await work.rows(OrgWorkspace) == []
    assert await installations.token_of(OPS) is None
    told = await desk_notes(work, "token_revoked")
    assert sum("Zephyrine Group" in note.values["member"] for note in told) == 1
    await install(installations, ORG, "xoxb-again", is_org=True)
    await installations.cover(ORG, [OPS])
    assert await installations.token_of(OPS) == "xoxb-again"


async def test_a_person_is_known_in_every_workspace_of_their_organisation_and_nowhere_else(
    work: Casework, installations: Installations
) -> None:
    await installations.cover(ORG, [OPS, OTHER])
    await installations.cover("E0ELSE", ["T0ELSE"])
    for place in (OPS, OTHER, ORG):
        assert (await identify(work.hub, place, ANN)).person.name == "Ann"
    for place in ("T0ELSE", "E0ELSE", "T0NOWHERE", ""):
        with pytest.raises(UnknownPerson):
            await identify(work.hub, place, ANN)


async def test_a_person_listed_by_their_organisation_is_known_in_its_workspaces(
    work: Casework, installations: Installations
) -> None:
    await installations.cover(ORG, [OPS, OTHER])
    await installations.cover("E0ELSE", ["T0ELSE"])
    async with work.hub.unit(EVERYONE) as unit:
        ann = await unit.session.get_one(SlackIdentity, (OPS, ANN))
        unit.session.add(SlackIdentity(team_id=ORG, user_id="U0ORG", person_id=ann.person_id))
    assert (await identify(work.hub, OTHER, "U0ORG")).person.name == "Ann"
    with pytest.raises(UnknownPerson):
        await identify(work.hub, "T0ELSE", "U0ORG")


async def test_another_organisation_can_neither_take_nor_silence_a_workspace(
    work: Casework, installations: Installations
) -> None:
    await installations.cover(ORG, [OPS])
    await installations.uncover("E0EVIL", [OPS])
    assert await installations.token_of(OPS) == "xoxb-org"


async def test_what_is_told_late_of_an_earlier_installation_leaves_the_newer_one_alone(
    work: Casework, installations: Installations
) -> None:
    await install(installations, OPS, "xoxb-first")
    removed_at = work.now + timedelta(seconds=10)
    work.later(seconds=10)
    await installations.revoke(OPS, removed_at)
    work.later(seconds=10)
    await install(installations, OPS, "xoxb-second")
    await installations.revoke(OPS, removed_at)
    assert await installations.token_of(OPS) == "xoxb-second"
    await installations.revoke(OPS, work.now)
    assert await installations.token_of(OPS) is None


async def test_a_configured_token_gives_way_to_an_installation_somebody_made(work: Casework) -> None:
    installations = Installations(work.hub)
    assert not await installations.is_installed_by_oauth(OPS)
    await installations.save(
        "xoxb-env", team_id=OPS, team_name=None, bot_id=None, bot_user_id=None, scopes=[]
    )
    assert not await installations.is_installed_by_oauth(OPS)
    await install(installations, OPS, "xoxb-oauth")
    assert await installations.is_installed_by_oauth(OPS)
    await installations.revoke(OPS)
    assert not await installations.is_installed_by_oauth(OPS)
