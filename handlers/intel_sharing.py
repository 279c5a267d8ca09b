"""Sharing: from a case's card in two clicks, by `/aaca share`, by the shortcut, and from the Intel tab."""

import asyncio

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem, UnknownPerson
from aacabot.domain.intel.forms import FormOffered, Given, draft_of
from aacabot.domain.intel.items import Confidence, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.locales import Words
from aacabot.services import lookup
from aacabot.services.hub import Hub
from aacabot.services.intel.confirming import what_became
from aacabot.services.intel.forms import form_for, form_from_case, whom_offered
from aacabot.services.intel.named import people_named
from aacabot.services.intel.sharing import share
from aacabot.services.people import Reader
from aacabot.slack.ids import ShortcutId
from aacabot.slack.ids.intel import IntelActionId, IntelInputId
from aacabot.slack.views.forms import option
from aacabot.slack.views.home.intel import list_place
from aacabot.slack.views.intel.shared import shared_before_modal, shared_modal
from aacabot.slack.views.intel.sharing import NAMED_AT_MOST, WHOLE_ALLIANCE, sharing_modal
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import shown
from handlers.cases import chosen
from handlers.clicks import Body, filled, filled_all, metadata, pressed, typed_in
from handlers.commands import Asked, Commands
from handlers.home import Home, is_home
from handlers.modals import open_modal, open_over
from handlers.newcomers import newcomer

_A, _I = IntelActionId, IntelInputId


def register(app: AsyncApp, home: Home, commands: Commands) -> None:
    """Listen to everything that opens the form, and to the form."""
    _listen_to_openings(app, home)
    _listen_to_card(app, home)
    _listen_to_form(app, home)
    hub = home.clicks.hub

    async def word(reader: Reader, words: Words, asked: Asked) -> None:
        form = await _asked_form(hub, reader, asked.rest)
        await open_modal(asked.client, asked.body, sharing_modal(form, None, words))

    commands.add("share", word)


async def _asked_form(hub: Hub, reader: Reader, asked: str) -> FormOffered:
    if not asked:
        return await form_for(hub, reader.person)
    found = await lookup.find_case(hub, reader.person, asked)
    return await form_from_case(hub, reader.person, found.alert.case_id)


def _listen_to_openings(app: AsyncApp, home: Home) -> None:
    """The shortcut, and the button of the tab: an empty form."""

    async def empty(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            form = await form_for(home.clicks.hub, reader.person)
            place = list_place("ours").value if is_home(body) else None
            await open_over(client, body, sharing_modal(form, None, words, place=place))

        await home.act(_A.INTEL_SHARE, body, ack, client, work)

    app.shortcut(ShortcutId.SHARE_INTEL)(empty)
    app.action(_A.INTEL_SHARE)(empty)


def _listen_to_card(app: AsyncApp, home: Home) -> None:
    @app.action(_A.INTEL_SHARE_CASE)
    async def from_case(body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            form = await form_from_case(home.clicks.hub, reader.person, pressed(body))
            await open_over(client, body, sharing_modal(form, None, words))

        if body.get("view"):
            await home.act(_A.INTEL_SHARE_CASE, body, ack, client, work)
        else:
            await home.clicks.answer(_A.INTEL_SHARE_CASE, body, ack, respond, work)


def _listen_to_form(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    async def show_anew(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            kind = chosen(IntelKind, filled(body, _I.KIND), _I.KIND)
            form = await _form_of(hub, reader, body)
            view = sharing_modal(form, kind, words, place=metadata(body).get("place"))
            await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

        await home.act(str(body["actions"][0]["action_id"]), body, ack, client, work)

    app.action(_I.KIND)(show_anew)
    app.action(_I.MEMBER)(show_anew)

    @app.options(_I.MEMBER)
    async def offer(body: Body, ack: AsyncAck) -> None:
        try:
            found = await whom_offered(hub, (await home.clicks.reader(body)).person, typed_in(body))
        except UnknownPerson:
            found = []
        await ack(options=[option(shown(one.name, 75) or "?", one.value) for one in found])

    @app.view(_A.INTEL_SHARE)
    async def submit(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Block:
            form = await _form_of(hub, reader, body)
            draft = draft_of(form, await _given(hub, client, body))
            shared = await share(hub, reader.person, form.whom.member_id, draft)
            told = await what_became(hub, reader.person, shared, draft)
            return shared_modal(told, words) if told else shared_before_modal(words)

        await home.submit(_A.INTEL_SHARE, body, ack, client, work)


async def _form_of(hub: Hub, reader: Reader, body: Body) -> FormOffered:
    """The form a submitted view was: the case or the member in it is looked up anew."""
    kept = metadata(body)
    if kept.get("case"):
        return await form_from_case(hub, reader.person, str(kept["case"]))
    return await form_for(hub, reader.person, filled(body, _I.MEMBER) or str(kept.get("whom") or ""))


async def _given(hub: Hub, client: AsyncWebClient, body: Body) -> Given:
    """What was filled in. Raises FieldProblem where a choice is none of ours."""
    label, audience = chosen(Label, filled(body, _I.LABEL), _I.LABEL), filled(body, _I.AUDIENCE)
    return Given(
        kind=chosen(IntelKind, filled(body, _I.KIND), _I.KIND),
        value=filled(body, _I.VALUE) or "",
        marketplace_id=filled(body, _I.MARKETPLACE),
        text=filled(body, _I.TEXT) or "",
        label=label,
        group_id=audience if audience and audience != WHOLE_ALLIANCE else None,
        named=await named_in(hub, client, body) if label is Label.RED else frozenset(),
        reliability=chosen(Reliability, filled(body, _I.RELIABILITY), _I.RELIABILITY),
        confidence=chosen(Confidence, filled(body, _I.CONFIDENCE), _I.CONFIDENCE),
        category=filled(body, _I.CATEGORY),
        evidence_ids=tuple(filled_all(body, _I.EVIDENCE)),
    )


async def named_in(hub: Hub, client: AsyncWebClient, body: Body) -> frozenset[str]:
    """The people chosen, each looked up in Slack by their own workspace."""
    users = filled_all(body, _I.NAMED)
    if len(users) > NAMED_AT_MOST:
        raise FieldProblem(_I.NAMED, "too_many_named")
    try:
        found = await asyncio.gather(*(newcomer(client, user) for user in users))
    except FieldProblem as problem:
        raise FieldProblem(_I.NAMED, problem.problem) from None
    return await people_named(hub, [(one.team_id, one.user_id) for one in found])
