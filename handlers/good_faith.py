"""The Good faith tab: records, the cases that cost them, a what-if, the signed file, and statuses by hand."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import date

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.good_faith import GoodFaithStatus
from aacabot.domain.good_faith.shown import Record
from aacabot.domain.people import Person
from aacabot.locales import N_, Words
from aacabot.logs import log
from aacabot.services.good_faith import export, overrides, records
from aacabot.services.people import Reader
from aacabot.slack.files import post_file
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.good_faith import GoodFaithActionId, GoodFaithInputId
from aacabot.slack.views import good_faith as views
from aacabot.slack.views.home.good_faith import costs_tab, members_tab, record_place, records_tab
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from aacabot.slack.views.replies import bug_reply
from handlers.clicks import Body, filled, metadata, pressed
from handlers.home import Home, Tab, place_of_home, searched
from handlers.modals import open_modal

_A, _I = GoodFaithActionId, GoodFaithInputId


def register(app: AsyncApp, home: Home) -> None:
    """Add the tab, for people who see a whole member's record, and listen to its buttons and forms."""

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        return await _shown(home, reader, words, place)

    home.add(Tab(tab=HomeTab.GOOD_FAITH, label=N_("Good faith"), offered=_is_offered, show=show))
    _listen_to_turns(app, home)
    _listen_to_notices(app, home)
    _listen_to_what_ifs(app, home)
    _listen_to_exports(app, home)
    _listen_to_overrides(app, home)


def _is_offered(person: Person) -> bool:
    return records.members_seen(person) != frozenset()


async def _shown(home: Home, reader: Reader, words: Words, place: Place) -> list[Block]:
    """What the place opens, or the reader's own beginning where it is not theirs to open."""
    try:
        return await _opened(home, reader, words, place)
    except (NeedsRole, FieldProblem):
        return await _opened(home, reader, words, Place(tab=HomeTab.GOOD_FAITH))


async def _opened(home: Home, reader: Reader, words: Words, place: Place) -> list[Block]:
    hub, person = home.clicks.hub, reader.person
    seen = records.members_seen(person)
    kind, _, what = place.of.partition(":")
    if kind == "costs":
        found = await records.cost_cases(hub, person, *pair_of(what), place.page)
        return costs_tab(found, place, records.CASES_PER_PAGE, words)
    only = next(iter(seen)) if seen is not None and len(seen) == 1 else ""
    if member_id := what if kind == "member" else only:
        opened = await records.open_records(hub, person, member_id, place.page)
        return records_tab(opened, place, records.RECORDS_PER_PAGE, words, of_many=not only)
    members, total = await records.list_members(hub, person, place.words, place.page)
    return members_tab(members, place, records.MEMBERS_PER_PAGE, total, words)


