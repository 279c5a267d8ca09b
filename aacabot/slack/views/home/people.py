"""The home's people: everybody of an organisation, and one of them with their roles."""

from aacabot.domain.membership import Colleague, PersonPage, RoleHeld, Roster
from aacabot.locales import Words
from aacabot.slack.ids import BlockId, HomeTab
from aacabot.slack.ids.people import PeopleActionId, PeopleInputId
from aacabot.slack.views.blocks import actions, button, dialog, section
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import search_field
from aacabot.slack.views.roles import role_line, roles_in_short
from aacabot.slack.views.texts import shown

NAME = 80
AGENCIES = "agencies"
"""The place of the list of agencies; `agencies:` and an id is that of one agency."""


def people_tab(found: Roster, place: Place, per_page: int, words: Words) -> list[Block]:
    """A page of the people, searched by name, with the way to each."""
    told = words.plural("{n} person", "{n} people", found.total)
    search = search_field(
        PeopleInputId.PEOPLE_SEARCH,
        PeopleInputId.PEOPLE_SEARCH,
        words("Find by name"),
        words("A part of the name, then Enter"),
        place.words,
    )
    lines = [_person(one, words) for one in found.people]
    return [
        section(BlockId.TEXT, told),
        search,
        actions(f"{BlockId.ACTIONS}_people", *_ways(found, place, words)),
        *lines,
        *pages(place, per_page, found.total, words),
    ]


def _ways(found: Roster, place: Place, words: Words) -> list[Block | None]:
    agencies = Place(tab=HomeTab.PEOPLE, of=AGENCIES).value
    return [
        button(PeopleActionId.PERSON_ADD, words("Add a person"), place.value, style="primary"),
        button(PeopleActionId.ADMIN_APPOINT, words("Appoint a member's admin"), place.value)
        if found.is_operator
        else None,
        button(PeopleActionId.PEOPLE_SHOW, words("Agencies"), agencies) if found.agencies else None,
    ]


def _person(one: Colleague, words: Words) -> Block:
    there = Place(tab=HomeTab.PEOPLE, of=one.person_id).value
    told = f"{shown(one.name, NAME) or '?'}\n{roles_in_short(one.roles, words)}"
    way = button(PeopleActionId.PEOPLE_SHOW, words("Roles"), there)
    return section(f"{BlockId.LINE}_{one.person_id}", told, way)


def person_tab(found: PersonPage, place: Place, per_page: int, words: Words) -> list[Block]:
    """One person: each role with the button that takes it, and the button that removes the person."""
    name = shown(found.name, NAME) or "?"
    claimed = words.plural("On {n} open case", "On {n} open cases", found.claimed) if found.claimed else ""
    roles = words.plural("{n} role", "{n} roles", found.total)
    facts = " · ".join(part for part in (roles, claimed) if part)
    everybody = Place(tab=HomeTab.PEOPLE).value
    return [
        section(BlockId.TEXT, f"{name}\n{facts}"),
        actions(
            f"{BlockId.ACTIONS}_people",
            button(PeopleActionId.ROLE_GIVE, words("Give a role"), found.person_id, style="primary"),
            button(
                PeopleActionId.PERSON_REMOVE,
                words("Remove from the list"),
                found.person_id,
                style="danger",
                dialog=_removal(found, name, words),
            ),
            button(PeopleActionId.PEOPLE_SHOW, words("Back to everybody"), everybody),
        ),
        *(_role(held, name, words) for held in found.roles),
        *pages(place, per_page, found.total, words),
    ]


def _role(held: RoleHeld, name: str, words: Words) -> Block:
    said = role_line(held, words)
    asked = dialog(
        words("Take this role?"),
        words("{person} can no longer use it from now on: {role}.", person=name, role=said),
        words("Take it"),
        words("Keep it"),
    )
    take = button(PeopleActionId.ROLE_TAKE, words("Take"), held.grant_id, dialog=asked)
    return section(f"{BlockId.LINE}_{held.grant_id}", said, take)


def _removal(found: PersonPage, name: str, words: Words) -> Block:
    said = words(
        "{person} loses every role at {organisation} at once. Their open cases go to their deputy, "
        "or back to the brands.",
        person=name,
        organisation=shown(found.organisation, NAME),
    )
    return dialog(words("Remove this person?"), said, words("Remove"), words("Keep them"))
