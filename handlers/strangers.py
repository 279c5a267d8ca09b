"""What people can press and send before the hub knows them."""

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from structlog.contextvars import bound_contextvars

from aacabot.domain.errors import FieldProblem, Refusal, UnknownPerson
from aacabot.locales import Words
from aacabot.logs import log
from aacabot.slack.views.message import Block
from aacabot.slack.views.modals import field_errors
from aacabot.slack.views.notices import notice_modal
from aacabot.slack.views.refusals import refusal_words
from aacabot.slack.views.replies import bug_reply
from handlers.clicks import Body, Clicks

Entered = Callable[[Words], Awaitable[Block | None]]


async def words_of(clicks: Clicks, body: Body) -> Words:
    """The words for whoever acted: in their member's language where they are known."""
    try:
        return clicks.words(await clicks.reader(body))
    except UnknownPerson:
        return clicks.words(None)


async def submit_by_anyone(clicks: Clicks, action: str, body: Body, ack: AsyncAck, work: Entered) -> bool:
    """Do what a modal asks for, and show the view `work` gives in its place. Returns whether it was done.

    As `Clicks.submit`: problems of a field are said in place, other refusals and bugs instead of the form.
    """
    started, request_id = time.perf_counter(), secrets.token_hex(4)
    answer: dict[str, Any] = {}
    with bound_contextvars(request_id=request_id, action=action):
        words = clicks.words(None)
        try:
            words = await words_of(clicks, body)
            view = await work(words)
            answer, outcome = ({"response_action": "update", "view": view} if view else {}), "done"
        except FieldProblem as problem:
            log(__name__).info("refused", why=problem.problem)
            errors = field_errors(problem, body["view"], words)
            answer, outcome = {"response_action": "errors", "errors": errors}, "FieldProblem"
        except Refusal as refusal:
            answer, outcome = _instead(action, refusal_words(refusal, words), words), type(refusal).__name__
        except Exception:  # noqa: BLE001 - logged with an id the person is told
            log(__name__).exception("submission failed")
            answer, outcome = _instead(action, bug_reply(request_id, words).text, words), "bug"
        await ack(**answer)
        clicks.hub.metrics.clicks.labels(action, outcome).inc()
        clicks.hub.metrics.ack_seconds.labels(action).observe(time.perf_counter() - started)
    return outcome == "done"


def _instead(action: str, said: str, words: Words) -> dict[str, Any]:
    return {"response_action": "update", "view": notice_modal(action, said, words)}
