"""The home's tab of connections."""

from datetime import date, timedelta
from typing import Any

import pytest

from aacabot.domain.connections import ActingAgency, BrandRoom, Connections, Lane, LinkedTeam
from aacabot.domain.invites import MOST_OPEN, OpenInvite
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.connections import CHANNEL_PROBLEMS, connections_tab, members_list
from aacabot.slack.views.home.frame import TabShown, home_view
from aacabot.slack.views.home.places import Place
from tests.slack.views.checks import is_sound_modal
from tests.slack.views.connected import HOSTILE_NAMES, connected
from tests.slack.views.samples import EN, NOW

PLACE = Place(tab=HomeTab.CONNECTIONS)
TABS = [TabShown(tab=tab, label=tab.title()) for tab in HomeTab]


def shown(member: Connections, place: Place = PLACE) -> dict[str, Any]:
    """The tab in its frame, sound and within what Slack takes."""
    view = home_view("Acme", TABS, place, connections_tab(member, place, 10, EN), EN)
    is_sound_modal(view)
    return view


def full(name: str = "Acme") -> Connections:
    """As much as one page can hold, with a name everywhere a name is shown."""
    invite = OpenInvite(id="i", member=name, made_by=name, made_at=NOW, expires_at=NOW + timedelta(days=14))
    return connected(
        member=name,
        teams=(
            LinkedTeam(team_id="T0NEW", name=name, is_operators=False, is_installed=True),
            LinkedTeam(team_id="T0OPS", name=None, is_operators=True, is_installed=True),
            LinkedTeam(team_id="T0OLD", name=name, is_operators=False, is_installed=False),
        ),
        invites=tuple(OpenInvite(**{**vars(invite), "id": f"i{number}"}) for number in range(MOST_OPEN)),
        agencies=tuple(ActingAgency(name=name, brands=3, ends=date(2027, 3, 31)) for _ in range(40)),
        lanes=tuple(Lane(marketplace=name, is_fast=bool(n % 2)) for n in range(20)),
        brand_rooms=tuple(
            BrandRoom(brand_id=f"b{n}", brand=name, channel_id=f"C0{n}", problem="is_archived")
            for n in range(10)
        ),
        brand_rooms_in_all=200,
    )


def buttons(view: dict[str, Any]) -> set[str]:
    found = set()
    for block in view["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory", {})]:
            found.add(element.get("action_id"))
    return found


@pytest.mark.parametrize("name", ["Acme", *HOSTILE_NAMES])
def test_a_full_page_fits_whatever_the_names(name: str) -> None:
    assert len(shown(full(name))["blocks"]) <= 90


def test_everything_is_said() -> None:
    text = str(shown(full())["blocks"])
    for said in (
        "T0OPS, the operator's: in a channel there",
        "the app is not installed there now",
        "The app can write there.",
        "Time zone: Asia/Shanghai",
        "Language: 中文",
        "Digest at 07:00",
        "plain words, one step at a time",
        "The agency that acts for us",
        "Acme: 3 brands, until 31 Mar 2027",
        "what you confirm goes out at once",
        "the desk looks at what you confirm first",
        "It is archived. Choose another.",
        "1 to 10 of 200",
    ):
        assert said in text, said


def test_admins_have_the_buttons_and_others_read() -> None:
    editing = {"set_up", "preferences", "brand_channel", "invite_make", "invite_withdraw"}
    assert editing <= buttons(shown(full()))
    reading = shown(connected(can_edit=False, can_invite=False))
    assert not editing & buttons(reading)


@pytest.mark.parametrize("problem", [*CHANNEL_PROBLEMS, "something_new"])
def test_a_channel_that_cannot_be_written_to_is_said_in_words(problem: str) -> None:
    view = shown(connected(channel_problem=problem))
    assert problem not in str(view["blocks"])
    assert "The app can write there" not in str(view["blocks"])


def test_before_anything_is_linked_the_code_can_be_entered_here() -> None:
    view = shown(connected(team_id=None, channel_id=None, teams=()))
    assert "No workspace is linked yet." in str(view["blocks"])
    assert "No channel is chosen yet" in str(view["blocks"])
    assert "join_enter" in buttons(view)


def test_readers_of_several_members_search_and_turn_pages() -> None:
    found = [(f"m{number}", name) for number, name in enumerate([*HOSTILE_NAMES, "Acme"])]
    place = Place(tab=HomeTab.CONNECTIONS, words="a", page=2)
    blocks = members_list(found, place, 6, 700, EN, invites=True)
    view = home_view("IPR desk", TABS, place, blocks, EN)
    is_sound_modal(view)
    assert {"connections_of", "home_page_on", "home_page_back", "invite_make"} <= buttons(view)
    nobody = members_list([], place, 6, 0, EN, invites=False)
    assert "No member is called so." in str(nobody)
    assert "invite_make" not in str(nobody)
