"""People, the roles they hold, and those their agency was granted."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import col, select

from aacabot.domain.alliance_file import read_alliance_file, to_yaml
from aacabot.domain.people import Person, Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alliance
from aacabot.store.database import Database
from aacabot.store.models import GrantRow, PersonRow
from aacabot.store.people import find_person

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")


async def apply(database: Database, text: str, *, prune: bool = False) -> list[str]:
    return await alliance.apply(database, lambda: NOW, read_alliance_file(text, "file.yaml"), prune)


async def exported(database: Database) -> str:
    return to_yaml(await alliance.export(database))


async def person(database: Database, user_id: str, team_id: str = "T0ACME") -> Person | None:
    async with database.read(EVERYONE) as session:
        known = await find_person(session, team_id, user_id, NOW)
    return known.person if known else None


async def roles(database: Database, user_id: str, team_id: str = "T0ACME") -> set[Role]:
    found = await person(database, user_id, team_id)
    return {grant.role for grant in found.grants} if found else set()


async def test_a_person_who_returns_has_only_the_roles_the_file_gives_now(database: Database) -> None:
    await apply(database, SMALL)
    async with database.begin(EVERYONE) as session:
        for row in (await session.execute(select(PersonRow).where(col(PersonRow.name) == "Ann"))).scalars():
            row.withdrawn_at = NOW
    await apply(database, "members: [{key: acme, people: [{slack: U0ANN, roles: [viewer]}]}]")
    assert await roles(database, "U0ANN") == {Role.VIEWER}


async def test_roles_hold_for_all_brands_or_for_those_named(database: Database) -> None:
    await apply(database, SMALL)
    ann, ben = await person(database, "U0ANN"), await person(database, "U0BEN")
    assert ann is not None and ben is not None
    assert [grant.brand_id for grant in ann.grants] == [None]
    assert ben.grants[0].brand_id is not None
    assert ben.grants[0].member_id == ann.grants[0].member_id


async def test_one_person_may_have_other_roles_for_other_brands(database: Database) -> None:
    await apply(database, SMALL)
    both = """\
members:
  - key: acme
    people:
      - {slack: U0ANN, roles: [enforcer], brands: [acme-shoes]}
      - {slack: U0ANN, roles: [analyst], brands: [acme-bags]}
"""
    assert await apply(database, both) == [
        "people U0ANN@T0ACME: role enforcer for acme-shoes added",
        "people U0ANN@T0ACME: role analyst for acme-bags added",
    ]
    assert await apply(database, await exported(database), prune=True) == []


async def test_an_agencys_grants_follow_its_people_and_its_people_follow_its_grants(
    database: Database,
) -> None:
    await apply(database, SMALL)
    assert await apply(database, "agencies: [{key: redlens, people: [{slack: U0RIA, name: Ria}]}]") == [
        "people U0RIA@T0RED: added",
        "people U0RIA@T0RED: role enforcer for acme-shoes added",
    ]
    grant = "{brand: acme-shoes, roles: [enforcer, viewer], expires: 2028-03-31}"
    later = f"agencies: [{{key: redlens, grants: [{grant}]}}]"
    assert await apply(database, later) == [
        "people U0RAY@T0RED: role enforcer for acme-shoes: expires 2027-03-31 -> 2028-03-31",
        "people U0RAY@T0RED: role viewer for acme-shoes added",
        "people U0RIA@T0RED: role enforcer for acme-shoes: expires 2027-03-31 -> 2028-03-31",
        "people U0RIA@T0RED: role viewer for acme-shoes added",
    ]
    async with database.read(EVERYONE) as session:
        rows = list(
            (await session.execute(select(GrantRow).where(col(GrantRow.agency_id).is_not(None)))).scalars()
        )
    assert {row.expires for row in rows} == {date(2028, 3, 31)}
    assert len(rows) == 4


async def test_a_person_listed_elsewhere_moves_and_leaves_their_roles(database: Database) -> None:
    await apply(database, SMALL)
    before = await person(database, "U0ANN")
    changes = await apply(
        database,
        "members: [{key: beta, name: Beta, people: [{slack: U0ANN, slack_team: T0ACME, roles: [viewer]}]}]",
    )
    assert "people U0ANN@T0ACME: added to member beta" in changes
    assert "people U0ANN@T0ACME: no longer of member acme" in changes
    after = await person(database, "U0ANN")
    assert before is not None and after is not None
    assert after.id != before.id
    assert after.name == "Ann"
    assert [grant.role for grant in after.grants] == [Role.VIEWER]
    assert not after.member_ids & before.member_ids


async def test_agencies_may_look_on_and_outsiders_stand_with_the_operators_people(
    database: Database,
) -> None:
    await apply(database, SMALL)
    before = await exported(database)
    more = """\
operator: {people: [{slack: U0POL, slack_team: T0POLICE, name: Pol, roles: [liaison, observer]}]}
agencies: [{key: eyes, name: Eyes, workspace: T0EYES, people: [{slack: U0EYE, name: Eye}],
  grants: [{brand: acme-shoes, roles: [agency_user]}]}]
"""
    await apply(database, more)
    written = await exported(database)
    assert written != before and "agency_user" in written and "liaison" in written
    assert await apply(database, written, prune=True) == []
    pol = await person(database, "U0POL", "T0POLICE")
    assert pol is not None and not pol.is_operator and pol.viewer.member_ids == frozenset()
    assert await roles(database, "U0EYE", "T0EYES") == {Role.AGENCY_USER}
