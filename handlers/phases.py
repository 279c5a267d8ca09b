"""The operator's Phases tab: who is in which phase, and what opens when."""

from dataclasses import replace
from datetime import date

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem
from aacabot.domain.features import Feature, Opening
from aacabot.domain.phases import PhaseShown
from aacabot.locales import N_, Words
from aacabot.services import directory, phases, reshowing
from aacabot.services.people import Reader
from aacabot.slack import limits
from aacabot.slack.ids.home import HomeTab
from aacabot.slack.ids.phases import PhaseActionId, PhaseInputId
from aacabot.slack.views.home.phases import phase_members_tab, phases_tab
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from aacabot.slack.views.phases import FOR_ALL, NOBODY, feature_modal, move_modal, phase_modal
from handlers.clicks import Body, filled, filled_all, metadata, pressed
from handlers.home import Home, Tab, place_of_home, searched
from handlers.member_choices import offer_members
from handlers.modals import open_modal


def register(app: AsyncApp, home: Home) -> None:
    """Add the tab for the operator's admins, its buttons and its forms."""
    hub = home.clicks.hub

    async def show(reader: Reader, words: Words, place: Place) -> list[Block]:
        rolled = await phases.roll_out(hub, reader.person)
        if not place.of.isdecimal():
            return phases_tab(rolled, place, words)
        number = int(place.of)
        phase = next((one for one in rolled.phases if one.number == number), PhaseShown(number=number))
        members, total = await phases.members_in(hub, reader.person, number, place.words, place.page)
        return phase_members_tab(phase, members, place, phases.PER_PAGE, total, words)

    home.add(
        Tab(tab=HomeTab.PHASES, label=N_("Phases"), offered=lambda one: one.is_operator_admin, show=show)
    )
    _listen_to_turns(app, home)
    _listen_to_phases(app, home)
    _listen_to_features(app, home)
    _listen_to_moves(app, home)


def _listen_to_turns(app: AsyncApp, home: Home) -> None:
    async def look(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return place_from(pressed(body), HomeTab.PHASES)

        await home.act(PhaseActionId.PHASE_MEMBERS, body, ack, client, work)

    app.action(PhaseActionId.PHASE_MEMBERS)(look)
    app.action(PhaseActionId.PHASE_ALL)(look)

    @app.action(PhaseInputId.PHASE_SEARCH)
    async def search(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> Place:
            return searched(body)

        await home.act(PhaseInputId.PHASE_SEARCH, body, ack, client, work)


def _listen_to_phases(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub

    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            known = {str(one.number): one for one in await phases.phases_known(hub, reader.person)}
            view = phase_modal(known.get(pressed(body)), place_of_home(body), words)
            await open_modal(client, body, view)

        await home.act(PhaseActionId.PHASE_EDIT, body, ack, client, work)

    async def save(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        rest: list[str] = []

        async def work(reader: Reader, words: Words) -> None:
            kept = metadata(body).get("number")
            number = whole(kept or filled(body, PhaseInputId.PHASE_NUMBER), PhaseInputId.PHASE_NUMBER)
            name, day = filled(body, PhaseInputId.PHASE_NAME), filled(body, PhaseInputId.PHASE_BEGINS)
            begins = date.fromisoformat(day) if day else None
            rest.extend(
                await phases.name_phase(hub, reader.person, number, name or "", begins, is_new=kept is None)
            )

        await home.submit(PhaseActionId.PHASE_EDIT, body, ack, client, work, N_("The phase is saved."))
        await home.clicks.follow(reshowing.wake(hub, rest))

    for action in (PhaseActionId.PHASE_ADD, PhaseActionId.PHASE_EDIT):
        app.action(action)(open_form)
        app.view(action)(save)


def _listen_to_features(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub
    offer_members(app, home.clicks, PhaseInputId.FEATURE_MEMBERS)

    @app.action(PhaseActionId.FEATURE_EDIT)
    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            rolled = await phases.roll_out(hub, reader.person)
            wanted = the_feature(pressed(body))
            feature = next(one for one in rolled.features if one.opening.feature is wanted)
            await open_modal(client, body, feature_modal(feature, rolled.phases, place_of_home(body), words))

        await home.act(PhaseActionId.FEATURE_EDIT, body, ack, client, work)

    @app.view(PhaseActionId.FEATURE_EDIT)
    async def save(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        rest: list[str] = []

        async def work(reader: Reader, words: Words) -> None:
            opened = opening_of_form(body)
            rolled = await phases.roll_out(hub, reader.person)
            feature = next(one for one in rolled.features if one.opening.feature is opened.feature)
            if not opened.for_all:
                # A form shows a hundred choices: those beyond stay as they were.
                hidden = {member.id for member in feature.members[limits.OPTIONS :]}
                opened = replace(opened, member_ids=opened.member_ids | hidden)
            rest.extend(await phases.open_feature(hub, reader.person, opened))

        await home.submit(PhaseActionId.FEATURE_EDIT, body, ack, client, work, N_("What is open is saved."))
        await home.clicks.follow(reshowing.wake(hub, rest))


def _listen_to_moves(app: AsyncApp, home: Home) -> None:
    hub = home.clicks.hub
    offer_members(app, home.clicks, PhaseInputId.MOVED_MEMBERS)

    @app.action(PhaseActionId.PHASE_MOVE)
    async def open_form(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            known = await phases.phases_known(hub, reader.person)
            moving = await directory.named(hub, reader.person, [pressed(body)])
            await open_modal(client, body, move_modal(moving, known, place_of_home(body), words))

        await home.act(PhaseActionId.PHASE_MOVE, body, ack, client, work)

    @app.view(PhaseActionId.PHASE_MOVE)
    async def move(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        rest: list[str] = []

        async def work(reader: Reader, words: Words) -> None:
            number = whole(filled(body, PhaseInputId.MOVED_TO), PhaseInputId.MOVED_TO)
            members = filled_all(body, PhaseInputId.MOVED_MEMBERS)
            rest.extend(await phases.move_members(hub, reader.person, members, number))

        await home.submit(PhaseActionId.PHASE_MOVE, body, ack, client, work, N_("The members are moved."))
        await home.clicks.follow(reshowing.wake(hub, rest))


def opening_of_form(body: Body) -> Opening:
    """To whom the form says a feature is open."""
    feature = the_feature(str(metadata(body).get("feature", "")))
    if filled(body, PhaseInputId.FEATURE_HOW) == FOR_ALL:
        return Opening(feature=feature, for_all=True)
    phase = filled(body, PhaseInputId.FEATURE_PHASE) or NOBODY
    return Opening(
        feature=feature,
        phase=None if phase == NOBODY else whole(phase, PhaseInputId.FEATURE_PHASE),
        member_ids=frozenset(filled_all(body, PhaseInputId.FEATURE_MEMBERS)),
    )


def the_feature(value: str) -> Feature:
    try:
        return Feature(value)
    except ValueError:
        raise FieldProblem(PhaseInputId.FEATURE_HOW, "unknown") from None


def whole(text: str | None, field: str) -> int:
    """A whole number that was typed or chosen. Raises FieldProblem."""
    if not text or not text.isascii() or not text.strip().isdecimal():
        raise FieldProblem(field, "not_a_number" if text else "required")
    return int(text)
