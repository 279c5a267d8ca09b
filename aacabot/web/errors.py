"""One shape for every error of the HTTP interface (contract 5.3)."""

from typing import Any

import orjson
from aiohttp import web

from aacabot.logs import log


def error(
    status: int,
    code: str,
    message: str,
    fields: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> web.Response:
    """`{"error": {"code", "message", "fields"}}` with a status."""
    body = {"error": {"code": code, "message": message, "fields": fields or {}}}
    return answer(status, body, headers)


def answer(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        status=status, body=orjson.dumps(body), content_type="application/json", headers=headers
    )


@web.middleware
async def errors_in_one_shape(request: web.Request, handler: Any) -> web.StreamResponse:
    """Turn aiohttp's own errors, and bugs of ours, into the shape callers know."""
    try:
        response: web.StreamResponse = await handler(request)
    except web.HTTPRequestEntityTooLarge:
        return error(413, "too_large", "The body is larger than this address takes.")
    except web.HTTPException as refused:
        if refused.status < 400:
            raise
        allow = refused.headers.get("Allow")
        headers = {"Allow": allow} if allow else {}
        return error(
            refused.status, refused.reason.lower().replace(" ", "_"), refused.reason, headers=headers
        )
    except Exception:  # noqa: BLE001 - logged; the caller is told to try again
        log(__name__).exception("request failed", path=request.path)
        return error(500, "internal", "Something went wrong on our side. Try again.")
    return response
