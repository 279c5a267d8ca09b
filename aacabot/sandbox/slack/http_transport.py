"""Parcels as signed HTTP requests to the app's request URL."""

import asyncio
import json
import time
from urllib.parse import urlencode

import aiohttp

from aacabot.sandbox.slack.deliveries import ANSWER_SECONDS, Attempt, Parcel, elapsed
from aacabot.sandbox.slack.signing import signed_headers

FORM = "application/x-www-form-urlencoded"


class HttpTransport:
    """Posts to `request_url`: JSON for events, a form for everything else, signed with real time."""

    def __init__(self, session: aiohttp.ClientSession, request_url: str, signing_secret: str) -> None:
        self._session = session
        self._request_url = request_url
        self._signing_secret = signing_secret

    async def carry(self, parcel: Parcel, retry_num: int, retry_reason: str | None) -> Attempt:
        body, content_type = _encoded(parcel)
        secret = parcel.forge_secret or self._signing_secret
        headers = {
            "Content-Type": content_type,
            **signed_headers(secret, body, int(time.time() + parcel.skew)),
        }
        if retry_num:
            headers |= {
                "X-Slack-Retry-Num": str(retry_num),
                "X-Slack-Retry-Reason": retry_reason or "unknown_error",
            }
        started = time.perf_counter()
        try:
            return await self._post(body, headers, started, retry_num)
        except TimeoutError:
            return Attempt(0, "", elapsed(started), "http_timeout", retry_num)
        except aiohttp.ClientSSLError:
            return Attempt(0, "", elapsed(started), "ssl_error", retry_num)
        except aiohttp.TooManyRedirects:
            return Attempt(0, "", elapsed(started), "too_many_redirects", retry_num)
        except (aiohttp.ClientError, ConnectionError):
            return Attempt(0, "", elapsed(started), "connection_failed", retry_num)

    async def _post(self, body: bytes, headers: dict[str, str], started: float, retry_num: int) -> Attempt:
        async with (
            asyncio.timeout(ANSWER_SECONDS),
            self._session.post(self._request_url, data=body, headers=headers) as answer,
        ):
            text = await answer.text()
            no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
            reason = None if 200 <= answer.status < 300 else "http_error"
            return Attempt(answer.status, text, elapsed(started), reason, retry_num, no_retry)


def _encoded(parcel: Parcel) -> tuple[bytes, str]:
    if parcel.kind == "events_api":
        return json.dumps(parcel.payload).encode(), "application/json"
    if parcel.kind == "slash_commands":
        return urlencode(parcel.payload).encode(), FORM
    return urlencode({"payload": json.dumps(parcel.payload)}).encode(), FORM


class NowhereTransport:
    """No request URL is set and no socket is open: nothing can be delivered."""

    async def carry(self, parcel: Parcel, retry_num: int, retry_reason: str | None) -> Attempt:
        del parcel, retry_reason
        return Attempt(0, "", 0.0, "connection_failed", retry_num)
