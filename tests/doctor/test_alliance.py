"""Who is missing from the alliance, so that a case would reach nobody."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.doctor.conftest import Clinic, only
from tests.journeys import alliance as journey

Change = Callable[[dict[str, Any]], object]


def _brand(file: dict[str, Any]) -> dict[str, Any]:
    brand: dict[str, Any] = file["members"][0]["brands"][0]
    return brand


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda file: _brand(file).update(rights=[journey.RIGHT | {"expires": "2020-01-01"}]),
            "right in force",
        ),
        (lambda file: _brand(file).update(rights=[]), "right in force"),
        (lambda file: _brand(file).update(marks=[]), "without a mark"),
        (lambda file: file["members"][0].pop("channel"), "without a channel"),
        (
            lambda file: file["members"][0].update(people=file["members"][0]["people"][2:]),
            "nobody who may decide",
        ),
    ],
)
async def test_a_brand_that_lacks_something_is_warned_of_by_its_key(
    empty_clinic: Clinic, change: Change, said: str
) -> None:
    await empty_clinic.apply(change)
    warned = only(await empty_clinic.examine(), None)
    assert said in warned.said
    assert warned.said.endswith(": brand acme-brand")
    assert "aacabot alliance apply" in warned.mend


async def test_a_member_without_a_contact_is_warned_of(empty_clinic: Clinic) -> None:
    await empty_clinic.apply(lambda file: file["members"][1].pop("contact"))
    assert only(await empty_clinic.examine(), None).said.endswith("every notice names: member beta")


async def test_a_grant_of_an_agency_is_enough_to_decide(empty_clinic: Clinic) -> None:
    await empty_clinic.apply(lambda file: file["members"][1].update(people=[]))
    assert [one for one in await empty_clinic.examine() if one.ok is None] == []


async def test_a_desk_without_a_reviewer_is_warned_of(empty_clinic: Clinic) -> None:
    await empty_clinic.apply(lambda file: file["operator"]["people"][0].update(roles=["account_manager"]))
    assert only(await empty_clinic.examine(), None).said == "has nobody who reviews: the desk"


async def test_an_alliance_of_nobody_is_warned_of(empty_clinic: Clinic) -> None:
    await empty_clinic.apply(lambda file: file.update(members=[], agencies=[], marketplaces=[]))
    said = {one.said for one in await empty_clinic.examine() if one.ok is None}
    assert said == {"has no member: the alliance", "has no marketplace: the alliance"}


async def test_no_alliance_at_all_is_a_failure(empty_clinic: Clinic) -> None:
    failed = only(await empty_clinic.examine())
    assert failed.said == "there is none yet"
    assert "alliance.example.yaml" in failed.mend
