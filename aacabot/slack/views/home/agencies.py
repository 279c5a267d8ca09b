"""The home's agencies: all of the alliance's, and one of them with what the member granted it."""

from collections.abc import Sequence

from aacabot.domain.membership import AgencyGrant, AgencyLine, AgencyPage
from aacabot.locales import Words
from aacabot.slack.ids import BlockId, HomeTab
from aacabot.slack.ids.people import PeopleActionId
from aacabot.slack.views.blocks import actions, button, context, dialog, section
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.people import AGENCIES, NAME
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.roles import BRAND, ending, role_named
from aacabot.slack.views.texts import shown

PEOPLE_NAMED = 10


def agencies_tab(
    found: Sequence[AgencyLine], place: Place, per_page: int, total: int, words: Words
) -> list[Block]:
    """A page of the agencies, with the way to each."""
    everybody = Place(tab=HomeTab.PEOPLE).value
    return [
        section(BlockId.TEXT, words("Agencies act for your brands as far and as long as you let them.")),
        actions(
            f"{BlockId.ACTIONS}_people",
            button(PeopleActionId.PEOPLE_SHOW, words("Back to everybody"), everybody),
        ),
        *(_agency(one, words) for one in found),
        *pages(place, per_page, total, words),
    ]


def _agency(one: AgencyLine, words: Words) -> Block:
    acts = (
        words.plural("Acts for {n} of your brands", "Acts for {n} of your brands", one.brands)
        if one.brands
        else words("Acts for none of your brands")
    )
    way = button(PeopleActionId.PEOPLE_SHOW, words("Grants"), place_of_agency(one.agency_id).value)
    return section(f"{BlockId.LINE}_{one.agency_id}", f"{shown(one.name, NAME) or '?'}\n{acts}", way)


def place_of_agency(agency_id: str) -> Place:
    return Place(tab=HomeTab.PEOPLE, of=f"{AGENCIES}:{agency_id}")


def agency_tab(found: AgencyPage, place: Place, per_page: int, words: Words) -> list[Block]:
    """One agency: each grant with its last day, and the button that ends it."""
    all_of_them = Place(tab=HomeTab.PEOPLE, of=AGENCIES).value
    return [
        section(BlockId.TEXT, shown(found.name, NAME) or "?"),
        *_people(found, words),
        actions(
            f"{BlockId.ACTIONS}_people",
            button(PeopleActionId.AGENCY_GRANT, words("Give a role"), found.agency_id, style="primary"),
            button(PeopleActionId.PEOPLE_SHOW, words("Back to the agencies"), all_of_them),
        ),
        *(_grant(found, grant, words) for grant in found.grants),
        *pages(place, per_page, found.total, words),
    ]


def _people(found: AgencyPage, words: Words) -> list[Block]:
    if not found.people:
        return []
    named = [shown(name, NAME) or "?" for name in found.people[:PEOPLE_NAMED]]
    more = len(found.people) - len(named)
    listed = words.listing_of(named)
    said = (
        words.plural("{names} and {n} more", "{names} and {n} more", more, names=listed) if more else listed
    )
    return [context(BlockId.HINT, words("Its people: {names}", names=said))]


def _grant(found: AgencyPage, grant: AgencyGrant, words: Words) -> Block:
    role, brand = role_named(grant.role, words), shown(grant.brand, BRAND) or "?"
    said = words("{role} for {brands}", role=role, brands=brand) + ending(grant.expires, words)
    asked = dialog(
        words("End this grant?"),
        words(
            "{agency} can no longer act by it from now on: {role}. Cases its people are on come back to you.",
            agency=shown(found.name, NAME),
            role=said,
        ),
        words("End it"),
        words("Keep it"),
    )
    value = f"{found.agency_id}:{grant.brand_id}:{grant.role}"
    end = button(PeopleActionId.AGENCY_END, words("End"), value, dialog=asked)
    return section(f"{BlockId.LINE}_{grant.brand_id}_{grant.role}", said, end)
