"""What every click has in common: who it was, one service call, an acknowledgement, words in answer."""

import json
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from structlog.contextvars import bound_contextvars

from aacabot.domain.errors import FieldProblem, Refusal, UnknownPerson
from aacabot.domain.ids import is_id
from aacabot.domain.untrusted import storable
from aacabot.locales import Catalogues, Words
from aacabot.logs import log
from aacabot.services.hub import Hub
from aacabot.services.people import Reader, identify
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.modals import field_errors, refused_fields
from aacabot.slack.views.notices import notice_modal
from aacabot.slack.views.refusals import refusal_words
from aacabot.slack.views.replies import bug_reply, refusal_reply

Body = dict[str, Any]
Work = Callable[[Reader, Words], Awaitable[Message | None]]
Submitted = Callable[[Reader, Words], Awaitable[Message | Block | None]]
"""What a modal asks for; a view it returns is shown in the modal's place."""
Then = Callable[[Reader, Words], Awaitable[None]]


@dataclass(frozen=True)
class Clicks:
    """Turns Slack's payloads into a person and a service call, and the outcome into words."""

    hub: Hub
    catalogues: Catalogues

    async def reader(self, body: Body) -> Reader:
        """Who clicked, by their own workspace and user id. Raises UnknownPerson."""
        team_id, user_id = identity(body)
        return await identify(self.hub, team_id, user_id)

    def words(self, reader: Reader | None) -> Words:
        if reader is None:
            return self.catalogues.words(locale="en", timezone="UTC")
        return self.catalogues.words(locale=reader.locale, timezone=reader.timezone)

    async def answer(self, action: str, body: Body, ack: AsyncAck, respond: AsyncRespond, work: Work) -> None:
        """Do the work, acknowledge once it is committed, and answer so that only this person sees it.

        Nothing may escape after the acknowledgement: Bolt would lose it (slack_bolt's asyncio_runner).
        """
        started, request_id = time.perf_counter(), secrets.token_hex(4)
        with bound_contextvars(request_id=request_id, action=action, **_case(body)):
            reply, outcome = await self._outcome(body, work, request_id)
            await ack()
            self.hub.metrics.clicks.labels(action, outcome).inc()
            self.hub.metrics.ack_seconds.labels(action).observe(time.perf_counter() - started)
            if reply is not None:
                await self.follow(_respond(respond, reply))

    async def _outcome(self, body: Body, work: Work, request_id: str) -> tuple[Message | None, str]:
        reader: Reader | None = None
        try:
            reader = await self.reader(body)
            return await work(reader, self.words(reader)), "done"
        except Refusal as refusal:
            log(__name__).info("refused", why=type(refusal).__name__)
            return _refused(refusal, self.words(reader), body), type(refusal).__name__
        except Exception:  # noqa: BLE001 - logged with an id the person is told
            log(__name__).exception("click failed")
            return bug_reply(request_id, self.words(reader)), "bug"

    async def submit(
        self, action: str, body: Body, ack: AsyncAck, work: Submitted, then: Then | None = None
    ) -> None:
        """Do what a modal asks for: it closes when done, says field errors in place, and refusals instead.

        `then` follows once Slack has been answered, if the work was done: it shows what has changed.
        """
        started, request_id = time.perf_counter(), secrets.token_hex(4)
        reader: Reader | None = None
        answer: dict[str, Any] = {}
        with bound_contextvars(request_id=request_id, action=action, **_case(body)):
            try:
                reader = await self.reader(body)
                shown = await work(reader, self.words(reader))
                answer = {"response_action": "update", "view": shown} if isinstance(shown, dict) else {}
                outcome = "done"
            except FieldProblem as problem:
                errors = field_errors(problem, body["view"], self.words(reader))
                answer, outcome = {"response_action": "errors", "errors": errors}, "FieldProblem"
            except Refusal as refusal:
                words = self.words(reader)
                errors = refused_fields(refusal, body["view"], words)
                instead = {"response_action": "errors", "errors": errors} if errors else None
                answer = instead or self._instead(body, refusal_words(refusal, words), reader)
                outcome = type(refusal).__name__
            except Exception:  # noqa: BLE001 - logged with an id the person is told
                log(__name__).exception("submission failed")
                said = bug_reply(request_id, self.words(reader)).text
                answer, outcome = self._instead(body, said, reader), "bug"
            await (ack(**answer) if answer else ack())
            self.hub.metrics.clicks.labels(action, outcome).inc()
            self.hub.metrics.ack_seconds.labels(action).observe(time.perf_counter() - started)
            if then is not None and reader is not None and outcome == "done":
                await self.follow(then(reader, self.words(reader)))

    async def follow(self, showing: Awaitable[None]) -> None:
        """What comes after the acknowledgement: it must not raise, or Bolt would lose the answer."""
        try:
            await showing
        except Exception:  # noqa: BLE001 - the work is committed and acknowledged; only its showing is lost
            log(__name__).exception("not shown")

    def _instead(self, body: Body, said: str, reader: Reader | None) -> dict[str, Any]:
        view = notice_modal(body["view"]["callback_id"], said, self.words(reader))
        return {"response_action": "update", "view": view}


