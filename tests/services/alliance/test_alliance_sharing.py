"""Counsel's rules for sharing in the alliance file."""

from datetime import UTC, datetime

import pytest
import yaml

from aacabot.domain.alliance_file import AllianceFileRefused, read_alliance_file, to_yaml
from aacabot.domain.intel.rules import SharingRules
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alliance
from aacabot.services.hub import Hub
from aacabot.services.intel.rules import sharing_rules
from aacabot.store.database import Database
from tests.services.casework import Casework

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def apply(database: Database, sharing: object, prune: bool = False) -> list[str]:
    file = read_alliance_file(yaml.safe_dump({"alliance": {"sharing": sharing}}), "rules.yaml")
    return await alliance.apply(database, lambda: NOW, file, prune, "cli:test")


async def rules(hub: Hub) -> SharingRules:
    async with hub.unit(EVERYONE) as unit:
        return await sharing_rules(unit)


async def test_rules_are_told_once_and_written_back(hub: Hub) -> None:
    await Casework.begun(hub)
    assert await rules(hub) == SharingRules()
    said = {
        "least_members": 6,
        "largest_share": 20,
        "lexicon": {"add": ["Project Heron", "苍鹭"], "release": ["Dealer", "dealer"]},
    }
    assert await apply(hub.database, said) == [
        "alliance: sharing.least_members none -> 6",
        "alliance: sharing.largest_share none -> 20",
        "alliance: sharing.lexicon none -> add: Project Heron, 苍鹭; release: dealer",
    ]
    assert await apply(hub.database, said) == []
    assert await rules(hub) == SharingRules(
        least_members=6,
        largest_share=0.2,
        lexicon_added=frozenset({"Project Heron", "苍鹭"}),
        lexicon_released=frozenset({"dealer"}),
    )
    written = to_yaml(await alliance.export(hub.database))
    for prune in (False, True):
        again = read_alliance_file(written, "export.yaml")
        assert await alliance.apply(hub.database, lambda: NOW, again, prune) == []


async def test_what_the_file_does_not_mention_stays(hub: Hub) -> None:
    await Casework.begun(hub)
    await apply(hub.database, {"least_count": 4, "lexicon": {"add": ["Heron"], "release": ["dealer"]}})
    assert await apply(hub.database, {"least_months": 6}) == ["alliance: sharing.least_months none -> 6"]
    changed = await apply(hub.database, {"lexicon": {"release": []}})
    assert changed == ["alliance: sharing.lexicon add: Heron; release: dealer -> add: Heron"]
    found = await rules(hub)
    assert (found.least_count, found.months, found.lexicon_released) == (4, 6, frozenset())


async def test_a_looser_figure_and_an_unknown_term_are_refused_with_their_line(hub: Hub) -> None:
    await Casework.begun(hub)
    with pytest.raises(AllianceFileRefused) as refused:
        await apply(
            hub.database,
            {
                "least_members": 4,
                "least_count": 2,
                "largest_share": 26,
                "least_months": 2,
                "lexicon": {"add": ["x"], "release": ["distributer"]},
                "months": 3,
            },
        )
    told = "\n".join(refused.value.lines)
    for said in (
        "alliance.sharing.least_members: expected a whole number from 5 up: the figure can be made stricter",
        "alliance.sharing.least_count: expected a whole number from 3 up",
        "alliance.sharing.largest_share: expected percent from 1 to 25",
        "alliance.sharing.least_months: expected a number of months from 3 up",
        "alliance.sharing.lexicon.add[#1]: expected a list of words or phrases",
        "did you mean distributor?",
        "alliance.sharing.months: unknown key; did you mean least_months?",
    ):
        assert said in told, told
    assert all(line.startswith("rules.yaml:") for line in refused.value.lines)
    assert await rules(hub) == SharingRules()


async def test_a_term_is_not_both_added_and_released(hub: Hub) -> None:
    await Casework.begun(hub)
    await apply(hub.database, {"lexicon": {"add": ["Dealer"]}})
    with pytest.raises(AllianceFileRefused, match="expected a term that add does not have"):
        await apply(hub.database, {"lexicon": {"release": ["dealer"]}})
