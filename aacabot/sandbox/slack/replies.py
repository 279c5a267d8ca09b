"""What an app sends to a response_url, or answers to a command: for one person unless in_channel."""

import asyncio
import json
from dataclasses import replace
from typing import Any

from aiohttp import web

from aacabot.sandbox.slack.deliveries import Delivery
from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.messages import Ephemeral, SandboxMessage, with_block_ids
from aacabot.sandbox.slack.methods.content import check_blocks, require_something
from aacabot.sandbox.slack.state import SlackState
from aacabot.sandbox.slack.triggers import ResponseUrl


class Replies:
    """https://docs.slack.dev/interactivity/handling-user-interaction#message_responses"""

    def __init__(self, slack: SlackState) -> None:
        self._slack = slack

    async def handle(self, request: web.Request) -> web.Response:
        """The route behind every response_url. Errors are `{"ok": false, "error"}` with 404 or 400."""
        fault = self._slack.faults.next_for("response_url")
        if fault is not None and fault.sleep:
            await asyncio.sleep(fault.sleep)
        if fault is not None and fault.fails:
            body = {"ok": False, "error": fault.code}
            return web.json_response(body, status=fault.http_status, headers=fault.headers)
        try:
            url = self._slack.response_urls.use(request.match_info["code"])
            self.place(url, _parsed(await request.text()))
        except SlackError as error:
            return web.json_response(error.answer(), status=error.status if error.status >= 400 else 400)
        return web.Response(text="ok")

    def place(self, url: ResponseUrl, payload: dict[str, Any]) -> None:
        """Carry a response out: delete or replace the original, or add a message. Raises SlackError."""
        original = self._slack.messages.ephemeral(url.user, url.ts) if url.ts and url.is_ephemeral else None
        message = self._slack.messages.get(url.channel, url.ts) if url.ts and not url.is_ephemeral else None
        if payload.get("delete_original"):
            if original is not None:
                self._slack.messages.dismiss(original)
            if message is not None:
                self._slack.messages.remove(message)
            return
        content = self._content(payload)
        if payload.get("replace_original") and original is not None:
            self._ephemeral(url, content, original.ts, original.thread_ts)
        elif payload.get("replace_original") and message is not None:
            self._slack.messages.edit(message, self._slack.timestamps.next(), **content)
        else:
            self._add(url, payload, content)

    def _content(self, payload: dict[str, Any]) -> dict[str, Any]:
        check_blocks(self._slack.files, payload.get("blocks"), payload.get("attachments"))
        content = {
            "text": str(payload.get("text") or ""),
            "blocks": with_block_ids(payload.get("blocks")),
            "attachments": list(payload.get("attachments") or []),
        }
        require_something(content)
        return content

    def _add(self, url: ResponseUrl, payload: dict[str, Any], content: dict[str, Any]) -> None:
        ts = self._slack.timestamps.next()
        thread_ts = payload.get("thread_ts") or url.thread_ts
        if payload.get("response_type") != "in_channel":
            return self._ephemeral(url, content, ts, thread_ts)
        bot = self._slack.workspaces.get(url.team).installed()
        message = SandboxMessage(url.team, url.channel, ts, bot.bot_user_id, bot_id=bot.bot_id, **content)
        self._slack.messages.put(replace(message, thread_ts=thread_ts))
        return None

    def _ephemeral(self, url: ResponseUrl, content: dict[str, Any], ts: str, thread_ts: str | None) -> None:
        self._slack.messages.show(
            Ephemeral(url.team, url.channel, url.user, ts, thread_ts=thread_ts, **content)
        )

    def show_command_answer(self, url: ResponseUrl, delivery: Delivery) -> None:
        """A command's answer may itself be a message: JSON, or plain text."""
        body = delivery.body.strip()
        if not delivery.succeeded or not body:
            return
        payload = delivery.json if delivery.json is not None else {"text": body}
        if not payload:
            return
        try:
            self.place(url, payload)
        except SlackError as error:
            delivery.problem = f"Slack cannot show the answer: {json.dumps(error.answer())}"


def _parsed(body: str) -> dict[str, Any]:
    try:
        payload = json.loads(body)
    except ValueError as error:
        raise SlackError("invalid_payload", status=400) from error
    if not isinstance(payload, dict):
        raise SlackError("invalid_payload", status=400)
    return payload
