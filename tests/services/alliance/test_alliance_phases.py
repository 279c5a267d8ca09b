"""Phases and features in the alliance file."""

from datetime import UTC, datetime

import pytest
import yaml

from aacabot.domain.alliance_file import AllianceFileRefused, read_alliance_file, to_yaml
from aacabot.services import alliance
from aacabot.services.hub import Hub
from aacabot.store.database import Database
from aacabot.store.models import AuditEntryRow, FeatureOpening, Phase, SlackMessageRow
from tests.journeys.alliance import ANN
from tests.services.casework import Casework

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PHASES = [
    {"number": 1, "name": "Pilot"},
    {"number": 2, "name": "Everybody", "begins": "2027-03-01"},
]
FEATURES = {"confirm": {"phase": 2, "members": ["beta"]}, "sharing": {"all": True}, "digests": {}}


async def apply(database: Database, prune: bool = False, **said: object) -> list[str]:
    file = read_alliance_file(yaml.safe_dump(said), "more.yaml")
    return await alliance.apply(database, lambda: NOW, file, prune, "cli:test")


async def test_phases_and_features_are_told_once_and_written_back(hub: Hub) -> None:
    work = await Casework.begun(hub)
    assert await apply(hub.database, phases=PHASES, features=FEATURES) == [
        "phase 1: added",
        "phase 2: added",
        "feature confirm: added",
        "feature sharing: added",
        "feature digests: added",
    ]
    assert await apply(hub.database, phases=PHASES, features=FEATURES) == []
    written = to_yaml(await alliance.export(hub.database))
    assert yaml.safe_load(written)["features"] == {
        "confirm": {"phase": 2, "members": ["beta"]},
        "digests": {"all": False},
        "sharing": {"all": True},
    }
    for prune in (False, True):
        again = read_alliance_file(written, "export.yaml")
        assert await alliance.apply(hub.database, lambda: NOW, again, prune) == []
    changed = [{"number": 2, "name": "All", "begins": None}]
    assert await apply(hub.database, phases=changed) == [
        "phase 2: name Everybody -> All",
        "phase 2: begins 2027-03-01 -> none",
    ]
    assert {row.number: row.name for row in await work.rows(Phase)} == {1: "Pilot", 2: "All"}


async def test_a_withdrawn_member_does_not_make_export_and_apply_disagree(hub: Hub) -> None:
    await Casework.begun(hub)
    await apply(hub.database, features={"confirm": {"members": ["beta", "gamma"]}})
    whole = yaml.safe_load(to_yaml(await alliance.export(hub.database)))
    whole["members"] = [member for member in whole["members"] if member["key"] != "gamma"]
    whole["features"]["confirm"]["members"] = ["beta", "gamma"]
    await apply(hub.database, True, **whole)
    written = to_yaml(await alliance.export(hub.database))
    assert await alliance.apply(hub.database, lambda: NOW, read_alliance_file(written, "w"), True) == []


async def test_prune_takes_phases_and_features_only_from_a_file_that_speaks_of_them(hub: Hub) -> None:
    work = await Casework.begun(hub)
    whole = yaml.safe_load(to_yaml(await alliance.export(hub.database)))
    await apply(hub.database, phases=PHASES, features=FEATURES)
    assert await apply(hub.database, True, **whole) == []
    lines = await apply(hub.database, True, **whole, phases=PHASES[:1], features={"sharing": {"all": True}})
    assert lines == [
        "phase 2: withdrawn",
        "feature confirm: open for all",
        "feature digests: open for all",
    ]
    assert [row.feature for row in await work.rows(FeatureOpening)] == ["sharing"]


async def test_what_cannot_be_meant_is_refused_with_its_line(hub: Hub) -> None:
    await Casework.begun(hub)
    with pytest.raises(AllianceFileRefused) as caught:
        await apply(
            hub.database,
            phases=[{"number": 0, "name": "x"}, {"number": 3}, {"number": 4, "name": "a"}, {"number": 4}],
            features={
                "confirm": {"all": True, "phase": 2},
                "sharing": {"members": ["nobody"]},
                "flying": {"all": True},
            },
        )
    told = "\n".join(caught.value.lines)
    for said in (
        "phases[0].number: expected a whole number from 1 up",
        "phases[3].name: missing",
        "phases[4].number: expected once",
        "features.confirm.all: expected either all, or a phase and members",
        "features.sharing.members[#1]: expected the key of a member",
        "features.flying: unknown key",
    ):
        assert said in told, told


async def test_cards_whose_member_may_no_longer_confirm_are_to_be_shown_anew(hub: Hub) -> None:
    work = await Casework.begun(hub)
    closed, stays = await work.suspect("acme"), await work.suspect("beta")

    async def revisions() -> dict[str, int]:
        return {row.subject: row.wanted_rev for row in await work.rows(SlackMessageRow, kind="case")}

    await apply(hub.database, features=FEATURES)
    assert await revisions() == {closed: 2, stays: 1}
    assert (await work.alert(closed, await work.person(ANN))).not_open is not None
    await apply(hub.database, phases=PHASES)
    assert (await revisions())[closed] == 3  # the day has been said
    await apply(hub.database, members=[{"key": "acme", "phase": 2}])
    assert await revisions() == {closed: 4, stays: 1}
    assert (await work.alert(closed)).not_open is None


async def test_an_apply_leaves_an_entry_that_names_no_people(hub: Hub) -> None:
    work = await Casework.begun(hub)
    person = {"slack": "U0NEW", "name": "Nadia Secret", "roles": ["viewer"]}
    contact = {"name": "Carla Contact", "email": "c@acme.example"}
    acme = {
        "key": "acme",
        "region": "china",
        "people": [person],
        "contact": contact,
        "account_manager": "U0OLA",
    }
    await apply(hub.database, members=[acme])
    entry = (await work.rows(AuditEntryRow, action="alliance.applied"))[-1]
    assert entry.actor == "cli:test"
    assert entry.details["changes"] == 6
    assert entry.details["lines"] == ["member acme: region europe -> china"]
    for hidden in ("Nadia", "Carla", "U0NEW", "U0OLA"):
        assert hidden not in str(entry.details)
