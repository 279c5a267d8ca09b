"""`/aaca settings`, and the form of when a member's alerts come."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.domain.errors import FieldProblem
from aacabot.domain.quiet_hours import AlertMode, AlertTimes
from aacabot.locales import N_, Words
from aacabot.services import connections, setting_up
from aacabot.services.people import Reader
from aacabot.slack.ids.alert_groups import AlertGroupActionId, AlertGroupInputId
from aacabot.slack.views.alert_times import NEVER, SHOWN, alert_times_modal, settings_reply
from aacabot.slack.views.message import Message
from handlers.clicks import Body, filled, metadata, pressed
from handlers.commands import Asked, Commands
from handlers.connections import kept_from, to_edit
from handlers.home import Home
from handlers.modals import open_modal


def register(app: AsyncApp, home: Home, commands: Commands) -> None:
    """Answer the word, and listen to the form."""
    hub = home.clicks.hub

    async def settings(reader: Reader, words: Words, asked: Asked) -> Message:
        ids = sorted(reader.person.member_ids)[:SHOWN]
        found = [await connections.connections_of(hub, reader.person, member_id) for member_id in ids]
        return settings_reply(found, words)

    commands.add("settings", settings)

    @app.action(AlertGroupActionId.ALERT_TIMES)
    async def ask(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            member = await to_edit(home, reader, pressed(body))
            await open_modal(client, body, alert_times_modal(member, kept_from(body), words))

        await home.act(AlertGroupActionId.ALERT_TIMES, body, ack, client, work)

    @app.view(AlertGroupActionId.ALERT_TIMES)
    async def save(body: Body, ack: AsyncAck, client: AsyncWebClient) -> None:
        async def work(reader: Reader, words: Words) -> None:
            member_id = str(metadata(body).get("member") or "")
            await setting_up.choose_alert_times(hub, reader.person, member_id, _times(body))

        await home.submit(AlertGroupActionId.ALERT_TIMES, body, ack, client, work, N_("Saved."))


def _times(body: Body) -> AlertTimes:
    every = _hour(body, AlertGroupInputId.DIGEST_EVERY)
    return AlertTimes(
        quiet_from=_hour(body, AlertGroupInputId.QUIET_FROM),
        quiet_until=_hour(body, AlertGroupInputId.QUIET_UNTIL),
        mode=_mode(body),
        digest_every=every or 0,
    )


def _mode(body: Body) -> AlertMode:
    try:
        return AlertMode(filled(body, AlertGroupInputId.ALERT_MODE) or "")
    except ValueError:
        raise FieldProblem(AlertGroupInputId.ALERT_MODE, "unknown") from None


def _hour(body: Body, field: AlertGroupInputId) -> int | None:
    given = filled(body, field) or ""
    if given == NEVER:
        return None
    try:
        return int(given)
    except ValueError:
        raise FieldProblem(field, "unknown") from None
