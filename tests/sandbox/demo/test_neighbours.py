"""The demo's neighbours: enough members that one seller met by several betrays none of them."""

from aacabot.sandbox.demo.neighbours import neighbours_file, neighbours_workspaces
from aacabot.sandbox.demo.rehearsal import example_alliance
from aacabot.sandbox.marketplace.one_seller import SELLER, one_seller
from tests.services.casework import NOON


def test_each_neighbour_has_a_workspace_with_its_channel() -> None:
    rooms = {one.id: [room.id for room in one.channels] for one in neighbours_workspaces()}
    assert rooms == {
        "T0FERROWICK": ["C0FERROWICK"], "T0MURRELODE": ["C0MURRELODE"], "T0HALCYRANE": ["C0HALCYRANE"],
    }  # fmt: skip


def test_the_one_seller_offers_something_for_six_members() -> None:
    brands = {
        brand.key: member.key
        for file in (example_alliance(), neighbours_file())
        for member in file.members
        for brand in member.brands
    }
    listings = one_seller("https://market.example", NOON, "1")
    assert len({brands[one["brand"]] for one in listings}) == 6
    assert {one["seller"]["id"] for one in listings} == {SELLER["id"]}
