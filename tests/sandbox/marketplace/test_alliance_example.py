"""The example alliance is the one the marketplace's sellers imitate, and Slack could hold it."""

import re
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from aacabot.sandbox.marketplace.brands import BRANDS

FILE = Path(__file__).parents[3] / "alliance.example.yaml"


@pytest.fixture(scope="module")
def alliance() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def brands(alliance: dict[str, Any]) -> dict[str, Any]:
    return {brand["key"]: brand for member in alliance["members"] for brand in member["brands"]}


def test_the_marks_and_forms_are_those_the_sellers_use(alliance: dict[str, Any]) -> None:
    assert brands(alliance).keys() == BRANDS.keys()
    for key, brand in brands(alliance).items():
        (mark,) = brand["marks"]
        assert mark["text"] == BRANDS[key].mark
        assert {script: forms[0] for script, forms in mark["forms"].items()} == BRANDS[key].forms


def test_the_authorised_sellers_are_those_of_the_stream(alliance: dict[str, Any]) -> None:
    for key, brand in brands(alliance).items():
        named = {seller["seller_id"] for seller in brand["authorised_sellers"]}
        assert named == {seller[0] for seller in BRANDS[key].authorised}


def test_every_brand_has_a_right_in_force_and_exactly_one_right_has_expired(alliance: dict[str, Any]) -> None:
    today = date(2026, 1, 1)
    expired = []
    for brand in brands(alliance).values():
        assert any(right["expires"] > date(2030, 1, 1) for right in brand["rights"])
        expired += [right["number"] for right in brand["rights"] if right["expires"] < today]
    assert expired == ["99000002"]


def test_ids_are_ones_slack_would_accept(alliance: dict[str, Any]) -> None:
    organisations = [alliance["operator"], *alliance["members"], *alliance["agencies"]]
    people = [person["slack"] for organisation in organisations for person in organisation["people"]]
    assert len(people) == len(set(people))
    assert all(re.fullmatch(r"U0[A-Z0-9]+", person) for person in people)
    assert all(re.fullmatch(r"T0[A-Z0-9]+", organisation["workspace"]) for organisation in organisations)


def test_members_span_the_regions_and_only_two_have_the_fast_lane(alliance: dict[str, Any]) -> None:
    members = alliance["members"]
    assert [member["region"] for member in members] == ["europe", "china", "americas"]
    assert [member.get("fast_lane", []) for member in members] == [["sandbox"], ["sandbox"], []]
    assert all(ZoneInfo(member["timezone"]) for member in members)


def test_the_agencys_grants_are_for_known_brands(alliance: dict[str, Any]) -> None:
    (agency,) = alliance["agencies"]
    assert {grant["brand"] for grant in agency["grants"]} <= BRANDS.keys()
