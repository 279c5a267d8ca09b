"""The token and the arguments of a Web API call, however they were sent."""

import base64
import binascii
import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from aacabot.sandbox.slack.errors import SlackError


async def read_arguments(request: web.Request) -> tuple[str | None, dict[str, Any]]:
    """The token (header or argument) and the other arguments: query, form, multipart or JSON.

    Raises SlackError invalid_json or json_not_object.
    """
    args: dict[str, Any] = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        args.update(await _body(request))
    header = request.headers.get("Authorization", "")
    if header.startswith("Basic "):
        args.update(_client(header.removeprefix("Basic ")))
    in_arguments = args.pop("token", None)
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else in_arguments
    return (str(token) if token else None), {key: value for key, value in args.items() if value is not None}


def _client(coded: str) -> dict[str, str]:
    """The client's id and secret, as oauth.v2.access may have them (RFC 6749, section 2.3.1)."""
    try:
        client_id, _, client_secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return {}
    return {"client_id": client_id, "client_secret": client_secret}


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text())
        except ValueError as error:
            raise SlackError("invalid_json") from error
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return body
    if request.content_type.startswith("multipart/"):
        return {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return dict(parse_qsl(await request.text(), keep_blank_values=True))
