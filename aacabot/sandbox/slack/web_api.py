"""The Web API: token, scope, limits and faults around each method, and a record of every call."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from aacabot.sandbox.slack.arguments import read_arguments
from aacabot.sandbox.slack.calls import Call
from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.faults import Fault
from aacabot.sandbox.slack.methods import METHODS
from aacabot.sandbox.slack.methods.request import ApiRequest
from aacabot.sandbox.slack.reach import workspace_for
from aacabot.sandbox.slack.scopes import APP_LEVEL, BY_CLIENT, require_for_method
from aacabot.sandbox.slack.socket_mode import SocketMode
from aacabot.sandbox.slack.state import SlackState
from aacabot.sandbox.slack.workspaces import Installation


@dataclass(frozen=True)
class ApiAnswer:
    """An HTTP answer of the Web API; `drop` cuts the connection instead of sending it."""

    body: dict[str, Any]
    status: int = 200
    headers: dict[str, str] | None = None
    drop: bool = False


class WebApi:
    """Answers `/api/{method}`."""

    def __init__(self, slack: SlackState, socket_mode: SocketMode) -> None:
        self._slack = slack
        self._socket_mode = socket_mode

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token, args = None, dict[str, Any]()
        try:
            token, args = await read_arguments(request)
            answer = await self._answer(method, token, args)
        except SlackError as error:
            answer = ApiAnswer(error.answer(), error.status, error.headers)
        self._record(method, args, token, answer)
        if answer.drop:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        return web.json_response(answer.body, status=answer.status, headers=answer.headers)

    async def _answer(self, method: str, token: str | None, args: dict[str, Any]) -> ApiAnswer:
        fault = self._slack.faults.next_for(method)
        if fault is not None and fault.sleep:
            await asyncio.sleep(fault.sleep)
        if fault is None or not fault.fails:
            return self._carry_out(method, token, args)
        if fault.after_effect:
            self._carry_out(method, token, args)
        return _failure(fault)

    def _carry_out(self, method: str, token: str | None, args: dict[str, Any]) -> ApiAnswer:
        if method in APP_LEVEL:
            self._require_app_token(token)
            return ApiAnswer({"ok": True, "url": self._socket_mode.issue_url(self._slack.base_url)})
        if method in BY_CLIENT:
            return ApiAnswer({"ok": True, **self._slack.oauth.access(args)})
        if method not in METHODS:
            raise SlackError("unknown_method", req_method=method)
        installation = self._installation(token)
        require_for_method(installation, method)
        workspace = workspace_for(self._slack, installation, method, args)
        answer = METHODS[method](ApiRequest(self._slack, workspace, installation, method, args))
        scopes = ",".join(sorted(installation.scopes))
        return ApiAnswer({"ok": True, **answer}, headers={"X-OAuth-Scopes": scopes})

    def _installation(self, token: str | None) -> Installation:
        if not token:
            raise SlackError("not_authed")
        if token.startswith("xapp-"):
            raise SlackError("not_allowed_token_type")
        installation = self._slack.workspaces.by_token(token)
        if installation is None:
            raise SlackError("invalid_auth")
        if installation.revoked:
            raise SlackError("token_revoked")
        if installation.expires_at is not None and installation.expires_at <= self._slack.clock.now():
            raise SlackError("token_expired")
        return installation

    def _require_app_token(self, token: str | None) -> None:
        if not token:
            raise SlackError("not_authed")
        if not token.startswith("xapp-"):
            raise SlackError("not_allowed_token_type")
        if token != self._slack.app_token:
            raise SlackError("invalid_auth")

    def _record(self, method: str, args: dict[str, Any], token: str | None, answer: ApiAnswer) -> None:
        installation = self._slack.workspaces.by_token(token or "")
        error = "connection_dropped" if answer.drop else answer.body.get("error")
        self._slack.calls.append(
            Call(
                at=datetime.fromtimestamp(self._slack.clock.now(), UTC),
                method=method,
                args=args,
                ok=bool(answer.body.get("ok")) and not answer.drop,
                error=error,
                team=installation.team if installation else None,
                status=0 if answer.drop else answer.status,
            )
        )


def _failure(fault: Fault) -> ApiAnswer:
    return ApiAnswer({"ok": False, "error": fault.code}, fault.http_status, fault.headers, fault.drop)
