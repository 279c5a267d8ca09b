"""The home's people, agencies and the modals opened there: sound whatever the names, and never cut short."""

from datetime import date
from typing import Any

import pytest

from aacabot.domain.membership import (
    AgencyGrant,
    AgencyLine,
    AgencyPage,
    Choice,
    Colleague,
    PersonPage,
    RoleHeld,
    Roster,
)
from aacabot.domain.roles import DESK_GRANTS, MEMBER_ROLES, Role
from aacabot.locales import Words
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.agencies import agencies_tab, agency_tab
from aacabot.slack.views.home.frame import home_view
from aacabot.slack.views.home.people import people_tab, person_tab
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.people_modals import (
    access_modal,
    add_person_modal,
    agency_grant_modal,
    appoint_admin_modal,
    brand_options,
    give_role_modal,
)
from aacabot.slack.views.roles import roles_in_short
from tests.slack.views.checks import action_ids, has_no_markup, is_sound_modal, texts
from tests.slack.views.samples import EN, LANGUAGES

HOSTILE = "<!channel> *x* \u202e:skull: <https://evil.example|a> 安" + "é" * 300
PLACE = Place(tab=HomeTab.PEOPLE)
ID = "0" * 31


def role(
    number: int, name: str = "enforcer", brand: str | None = None, until: date | None = None
) -> RoleHeld:
    return RoleHeld(grant_id=f"{ID}{number}", role=name, brand=brand, expires=until)


def roster(people: int, total: int | None = None, *, operator: bool = False) -> Roster:
    everybody = [
        Colleague(person_id=f"{ID}{n}", name=HOSTILE, roles=tuple(role(k, brand=HOSTILE) for k in range(n)))
        for n in range(people)
    ]
    return Roster(
        organisation="Acme",
        is_operator=operator,
        people=everybody,
        total=total or people,
        agencies=0 if operator else 3,
    )


def page(roles: int, total: int, name: str = HOSTILE) -> PersonPage:
    held = [role(n, brand=HOSTILE, until=date(2027, 1, 31)) for n in range(roles)]
    return PersonPage(person_id=ID + "a", name=name, organisation=HOSTILE, roles=held, total=total, claimed=3)


def agency(grants: int, total: int) -> AgencyPage:
    held = [
        AgencyGrant(brand_id=f"{ID}{n}", brand=HOSTILE, role="counsel", expires=date(2027, 1, 31))
        for n in range(grants)
    ]
    return AgencyPage(agency_id=ID + "a", name=HOSTILE, people=(HOSTILE,) * 30, grants=held, total=total)


def every_place(words: Words) -> dict[str, list[Block]]:
    lines = [AgencyLine(agency_id=f"{ID}{n}", name=HOSTILE, brands=n) for n in range(20)]
    return {
        "nobody": people_tab(roster(0), PLACE, 20, words),
        "everybody": people_tab(roster(20, 700), Place(tab=HomeTab.PEOPLE, words="an", page=2), 20, words),
        "the desk": people_tab(roster(3, operator=True), PLACE, 20, words),
        "a person": person_tab(page(20, 1_000), PLACE, 20, words),
        "a person without roles": person_tab(page(0, 0), PLACE, 20, words),
        "agencies": agencies_tab(lines, PLACE, 20, 60, words),
        "an agency": agency_tab(agency(20, 200), PLACE, 20, words),
        "an agency without grants": agency_tab(agency(0, 0), PLACE, 20, words),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", every_place(EN))
def test_every_place_of_the_tab_is_sound_with_names_of_any_kind(name: str, language: str) -> None:
    words = LANGUAGES[language]
    view = home_view("Acme", [], PLACE, every_place(words)[name], words)
    is_sound_modal(view)


def test_a_long_list_is_paged_and_the_search_kept() -> None:
    blocks = every_place(EN)["everybody"]
    said = texts(Message("", blocks))
    assert "700 people" in said and "21 to 40 of 700" in said
    assert [block["element"]["initial_value"] for block in blocks if block["type"] == "input"] == ["an"]
    assert action_ids(Message("", blocks)).count("people_show") == 21


def test_only_the_desk_appoints_a_members_admin_and_only_members_have_agencies() -> None:
    desk, member = (action_ids(Message("", every_place(EN)[name])) for name in ("the desk", "everybody"))
    assert "admin_appoint" in desk and "admin_appoint" not in member
    assert "Agencies" not in texts(Message("", every_place(EN)["the desk"]))


def test_a_role_is_taken_and_a_person_removed_only_after_slacks_own_question() -> None:
    blocks = every_place(EN)["a person"]
    pressed = [part for block in blocks for part in _buttons(block)]
    asking = {part["action_id"] for part in pressed if "confirm" in part}
    assert asking == {"role_take", "person_remove"}
    assert all("confirm" in part for part in pressed if part["action_id"] == "role_take")


def _buttons(block: Block) -> list[dict[str, Any]]:
    inside = [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
    return [part for part in inside if part["type"] == "button"]


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ([], "No role yet"),
        ([role(1)], "enforcer for all brands"),
        ([role(1, brand="Acme"), role(2, brand="Bolt")], "enforcer for Acme and Bolt"),
        ([role(n, brand=f"B{n}") for n in range(200)], "enforcer for 200 brands"),
        ([role(1, "viewer"), role(2, "counsel", "Acme")], "viewer for all brands · counsel for Acme"),
        ([role(1, "operator_admin"), role(2, "liaison")], "operator admin · liaison"),
    ],
)
def test_roles_are_told_on_one_line(held: list[RoleHeld], said: str) -> None:
    assert roles_in_short(held, EN) == said


def every_modal(words: Words) -> dict[str, Block]:
    return {
        "add": add_person_modal(MEMBER_ROLES, PLACE, words, by_brand=True),
        "add to the desk": add_person_modal(DESK_GRANTS, PLACE, words, by_brand=False),
        "give": give_role_modal(ID, HOSTILE, MEMBER_ROLES, PLACE, words, by_brand=True),
        "appoint": appoint_admin_modal(PLACE, words),
        "agency": agency_grant_modal(ID, HOSTILE, PLACE, words),
        "let in": access_modal(ID, HOSTILE, MEMBER_ROLES, words),
        "let in by the desk": access_modal(ID, HOSTILE, (Role.ADMIN,), words, by_brand=False),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", every_modal(EN))
def test_every_modal_is_sound(name: str, language: str) -> None:
    is_sound_modal(every_modal(LANGUAGES[language])[name])


def test_modals_offer_only_what_can_be_given() -> None:
    offered = str(every_modal(EN)["agency"])
    assert "agency_user" in offered and "'admin'" not in offered
    assert "operator_admin" not in str(every_modal(EN)["add"])


def test_at_most_a_hundred_brands_are_offered_at_once() -> None:
    options = brand_options([Choice(f"{ID}{n}", HOSTILE) for n in range(200)])
    assert len(options) == 100
    has_no_markup(options)
    assert all(0 < len(option["text"]["text"]) <= 75 for option in options)
