"""Addresses written in a channel show their case only where the case's own card goes."""

from aacabot.domain.cases import CaseState
from aacabot.services import enforcement
from aacabot.services.hub import Hub
from aacabot.services.unfurls import links_shown
from tests.journeys.alliance import ANN, OPS
from tests.services.casework import Casework

URL = "https://market.example/item/{}"


async def test_a_case_is_shown_in_its_own_channel_and_the_operators_only(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect(listing_id="L7")
    case, url = await work.case(case_id), URL.format("L7")
    for team, channel in ((OPS, "C0ACME"), (OPS, "C0OPS")):
        shown = await links_shown(work.hub, team, channel, [url, URL.format("unknown")])
        assert {address: link.number for address, link in shown.items()} == {url: case.number}
    for team, channel in ((OPS, "C0BETA"), (OPS, "C0ELSE"), ("T0ELSE", "C0ACME"), ("", "")):
        assert await links_shown(work.hub, team, channel, [url]) == {}


async def test_the_newest_word_is_shown_in_the_channels_language(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect(listing_id="L7")
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    (link,) = (await links_shown(work.hub, OPS, "C0ACME", [URL.format("L7")])).values()
    assert (link.state, link.brand, link.timezone) == (CaseState.CONFIRMED, "Zephyrine", "Europe/Paris")


async def test_many_links_are_looked_up_no_further_than_the_first_twenty(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await work.suspect(listing_id="L7")
    noise = [URL.format(f"none-{n}") for n in range(20)]
    assert await links_shown(work.hub, OPS, "C0ACME", [*noise, URL.format("L7")]) == {}
