"""Modals that add people and give roles. Their `callback_id` is the name of the action that opened them."""

from collections.abc import Sequence

from aacabot.domain.membership import Choice
from aacabot.domain.roles import AGENCY_ROLES, Role
from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.people import PeopleActionId, PeopleInputId
from aacabot.slack.views.blocks import section
from aacabot.slack.views.forms import field, modal, option, options_of, select
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import date_picker, suggesting, suggesting_several, user_picker
from aacabot.slack.views.roles import MEANINGS
from aacabot.slack.views.texts import shown

NAME = 80


def add_person_modal(roles: Sequence[Role], place: Place, words: Words, *, by_brand: bool) -> Block:
    """Somebody of the workspace, a guest or an outsider in a shared channel, with a first role."""
    blocks = [_person(words), *_role(roles, words), *_brands(words, by_brand=by_brand)]
    return _form(PeopleActionId.PERSON_ADD, words("Add a person"), blocks, words("Add"), words, place)


def give_role_modal(
    person_id: str, name: str, roles: Sequence[Role], place: Place, words: Words, *, by_brand: bool
) -> Block:
    blocks = [
        section(BlockId.TEXT, shown(name, NAME) or "?"),
        *_role(roles, words),
        *_brands(words, by_brand=by_brand),
    ]
    title, submit = words("Give a role"), words("Give")
    return _form(PeopleActionId.ROLE_GIVE, title, blocks, submit, words, place, person=person_id)


def appoint_admin_modal(place: Place, words: Words) -> Block:
    """The operator names a member's admin: the first, or one where none is left."""
    menu = suggesting(PeopleInputId.MEMBER, words("Search for a member"))
    blocks = [field(PeopleInputId.MEMBER, words("Member"), menu), _person(words)]
    title, submit = words("Appoint an admin"), words("Appoint")
    return _form(PeopleActionId.ADMIN_APPOINT, title, blocks, submit, words, place)


def agency_grant_modal(agency_id: str, name: str, place: Place, words: Words) -> Block:
    """What an agency may do, for which brands, until when."""
    until = field(
        PeopleInputId.EXPIRES, words("Last day (UTC)"), date_picker(PeopleInputId.EXPIRES), optional=True
    )
    blocks = [
        section(BlockId.TEXT, shown(name, NAME) or "?"),
        *_role(AGENCY_ROLES, words),
        field(
            PeopleInputId.BRAND,
            words("Brands"),
            suggesting_several(PeopleInputId.BRAND, words("Search for brands")),
        ),
        until,
        section(BlockId.HINT, words("Without a last day it holds until you end it.")),
    ]
    title, submit = words("Let an agency act"), words("Give")
    return _form(PeopleActionId.AGENCY_GRANT, title, blocks, submit, words, place, agency=agency_id)


def access_modal(
    request_id: str, name: str, roles: Sequence[Role], words: Words, *, by_brand: bool = True
) -> Block:
    """Let in somebody who asked."""
    blocks = [
        section(BlockId.TEXT, words("{person} asked to be let in.", person=shown(name, NAME) or "?")),
        *_role(roles, words),
        *_brands(words, by_brand=by_brand),
    ]
    title, submit = words("Let somebody in"), words("Let in")
    return _form(PeopleActionId.ACCESS_GRANT, title, blocks, submit, words, None, request=request_id)


def brand_options(choices: Sequence[Choice]) -> list[Block]:
    return [option(shown(one.name, limits.OPTION_LABEL) or "?", one.id) for one in choices[: limits.OPTIONS]]


def _person(words: Words) -> Block:
    menu = user_picker(PeopleInputId.PERSON, words("Choose a person"))
    return field(PeopleInputId.PERSON, words("Person"), menu)


def _role(roles: Sequence[Role], words: Words) -> list[Block]:
    menu = select(PeopleInputId.ROLE, words("Choose a role"), options_of(roles, MEANINGS, words))
    return [field(PeopleInputId.ROLE, words("Role"), menu)]


def _brands(words: Words, *, by_brand: bool) -> list[Block]:
    if not by_brand:
        return []
    menu = suggesting_several(PeopleInputId.BRAND, words("Search for brands"))
    label = words("Brands (leave empty for all)")
    return [field(PeopleInputId.BRAND, label, menu, optional=True)]


def _form(
    action: PeopleActionId, title: str, blocks: list[Block], submit: str, words: Words, place: Place | None,
    **ids: str,
) -> Block:  # fmt: skip
    kept = {**ids, **({"place": place.value} if place else {})}
    return modal(action, title, blocks, close=words("Cancel"), submit=submit, metadata=kept)