def _listen_to_turns(app: AsyncApp, home: Home) -> None:
    async def turn(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.GOOD_FAITH)

        await home.act(str(body["actions"][0]["action_id"]), body, ack, client, work)

    for action in (_A.GOOD_FAITH_RECORD, _A.GOOD_FAITH_MEMBERS, _A.GOOD_FAITH_COSTS):
        app.action(action)(turn)

    @app.action(_I.GOOD_FAITH_SEARCH)
    async def search(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return searched(body)

        await home.act(_I.GOOD_FAITH_SEARCH, body, ack, client, work)


def _listen_to_notices(app: AsyncApp, home: Home) -> None:
    @app.action(_A.GOOD_FAITH_COSTS_HERE)
    async def show_costs(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            found = await records.cost_cases(home.clicks.hub, reader.person, *pair_of(pressed(body)))
            await open_modal(client, body, views.costs_modal(found, words))

        await home.act(_A.GOOD_FAITH_COSTS_HERE, body, ack, client, work)


def _listen_to_what_ifs(app: AsyncApp, home: Home) -> None:
    @app.action(_A.GOOD_FAITH_WHAT_IF)
    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            record = await _record(home, reader, pressed(body))
            await open_modal(client, body, views.what_if_modal(record, place_of_home(body), words))

        await home.act(_A.GOOD_FAITH_WHAT_IF, body, ack, client, work)

    @app.view(_A.GOOD_FAITH_WHAT_IF)
    async def try_out(body: Body, ack: AsyncAck) -> None:
        async def work(reader: Reader, words: Words) -> Block:
            more = records.More(
                declines=count_in(body, _I.WHAT_IF_DECLINES),
                takedowns=count_in(body, _I.WHAT_IF_TAKEDOWNS),
                restores=count_in(body, _I.WHAT_IF_RESTORES),
            )
            reason = filled(body, _I.WHAT_IF_REASON) or views.OVERALL
            about = pair_of(str(metadata(body).get("pair", "")))
            code = "" if reason == views.OVERALL else reason
            found = await records.try_out(home.clicks.hub, reader.person, *about, code, more)
            return views.what_if_answer(found, words)

        await home.clicks.submit(_A.GOOD_FAITH_WHAT_IF, body, ack, work)


def _listen_to_exports(app: AsyncApp, home: Home) -> None:
    @app.action(_A.GOOD_FAITH_EXPORT)
    async def send(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        asked: list[tuple[Reader, Words]] = []

        async def work(reader: Reader, words: Words) -> None:
            await export.require_may_export(home.clicks.hub, reader.person, pressed(body))
            asked.append((reader, words))

        await home.act(_A.GOOD_FAITH_EXPORT, body, ack, client, work)
        for reader, words in asked:
            await home.clicks.follow(_send(home, client, body, reader, words))


async def _send(home: Home, client: AsyncWebClient, body: Body, reader: Reader, words: Words) -> None:
    """Make the file, which takes longer than Slack waits where there are many cases, and send it.

    The home says that it is on its way, or that it could not be made.
    """
    said = words("The signed good-faith record. Whoever gets it can check it: aacabot good-faith verify FILE")
    try:
        name, content = await export.export_for(home.clicks.hub, reader.person, pressed(body))
        await post_file(client, reader.person.user_id, name, content, said)
    except Exception:  # noqa: BLE001 - logged with an id the person is told
        log_id = secrets.token_hex(4)
        log(__name__).exception("record not sent", request_id=log_id)
        await home.show(client, body, place_of_home(body), bug_reply(log_id, words).text)
        return
    told = words("The record is in your messages with the app.")
    await home.show(client, body, place_of_home(body), told)


def _listen_to_overrides(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    @app.action(_A.GOOD_FAITH_OVERRIDE)
    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            record = await _record(home, reader, pressed(body))
            if not record.may_override:
                raise NeedsRole("override_good_faith", "")
            view = views.override_modal(record, place_of_home(body), hub.clock().date(), words)
            await open_modal(client, body, view)

        await home.act(_A.GOOD_FAITH_OVERRIDE, body, ack, client, work)

    @app.view(_A.GOOD_FAITH_OVERRIDE)
    async def ask(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            about = pair_of(str(metadata(body).get("pair", "")))
            status, until = filled(body, _I.OVERRIDE_STATUS), filled(body, _I.OVERRIDE_UNTIL)
            if status not in overrides.BY_HAND:
                raise FieldProblem(_I.OVERRIDE_STATUS, "unknown")
            if not until:
                raise FieldProblem(_I.OVERRIDE_UNTIL, "not_a_day")
            reason, last_day = filled(body, _I.OVERRIDE_REASON) or "", date.fromisoformat(until)
            await overrides.ask(hub, reader.person, *about, GoodFaithStatus(status), reason, last_day)

        said = N_("It is asked for: another of the operator's people must approve it.")
        await home.submit(_A.GOOD_FAITH_OVERRIDE, body, ack, client, work, said)

    _settle(app, home, _A.GOOD_FAITH_APPROVE, overrides.approve)
    _settle(app, home, _A.GOOD_FAITH_END, overrides.end)


def _settle(
    app: AsyncApp, home: Home, action: GoodFaithActionId, settle: Callable[..., Awaitable[str]]
) -> None:
    @app.action(action)
    async def act(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return record_place(await settle(home.clicks.hub, reader.person, pressed(body)))

        await home.act(action, body, ack, client, work)


async def _record(home: Home, reader: Reader, value: str) -> Record:
    """The record behind a button. Raises NeedsRole or FieldProblem."""
    return await records.open_record(home.clicks.hub, reader.person, *pair_of(value))


def pair_of(value: str) -> tuple[str, str]:
    """The member and the marketplace a button names: to be checked like anything from outside."""
    member_id, _, marketplace_id = value.partition(":")
    return member_id, marketplace_id


def count_in(body: Body, input_id: GoodFaithInputId) -> int:
    """A whole number that was typed; an empty field is 0. Raises FieldProblem."""
    text = (filled(body, input_id) or "0").strip()
    if not text.isascii() or not text.isdecimal() or int(text) > records.MOST_IN_A_WHAT_IF:
        raise FieldProblem(input_id, "not_a_count")
    return int(text)
