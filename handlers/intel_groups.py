"""Groups of members: their list in the Intel tab, and what its buttons do."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.people import Person
from aacabot.locales import N_, Words
from aacabot.services.hub import Hub
from aacabot.services.intel import groups
from aacabot.services.people import Reader
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.intel.groups import code_modal, enter_modal, group_modal, groups_list
from aacabot.slack.views.message import Block
from handlers.clicks import Body, filled, pressed
from handlers.home import Home, place_of_home
from handlers.intel_home import IntelList, IntelTab
from handlers.modals import open_modal

_A, _I = IntelActionId, IntelInputId


def register(app: AsyncApp, home: Home, tab: IntelTab) -> None:
    """Add the list for members' own people, and listen to it."""

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        found = await groups.list_groups(home.clicks.hub, reader.person)
        return groups_list(found, words, may_manage=_manages(reader.person))

    tab.add(IntelList(key="groups", action=_A.INTEL_GROUPS, show=show, offered=_is_members))
    _listen_to_forms(app, home)
    _listen_to_inviting(app, home)
    _listen_to_answers(app, home)


def _is_members(person: Person) -> bool:
    return person.of_member is not None and person.of_member in person.member_ids


def _manages(person: Person) -> bool:
    return person.of_member is not None and groups.may_manage_groups(person, person.of_member)


def _listen_to_forms(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        action = IntelActionId(body["actions"][0]["action_id"])

        async def work(reader: Reader, words: Words) -> None:
            await groups.require_manager(hub, reader.person)
            form = group_modal if action is _A.INTEL_GROUP_MAKE else enter_modal
            await open_modal(client, body, form(place_of_home(body), words))

        await home.act(action, body, ack, client, work)

    app.action(_A.INTEL_GROUP_MAKE)(open_form)
    app.action(_A.INTEL_GROUP_ENTER)(open_form)

    @app.view(_A.INTEL_GROUP_MAKE)
    async def make(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            name, purpose = filled(body, _I.GROUP_NAME) or "", filled(body, _I.GROUP_PURPOSE) or ""
            await groups.make(hub, reader.person, name, purpose)

        said = N_("The group is made. Invite its members with a code each.")
        await home.submit(_A.INTEL_GROUP_MAKE, body, ack, client, work, said)

    @app.view(_A.INTEL_GROUP_ENTER)
    async def enter(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            await groups.enter(hub, reader.person, filled(body, _I.GROUP_CODE) or "")

        said = N_("You are invited. Join or decline below.")
        await home.submit(_A.INTEL_GROUP_ENTER, body, ack, client, work, said)


def _listen_to_inviting(app: AsyncApp, home: Home) -> None:
    @app.action(_A.INTEL_GROUP_INVITE)
    async def invite(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            made = await groups.invite(home.clicks.hub, reader.person, pressed(body))
            await open_modal(client, body, code_modal(made, words))

        await home.act(_A.INTEL_GROUP_INVITE, body, ack, client, work)


def _listen_to_answers(app: AsyncApp, home: Home) -> None:
    acts: dict[IntelActionId, Callable[[Hub, Person, str], Awaitable[None]]] = {
        _A.INTEL_GROUP_JOIN: groups.join,
        _A.INTEL_GROUP_DECLINE: groups.decline,
        _A.INTEL_GROUP_LEAVE: groups.leave,
        _A.INTEL_GROUP_CLOSE: groups.close,
    }

    async def act(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        action = IntelActionId(body["actions"][0]["action_id"])

        async def work(reader: Reader, words: Words) -> Place:
            await acts[action](home.clicks.hub, reader.person, pressed(body))
            return place_of_home(body)

        await home.act(action, body, ack, client, work)

    for action in acts:
        app.action(action)(act)
