"""The marketplace's side of contract 5.4: notices in, listings and receipts out."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from aacabot.sandbox.marketplace.moods import TAKEDOWNS, Behaviour, Mood, Moods
from aacabot.sandbox.marketplace.notices import Decisions, Notice, Rebuttal, in_words, refusal
from aacabot.sandbox.marketplace.records import ReceivedRequest, TakedownStatus
from aacabot.sandbox.marketplace.registry import Registry
from aacabot.sandbox.marketplace.signatures import is_signed

KEPT_HEADERS = (
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
    "idempotency-key",
    "content-type",
    "user-agent",
)
HANG_SECONDS = 30.0
LIMIT_SECONDS = 1.0


@dataclass(frozen=True)
class Call:
    """A request whose signature held, and the mood that meets it."""

    body: dict[str, Any]
    params: Mapping[str, str]
    headers: Mapping[str, str]
    mood: Mood


Answer = Callable[[Call], web.Response]


class ContractApi:
    """The routes of contract 5.4. Each answer is one synchronous step: requests never interleave in it."""

    def __init__(self, registry: Registry, moods: Moods, secret: str, clock: Callable[[], datetime]) -> None:
        self.requests: list[ReceivedRequest] = []
        self._registry = registry
        self._moods = moods
        self._secret = secret
        self._clock = clock
        self._heard: dict[str, int] = {}
        self._timers: set[asyncio.TimerHandle] = set()

    def routes(self) -> list[web.RouteDef]:
        return [
            self._route(TAKEDOWNS, self._take_down),
            self._route("GET /takedowns/{id}", self._tell_takedown),
            self._route("POST /takedowns/{id}/withdraw", self._withdraw),
            self._route("POST /takedowns/{id}/rebuttal", self._rebut),
            self._route("GET /listings/{id}", self._tell_listing),
            self._route("POST /decisions", self._hear_decisions),
        ]

    def close(self) -> None:
        for timer in self._timers:
            timer.cancel()

    def _route(self, path: str, answer: Answer) -> web.RouteDef:
        async def serve(request: web.Request) -> web.Response:
            raw = await request.read()
            entry = self._record(request, raw)
            response = await self._respond(path, request, raw, entry, answer)
            if response is None:
                return web.Response()
            entry.status = response.status
            return response

        method, _, pattern = path.partition(" ")
        return web.route(method, pattern, serve)

    def _record(self, request: web.Request, raw: bytes) -> ReceivedRequest:
        entry = ReceivedRequest(
            at=self._clock(),
            monotonic=time.monotonic(),
            method=request.method,
            path=request.path,
            headers={name: request.headers[name] for name in KEPT_HEADERS if name in request.headers},
            json=_parse(raw),
            signed=is_signed(self._secret, request.headers, raw),
        )
        self.requests.append(entry)
        return entry

    async def _respond(
        self, path: str, request: web.Request, raw: bytes, entry: ReceivedRequest, answer: Answer
    ) -> web.Response | None:
        """The response, or None where the connection was closed instead."""
        if request.method == "POST" and not entry.signed:
            return _refuse(
                401, "bad_signature", "The signature does not hold, or its time is over 5 minutes off."
            )
        if request.method == "POST" and not isinstance(entry.json, dict):
            return _refuse(400, "malformed", "The body must be a JSON object.")
        mood = self._moods.take(path)
        if mood.behaviour is Behaviour.DROP:
            if request.transport is not None:
                request.transport.abort()
            return None
        refused = _refuse_before_effect(mood)
        if refused is not None:
            return refused
        body = entry.json if isinstance(entry.json, dict) else {}
        response = answer(Call(body, request.match_info, request.headers, mood))
        if mood.behaviour is Behaviour.HANG:
            await asyncio.sleep(HANG_SECONDS if mood.seconds is None else mood.seconds)
        if mood.behaviour is Behaviour.FAIL_AFTER_EFFECT:
            return _refuse(500, "internal", "Something broke here after your request was carried out.")
        return response

    def _take_down(self, call: Call) -> web.Response:
        try:
            notice = Notice.model_validate(call.body)
        except ValidationError as error:
            fields = in_words(error)
            return _refuse(422, "notice_incomplete", " ".join(dict.fromkeys(fields.values())), fields)
        if call.headers.get("Idempotency-Key") != notice.takedown_id:
            return _refuse(422, "idempotency_key", "Send the takedown_id as the Idempotency-Key header too.")
        known = self._registry.takedowns.get(notice.takedown_id)
        if known is not None:
            return web.json_response(known.first_answer, status=409)
        if notice.listing_id not in self._registry.listings:
            return _refuse(404, "unknown_listing", "There is no such listing on this marketplace.")
        takedown = self._registry.receive(notice, call.body, call.mood)
        if takedown.status is TakedownStatus.PENDING:
            self._settle_later(takedown.takedown_id, call.mood.seconds)
            return web.json_response(takedown.first_answer, status=202)
        return web.json_response(takedown.first_answer, status=201)

    def _settle_later(self, takedown_id: str, seconds: float | None) -> None:
        if seconds is not None:
            loop = asyncio.get_running_loop()
            settle = self._registry.settle
            self._timers.add(loop.call_later(seconds, settle, takedown_id, TakedownStatus.REMOVED))

    def _tell_takedown(self, call: Call) -> web.Response:
        takedown = self._registry.takedowns.get(call.params["id"])
        if takedown is None:
            return _refuse(404, "unknown_takedown", "We have no notice with this id.")
        return web.json_response(takedown.answer)

    def _withdraw(self, call: Call) -> web.Response:
        takedown_id = call.params["id"]
        if call.body.get("takedown_id") != takedown_id:
            return _refuse(
                422, "takedown_id", "The takedown_id in the body and in the address must be the same."
            )
        if takedown_id not in self._registry.takedowns:
            return _refuse(404, "unknown_takedown", "We have no notice with this id.")
        return web.json_response(self._registry.withdraw(takedown_id).answer)

    def _rebut(self, call: Call) -> web.Response:
        try:
            rebuttal = Rebuttal.model_validate(call.body)
        except ValidationError as error:
            fields = in_words(error)
            return _refuse(422, "rebuttal_incomplete", " ".join(dict.fromkeys(fields.values())), fields)
        key = call.headers.get("Idempotency-Key")
        if not key:
            return _refuse(422, "idempotency_key", "Send the counter-notice's id as the Idempotency-Key.")
        if rebuttal.takedown_id != call.params["id"]:
            return _refuse(
                422, "takedown_id", "The takedown_id in the body and in the address must be the same."
            )
        takedown = self._registry.takedowns.get(rebuttal.takedown_id)
        if takedown is None or takedown.counter_notice is None:
            return _refuse(422, "nothing_to_rebut", "No seller has answered a notice with this id.")
        known = not self._registry.rebut(takedown.takedown_id, key, rebuttal.text)
        return web.json_response({"received": True}, status=409 if known else 202)

    def _tell_listing(self, call: Call) -> web.Response:
        stocked = self._registry.listings.get(call.params["id"])
        if stocked is None:
            return _refuse(404, "unknown_listing", "There is no such listing on this marketplace.")
        return web.json_response({"status": stocked.status.value, "listing": stocked.listing})

    def _hear_decisions(self, call: Call) -> web.Response:
        try:
            Decisions.model_validate(call.body)
        except ValidationError as error:
            fields = in_words(error)
            return _refuse(422, "decisions_incomplete", " ".join(dict.fromkeys(fields.values())), fields)
        webhook_id = call.headers["webhook-id"]
        if webhook_id not in self._heard:
            self._heard[webhook_id] = len(call.body["decisions"])
            self._registry.hear(call.body["decisions"])
        return web.json_response({"accepted": self._heard[webhook_id]}, status=202)


def _refuse_before_effect(mood: Mood) -> web.Response | None:
    if mood.behaviour is Behaviour.FAIL:
        return _refuse(500, "internal", "Something broke here. Nothing was done.")
    if mood.behaviour is Behaviour.UNSUPPORTED:
        return _refuse(501, "unsupported", "This marketplace does not offer this.")
    if mood.behaviour is Behaviour.LIMIT:
        seconds = LIMIT_SECONDS if mood.seconds is None else mood.seconds
        response = _refuse(429, "too_many_requests", "You are sending faster than we read.")
        response.headers["Retry-After"] = str(ceil(seconds))
        return response
    return None


def _refuse(status: int, code: str, message: str, fields: dict[str, str] | None = None) -> web.Response:
    return web.json_response(refusal(code, message, fields), status=status)


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None
