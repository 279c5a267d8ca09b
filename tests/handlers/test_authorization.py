"""Whose token answers a request, and which workspaces a request shows an organisation to serve."""

from typing import Any

import pytest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from handlers.authorization import Authorizer, note_workspaces, workspace_seen
from handlers.clicks import identity
from handlers.workspaces import place_of

ORG = "E0ORG"


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def installations(hub: Hub) -> Installations:
    """An organisation with one workspace, and somebody else's workspace."""
    installations = Installations(hub)
    for place, is_org in ((ORG, True), ("T0ELSE", False)):
        await installations.save(
            f"xoxb-{place}",
            team_id=place,
            team_name=None,
            bot_id=None,
            bot_user_id=None,
            scopes=[],
            enterprise_id=ORG if is_org else None,
            is_org=is_org,
        )
    await installations.cover(ORG, ["T0EU"])
    return installations


async def token(
    installations: Installations, enterprise_id: str | None, team_id: str | None, *, by_org: bool
) -> str | None:
    context = AsyncBoltContext({"is_enterprise_install": by_org})
    found = await Authorizer(installations)(
        context=context, enterprise_id=enterprise_id, team_id=team_id, user_id="U0ANY"
    )
    return found.bot_token if found else None


async def test_a_workspace_is_answered_with_its_own_token(installations: Installations) -> None:
    assert await token(installations, None, "T0ELSE", by_org=False) == "xoxb-T0ELSE"
    assert await token(installations, None, "T0NOWHERE", by_org=False) is None


async def test_an_organisation_is_answered_with_its_token_also_without_a_workspace(
    installations: Installations,
) -> None:
    for team_id in ("T0EU", None, ORG):
        assert await token(installations, ORG, team_id, by_org=True) == f"xoxb-{ORG}"
    assert await token(installations, ORG, "T0NEW", by_org=False) == f"xoxb-{ORG}"
    assert await token(installations, None, ORG, by_org=False) == f"xoxb-{ORG}"


async def test_a_click_by_a_person_of_another_customer_never_takes_that_customers_token(
    installations: Installations,
) -> None:
    # payload.team is null, and Bolt then takes the clicking person's own workspace.
    assert await token(installations, ORG, "T0ELSE", by_org=True) == f"xoxb-{ORG}"
    assert await token(installations, "E0GONE", "T0ELSE", by_org=True) is None


async def test_a_view_sent_by_another_customers_person_is_answered_where_the_app_showed_it(
    installations: Installations,
) -> None:
    await installations.save(
        "xoxb-other", team_id="E0OTHER", team_name=None, bot_id=None, bot_user_id=None, scopes=[],
        enterprise_id="E0OTHER", is_org=True,
    )  # fmt: skip
    body = {
        "is_enterprise_install": True,
        "team": {"id": "T0THEIRS", "enterprise_id": "E0OTHER"},
        "enterprise": {"id": "E0OTHER"},
        "user": {"id": "U0ANY", "team_id": "T0THEIRS"},
        "view": {"app_installed_team_id": "T0EU"},
    }
    context = AsyncBoltContext({"is_enterprise_install": True})
    answered: list[BoltResponse] = []

    async def go_on() -> BoltResponse:
        answered.append(BoltResponse(status=200))
        return answered[-1]

    await note_workspaces(installations)(body, context, go_on)
    found = await Authorizer(installations)(
        context=context, enterprise_id="E0OTHER", team_id="T0EU", user_id="U0ANY"
    )
    assert answered and found is not None and found.bot_token == f"xoxb-{ORG}"
    assert await token(installations, None, "T0THEIRS", by_org=False) is None, "it covers nobody else's"


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ({"authorizations": [{"enterprise_id": ORG, "team_id": "T1", "is_enterprise_install": True}]}, "T1"),
        ({"authorizations": [{"enterprise_id": ORG, "team_id": "T1", "is_enterprise_install": False}]}, None),
        ({"authorizations": [{"enterprise_id": ORG, "team_id": None, "is_enterprise_install": True}]}, None),
        ({"is_enterprise_install": True, "enterprise": {"id": ORG}, "team": {"id": "T1"}}, "T1"),
        ({"is_enterprise_install": "true", "enterprise_id": ORG, "team_id": "T1"}, "T1"),
        (
            {
                "is_enterprise_install": True,
                "enterprise": {"id": ORG},
                "team": None,
                "user": {"team_id": "T9"},
            },
            None,
        ),
        ({"is_enterprise_install": True, "enterprise": {"id": ORG}, "team": {"id": ORG}}, None),
        (
            {
                "is_enterprise_install": True,
                "enterprise": {"id": "E0OTHER"},
                "team": {"id": "T9"},
                "view": {"app_installed_team_id": "T1"},
            },
            None,
        ),
        ({"team": {"id": "T1"}}, None),
        ({}, None),
    ],
)
def test_a_workspace_is_noted_only_where_slack_names_it(body: dict[str, Any], seen: str | None) -> None:
    assert workspace_seen(body) == ((ORG, seen) if seen else None)


def test_a_removal_is_of_the_organisation_where_that_is_what_was_installed() -> None:
    by_org = AsyncBoltContext({"is_enterprise_install": True, "enterprise_id": ORG})
    in_grid = AsyncBoltContext({"is_enterprise_install": False, "enterprise_id": ORG})
    alone = AsyncBoltContext({"is_enterprise_install": False})
    assert place_of({"team_id": "T1"}, by_org) == ORG
    assert place_of({"team_id": "T1"}, in_grid) == "T1"
    assert place_of({"team_id": None}, in_grid) == ORG
    assert place_of({"team_id": "T1"}, alone) == "T1"


@pytest.mark.parametrize(
    ("own", "clicked_in", "organisation", "known_as"),
    [
        ("T1", "T1", None, "T1"),
        ("T9", "T1", None, "T9"),
        (ORG, "T1", ORG, "T1"),
        (ORG, None, ORG, ORG),
        ("E0GUEST", "T1", ORG, "E0GUEST"),
        ("E0GUEST", "T1", None, "E0GUEST"),
        (None, "T1", None, "T1"),
    ],
)
def test_a_person_named_by_their_organisation_is_of_the_workspace_only_if_it_is_the_same(
    own: str | None, clicked_in: str | None, organisation: str | None, known_as: str
) -> None:
    body = {
        "user": {"id": "U1", "team_id": own},
        "team": {"id": clicked_in} if clicked_in else None,
        "enterprise": {"id": organisation} if organisation else None,
    }
    assert identity(body) == (known_as, "U1")
