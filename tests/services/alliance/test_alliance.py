"""The alliance is what its file says: created, updated, withdrawn, and written back."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from sqlmodel import select

from aacabot.domain.alliance_file import AllianceFileRefused, read_alliance_file, to_yaml
from aacabot.domain.people import Person
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alliance
from aacabot.store.database import Database
from aacabot.store.models import Mark, Member
from aacabot.store.people import find_person

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[3] / "alliance.example.yaml"

SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")


async def apply(database: Database, text: str, *, prune: bool = False) -> list[str]:
    return await alliance.apply(database, lambda: NOW, read_alliance_file(text, "file.yaml"), prune)


async def exported(database: Database) -> str:
    return to_yaml(await alliance.export(database))


async def refused(database: Database, text: str, *, prune: bool = False) -> list[str]:
    with pytest.raises(AllianceFileRefused) as caught:
        await apply(database, text, prune=prune)
    return caught.value.lines


async def person(database: Database, user_id: str, team_id: str = "T0ACME") -> Person | None:
    async with database.read(EVERYONE) as session:
        known = await find_person(session, team_id, user_id, NOW)
    return known.person if known else None


async def test_a_new_alliance_is_told_thing_by_thing(database: Database) -> None:
    assert await apply(database, SMALL) == [
        "alliance Sample Alliance: added",
        "marketplace sandbox: added",
        "member acme: added",
        "brand acme-shoes: added",
        "mark Acme of acme-shoes: added",
        "right EUIPO 018000001 of acme-shoes: added",
        "authorised seller s-1 at sandbox of acme-shoes: added",
        "brand acme-bags: added",
        "agency redlens: added",
        "people U0OLA@T0OPS: added",
        "people U0ANN@T0ACME: added",
        "people U0BEN@T0ACME: added",
        "people U0RAY@T0RED: added",
        "people U0OLA@T0OPS: role reviewer added",
        "people U0ANN@T0ACME: role enforcer added",
        "people U0BEN@T0ACME: role viewer for acme-bags added",
        "people U0RAY@T0RED: role enforcer for acme-shoes added",
    ]


@pytest.mark.parametrize("text", [SMALL, EXAMPLE.read_text(encoding="utf-8")], ids=["small", "example"])
async def test_applying_again_or_an_export_changes_nothing(database: Database, text: str) -> None:
    assert await apply(database, text)
    assert await apply(database, text) == []
    assert await apply(database, text, prune=True) == []
    back = await exported(database)
    assert await apply(database, back) == []
    assert await apply(database, back, prune=True) == []


async def test_an_export_makes_the_same_alliance_elsewhere(
    database: Database, another_database: Database
) -> None:
    await apply(database, SMALL)
    await apply(another_database, await exported(database))
    assert await exported(another_database) == await exported(database)


async def test_a_field_the_file_mentions_is_set_and_the_others_stay(database: Database) -> None:
    await apply(database, SMALL)
    changes = await apply(
        database,
        "members: [{key: acme, phase: 2, contact: {email: ip@acme.example}, "
        "brands: [{key: acme-shoes, name: Acme Sport, channel: null}]}]",
    )
    assert changes == [
        "member acme: phase 1 -> 2",
        "member acme: contact email none -> ip@acme.example",
        "brand acme-shoes: name Acme -> Acme Sport",
        "brand acme-shoes: channel C0SHOES -> none",
    ]
    async with database.read(EVERYONE) as session:
        member = (await session.execute(select(Member))).scalar_one()
    assert (member.name, member.team_id, member.fast_lane) == ("Acme Group", "T0ACME", ["sandbox"])


async def test_what_is_missing_from_a_list_stays_until_pruned_and_comes_back(database: Database) -> None:
    await apply(database, SMALL)
    without = SMALL.replace("{text: Acme, forms: {zh: [艾克美]}}", "{text: Akme}").replace(
        "[enforcer]}\n", "[]}\n"
    )
    assert await apply(database, without) == ["mark Akme of acme-shoes: added"]
    assert await apply(database, without, prune=True) == [
        "mark Acme of acme-shoes: withdrawn",
        "people U0ANN@T0ACME: role enforcer removed",
    ]
    assert await apply(database, SMALL) == [
        "mark Acme of acme-shoes: reinstated",
        "people U0ANN@T0ACME: role enforcer added",
    ]
    async with database.read(EVERYONE) as session:
        marks = (await session.execute(select(Mark))).scalars()
        assert {mark.text: mark.withdrawn_at for mark in marks} == {"Acme": None, "Akme": None}


async def test_pruning_withdraws_sections_the_file_leaves_out(database: Database) -> None:
    await apply(database, SMALL)
    changes = await apply(database, SMALL[: SMALL.index("agencies:")], prune=True)
    assert changes == [
        "agency redlens: withdrawn",
        "people U0RAY@T0RED: withdrawn",
        "people U0RAY@T0RED: role enforcer for acme-shoes removed",
    ]
    assert await person(database, "U0RAY", "T0RED") is None


async def test_a_refused_file_changes_nothing_and_names_every_line(database: Database) -> None:
    await apply(database, SMALL)
    before = await exported(database)
    lines = await refused(
        database,
        """\