def _refused(refusal: Refusal, words: Words, body: Body) -> Message:
    case_id = _case(body).get("case_id", "")
    about = case_id if is_id(case_id) else ""
    return refusal_reply(refusal, words, case_id=about, typed="command" in body)


async def _respond(respond: AsyncRespond, reply: Message) -> None:
    await respond(text=reply.text, blocks=reply.blocks, response_type="ephemeral", replace_original=False)


def identity(body: Body) -> tuple[str, str]:
    """(team, user) of whoever acted. Commands name them flat; with Slack Connect the user's team differs."""
    user = body.get("user")
    if isinstance(user, dict):
        return _own_workspace(body, user), str(user["id"])
    if "user_id" in body:
        return str(body.get("team_id") or ""), str(body["user_id"])
    raise UnknownPerson("", "")


def _own_workspace(body: Body, user: Body) -> str:
    """The person's workspace. Slack may name their organisation in its place: then the one they clicked in.

    Only where that is of the same organisation: a guest's organisation is another, and stays a stranger's.
    """
    own, clicked_in = str(user.get("team_id") or ""), str((body.get("team") or {}).get("id") or "")
    organisation = str((body.get("enterprise") or {}).get("id") or "")
    if not own or (own.startswith("E") and own == organisation):
        return clicked_in or own
    return own


def pressed(body: Body) -> str:
    """The value of the button that was pressed: the case id, to be checked like anything from outside."""
    return str(body["actions"][0].get("value") or "")


def seen_on_card(body: Body) -> str | None:
    """The affirmation of the very card that was clicked, from behind the colon of its buttons' block id."""
    return str(body["actions"][0].get("block_id") or "").partition(":")[2] or None


def metadata(body: Body) -> dict[str, Any]:
    """What a modal was opened with."""
    kept: dict[str, Any] = json.loads(body["view"].get("private_metadata") or "{}")
    return kept


def case_of_view(body: Body) -> str:
    """The case a modal was opened for."""
    return str(metadata(body).get("case", ""))


def filled(body: Body, block_id: str) -> str | None:
    """What was filled in or chosen in a modal's input, or None."""
    return next(iter(filled_all(body, block_id)), None)


def filled_all(body: Body, block_id: str) -> list[str]:
    """Everything chosen in an input that takes several: options' values, or ids of people and channels."""
    values = body["view"]["state"]["values"]
    found: dict[str, Any] = next(
        (inputs for key, inputs in values.items() if key.partition(":")[0] == block_id), {}
    )
    return [storable(one) for element in found.values() for one in _given(element) if storable(one)]


_ONE = ("selected_user", "selected_conversation", "selected_channel", "selected_date", "selected_time")
_SEVERAL = ("selected_users", "selected_conversations", "selected_channels")


def _given(element: dict[str, Any]) -> list[str]:
    """What an element's state holds (docs.slack.dev/reference/interaction-payloads)."""
    options = [*(element.get("selected_options") or []), *filter(None, [element.get("selected_option")])]
    several = [str(one) for name in _SEVERAL for one in element.get(name) or []]
    single = [str(element[name]) for name in (*_ONE, "value", "selected_date_time") if element.get(name)]
    return [*(str(option["value"]) for option in options), *several, *single]


def chosen_now(body: Body) -> str:
    """What an element outside a modal's inputs was set to, such as a search field or a menu of the home."""
    return next(iter(_given(body["actions"][0])), "")


def typed_in(body: Body) -> str:
    """What was typed so far into a menu that asks the app for its options."""
    return storable(str(body.get("value") or ""))[:100]


def _case(body: Body) -> dict[str, str]:
    """The case id for the logs. What is no id is not bound: a button may carry what nobody may read there."""
    if body.get("view") and body["view"].get("private_metadata"):
        return {"case_id": case_of_view(body)}
    return {"case_id": pressed(body)} if body.get("actions") and is_id(pressed(body)) else {}