marketplaces: [{key: bazaar, name: Bazaar}]
members:
  - key: acme
    name: Renamed
    fast_lane: [nowhere]
    people:
      - {slack: U0RAY, slack_team: T0RED, roles: [viewer]}
      - {slack: U0NEW, roles: [viewer], brands: [other]}
  - key: beta
    region: mars
    brands: [{key: acme-shoes}, {key: beta-pens, marks: [{text: x}]}]
    people: [{slack: U0BEA, name: Bea}]
agencies:
  - {key: redlens, people: [{slack: U0RAY}], grants: [{brand: nothing, roles: [viewer]}]}
""",
    )
    assert [line.partition(": ")[0] + ": " + line.split(": ")[1] for line in lines] == [
        "file.yaml:1: marketplaces[bazaar].connector",
        "file.yaml:1: marketplaces[bazaar].base_url",
        "file.yaml:1: marketplaces[bazaar].secret_env",
        "file.yaml:1: marketplaces[bazaar].hosts",
        "file.yaml:5: members[acme].fast_lane[#1]",
        "file.yaml:8: members[acme].people[U0NEW].name",
        "file.yaml:8: members[acme].people[U0NEW].brands[#1]",
        "file.yaml:9: members[beta].name",
        "file.yaml:10: members[beta].region",
        "file.yaml:11: members[beta].brands[acme-shoes].key",
        "file.yaml:11: members[beta].brands[beta-pens].name",
        "file.yaml:11: members[beta].brands[beta-pens].marks[x].text",
        "file.yaml:12: members[beta].people[U0BEA].slack_team",
        "file.yaml:14: agencies[redlens].people[U0RAY].slack",
        "file.yaml:14: agencies[redlens].grants[nothing].brand",
    ]
    assert await exported(database) == before


async def test_the_first_file_says_who_runs_the_hub(database: Database) -> None:
    lines = await refused(database, "alliance: {name: Sample}\n")
    assert len(lines) == 1
    assert lines[0].startswith("file.yaml:1: file: missing; expected operator with key, name, workspace")


async def test_pruning_a_brand_an_agency_still_acts_for_is_refused(database: Database) -> None:
    await apply(database, SMALL)
    text = "agencies: [{key: redlens, grants: [{brand: acme-shoes, roles: [viewer]}]}]"
    assert "grants[acme-shoes].brand" in (await refused(database, text, prune=True))[0]


async def test_a_switch_thrown_meanwhile_stays_thrown(database: Database) -> None:
    await apply(database, SMALL)
    async with database.begin(EVERYONE) as session:
        (await session.execute(select(Member))).scalar_one().lane_stopped_at = NOW
    await apply(database, "members: [{key: acme, phase: 3}]")
    async with database.read(EVERYONE) as session:
        assert (await session.execute(select(Member))).scalar_one().lane_stopped_at == NOW


async def test_applies_at_the_same_moment_take_turns(database: Database) -> None:
    changes = await asyncio.gather(*(apply(database, SMALL) for _ in range(4)))
    assert sorted(map(len, changes)) == [0, 0, 0, 17]


async def test_five_thousand_marks_are_applied_in_a_few_statements(database: Database) -> None:
    members = [
        {
            "key": f"m{n}",
            "name": f"Member {n}",
            "workspace": "T0BIG",
            "brands": [{"key": f"b{n}", "name": "B", "marks": [{"text": f"Mark {n} {m}"} for m in range(8)]}],
            "people": [{"slack": f"U0P{n}", "name": "Sam", "roles": ["enforcer"]}],
        }
        for n in range(700)
    ]
    text = yaml.dump({"members": members}, Dumper=yaml.CSafeDumper)
    started = time.monotonic()
    assert len(await apply(database, text)) == 700 * (1 + 1 + 8 + 2)
    assert await apply(database, text) == []
    # Seconds on two busy cores; one statement for each row would take minutes.
    assert time.monotonic() - started < 40
